"""Prove the ledger: count every case again from the whole log and compare.

Case by case, in one snapshot, up to where the follower has come: each life is folded anew and
compared with what the ledger knows of the case; what it counts for is added up beside the ledger
and compared at the end. Slow and exact, with little memory at any size, for `wangge prove` and
for tests.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby, islice
from typing import Any
from uuid import UUID

from wangge.audit.log import entries_by_subject, snapshot
from wangge.audit.models import Follower as Place
from wangge.core.tally import Life, Sums, add_change
from wangge.ledger.actions.aside import add_aside, aside, differing
from wangge.ledger.actions.rows import CASE_COLUMNS, Gauges, add_gauges, case_row
from wangge.ledger.followers import NAME, handling_states, lived
from wangge.ledger.models import CountedCase, OverdueMark

#: So many sums are added up in memory before they go to the database.
_AT_ONCE = 200_000
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class TallyFault:
    """A number of the ledger that the log does not bear out."""

    where: str
    says: str
    log: str

    def say(self, language: str = "zh") -> str:
        """One sentence that names the number."""
        if language.startswith("zh"):
            return (
                f"统计“{self.where}”记为 {self.says}，按日志应为 {self.log}。"
                "请运行 wangge recount 重新统计。"
            )
        return (
            f"The ledger says {self.says} for “{self.where}”, the log {self.log}:"
            " run `wangge recount`."
        )


def tally_faults(*, most: int = 100) -> list[TallyFault]:
    """At most so many numbers that differ from a full recount; [] when the ledger is right."""
    with snapshot(), aside():
        faults = list(islice(_case_faults(), most))
        names = {"ledger_daytally": "day", "ledger_monthtally": "month", "ledger_opentally": "open"}
        for one in differing(most=most):
            says, log = (json.dumps(row, ensure_ascii=False) for row in (one.says, one.counted))
            faults.append(TallyFault(f"{names[one.table]} {one.key}", says, log))
    return faults[:most]


def _case_faults() -> Iterator[TallyFault]:
    """Cases of which the ledger knows something else than the log; adds up all of them beside."""
    mark = OverdueMark.objects.first()
    until = mark.until if mark else _LONG_AGO
    known = _known()
    said = next(known, None)
    faults: list[TallyFault] = []
    sums: Sums = {}
    gauges: Gauges = {}
    for case_id, life in _lives():
        while said is not None and said[0] < case_id:
            faults.append(_fault(said[0], said[1:], None))
            said = next(known, None)
        here = said is not None and said[0] == case_id
        right = _plain(case_row(case_id, life))
        if said is None or not here or said != right:
            faults.append(_fault(case_id, said[1:] if said and here else None, right[1:]))
        said = next(known, None) if here else said
        add_change(sums, None, life)
        add_gauges(gauges, life, 1, until)
        if len(sums) > _AT_ONCE:
            add_aside(sums, gauges)
            sums, gauges = {}, {}
    add_aside(sums, gauges)
    if said is not None:
        faults.append(_fault(said[0], said[1:], None))
    faults += [_fault(row[0], row[1:], None) for row in known]
    yield from faults


def _lives() -> Iterator[tuple[UUID, Life]]:
    """Every case as the follower must know it, by id."""
    place = Place.objects.filter(name=NAME).first()
    if place is None:
        return
    upto, handling = (place.xid, place.position), handling_states()
    for subject, entries in groupby(entries_by_subject(), key=lambda one: one.subject):
        read = [one for one in entries if one.kind == "case" and (one.xid, one.position) <= upto]
        life = lived(None, subject, read, handling) if read else None
        if life is not None:
            yield subject, life


def _known() -> Iterator[tuple[Any, ...]]:
    """What the ledger knows of each case, by id."""
    for row in CountedCase.objects.order_by("pk").values_list(*CASE_COLUMNS).iterator(2_000):
        yield _plain(row)


def _plain(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """A row whose arrays are lists of words, wherever it comes from."""
    return tuple(
        _words(value) if name in _ARRAYS else value
        for name, value in zip(CASE_COLUMNS, row, strict=True)
    )


_ARRAYS = frozenset({"marks", "moved_ids"})


def _words(value: str | list[object] | None) -> tuple[str, ...]:
    if isinstance(value, str):
        return tuple(sorted(one for one in value.strip("{}").split(",") if one))
    return tuple(sorted(map(str, value or ())))


def _fault(case_id: UUID, says: tuple[Any, ...] | None, log: tuple[Any, ...] | None) -> TallyFault:
    """The columns in which they differ."""
    names = [name for name in CASE_COLUMNS if name != "case_id"]
    told = [dict(zip(names, row or (None,) * len(names), strict=True)) for row in (says, log)]
    differ = [name for name in names if told[0][name] != told[1][name]]
    words = [", ".join(f"{name}: {one[name]}" for name in differ)[:500] for one in told]
    return TallyFault(f"case {case_id}", words[0] if says else "—", words[1] if log else "—")
