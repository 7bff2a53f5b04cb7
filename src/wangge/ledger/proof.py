"""Prove the ledger: count every case again from the whole log and compare.

Reads the log once, in order, in one snapshot, up to where the follower has come; slow and exact,
for `wangge prove` and for tests.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from wangge.audit.log import LogEntry, entries_between
from wangge.audit.models import Follower as Place
from wangge.core.tally import MEASURES, GaugeKey, Life, Standing, Sums, add_change, gauges_of
from wangge.ledger.followers import NAME, handling_states, lived
from wangge.ledger.models import (
    CountedCase,
    DayTally,
    MonthTally,
    OpenTally,
    OverdueMark,
    StatePlace,
)

_BATCH = 5_000


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
    alone = not connection.in_atomic_block
    with transaction.atomic():
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        lives = _recount()
        faults = [*_day_faults(lives), *_open_faults(lives), *_case_faults(lives)]
    return faults[:most]


def _recount() -> dict[UUID, Life]:
    """The lives of all cases as the follower must know them."""
    place = Place.objects.filter(name=NAME).first()
    handling = handling_states()
    lives: dict[UUID, Life] = {}
    if place is None:
        return lives
    for entry in _entries((place.xid, place.position)):
        if entry.kind == "case":
            life = lived(lives.get(entry.subject), entry.subject, [entry], handling)
            assert life is not None
            lives[entry.subject] = life
    return lives


def _entries(to: tuple[int, int]) -> Iterator[LogEntry]:
    after = (0, 0)
    while batch := list(entries_between(after, to, most=_BATCH)):
        yield from batch
        after = (batch[-1].xid, batch[-1].position)


def _day_faults(lives: dict[UUID, Life]) -> Iterator[TallyFault]:
    sums: Sums = {}
    for life in lives.values():
        add_change(sums, None, life)
    right = {tuple(key): _without_zeros(counted.items()) for key, counted in sums.items()}
    said = {}
    places = dict(StatePlace.objects.values_list("place", "state"))
    columns = ("subject_id", "line", "item", "day", *MEASURES, "spread", "standing")
    for row in DayTally.objects.values_list(*columns).iterator(_BATCH):
        *numbers, spread, standing = row[4:]
        said[row[:4]] = (
            _without_zeros(zip(MEASURES, numbers, strict=True))
            | _without_zeros(enumerate(spread or ()))
            | _without_zeros(
                (Standing(places.get(place, f"#{place}")), change)
                for place, change in enumerate(standing or (), start=1)
            )
        )
    yield from _differences("day", said, right)
    yield from _month_faults(right)


def _month_faults(days: Mapping[tuple[Any, ...], Mapping[Any, int]]) -> Iterator[TallyFault]:
    right: dict[tuple[Any, ...], dict[Any, int]] = {}
    for (subject, line, item, day), counted in days.items():
        if item == "":
            into = right.setdefault((subject, line, day.replace(day=1)), {})
            for what, amount in counted.items():
                if not isinstance(what, Standing):
                    into[what] = into.get(what, 0) + amount
    columns = ("subject_id", "line", "month", *MEASURES, "spread")
    said = {
        row[:3]: _without_zeros(zip(MEASURES, row[3:-1], strict=True))
        | _without_zeros(enumerate(row[-1] or ()))
        for row in MonthTally.objects.values_list(*columns).iterator(_BATCH)
    }
    known = {key: _without_zeros(counted.items()) for key, counted in right.items()}
    yield from _differences("month", said, known)


def _without_zeros(counted: Iterable[tuple[Any, int | None]]) -> dict[Any, int]:
    return {what: amount for what, amount in counted if amount}


def _open_faults(lives: dict[UUID, Life]) -> Iterator[TallyFault]:
    mark = OverdueMark.objects.first()
    right: dict[GaugeKey, list[int]] = {}
    for life in lives.values():
        for key in gauges_of(life):
            gauge = right.setdefault(key, [0, 0, 0])
            gauge[0] += 1
            gauge[1] += life.due_at is None
            gauge[2] += _is_overdue(life.due_at, mark.until if mark else None)
    rows = OpenTally.objects.values_list(
        "subject_id", "line", "item", "state", "count", "paused", "overdue"
    )
    said = {row[:4]: row[4:] for row in rows if any(row[4:])}
    return _differences("open", said, {tuple(key): tuple(one) for key, one in right.items()})


def _is_overdue(due_at: datetime | None, until: datetime | None) -> bool:
    return due_at is not None and until is not None and due_at < until


def _case_faults(lives: dict[UUID, Life]) -> Iterator[TallyFault]:
    said = dict(CountedCase.objects.values_list("pk", "seq"))
    return _differences("case", said, {pk: life.seq for pk, life in lives.items()})


def _differences(
    what: str, said: Mapping[Any, object], right: Mapping[Any, object]
) -> Iterator[TallyFault]:
    """Where the two differ; what is not there and what is nothing are the same."""
    for key in said.keys() | right.keys():
        says, log = said.get(key), right.get(key)
        if says != log and (says or log):
            yield TallyFault(f"{what} {key}", str(says), str(log))
