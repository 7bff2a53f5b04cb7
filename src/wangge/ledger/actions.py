"""Write the ledger: called by its follower and its job alone.

Everything is written in bulk, in the order of the keys, inside the transaction of the follower.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

import msgspec
import psycopg
from django.db import connection, transaction

from wangge.core.tally import (
    BUCKETS,
    MEASURES,
    GaugeKey,
    Life,
    Measure,
    Sums,
    add_change,
    areas_of_a_time,
    gauges_of,
)
from wangge.ledger.models import CountedCase, DayTally, OpenTally, OverdueMark

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def _columns(text: str) -> dict[str, str]:
    """Names and types of columns, from "name type, name type"."""
    names_and_types = text.replace(",", "").split()
    return dict(zip(names_and_types[::2], names_and_types[1::2], strict=True))


_CASE_COLUMNS = _columns(
    "case_id uuid, seq int, line text, item text, state text, open bool, county_id uuid,"
    " town_id uuid, village_id uuid, grid_id uuid, owner_id uuid, handler_id uuid,"
    " due_at timestamptz, reported_on date, closed_on date, moved_ids text, marks text, life text"
)
_DAY_COLUMNS = _columns(
    "subject_id uuid, line text, item text, day date, "
    + ", ".join(f"{measure} bigint" for measure in MEASURES)
    + ", spread text"
)
_OPEN_COLUMNS = _columns(
    "subject_id uuid, line text, state text, count int, paused int, overdue int"
)


_CHAIN = ("county_id", "town_id", "village_id", "grid_id")
_SPREAD = ", ".join(
    f"coalesce(old.spread[{place}], 0) + excluded.spread[{place}]"
    for place in range(1, BUCKETS + 1)
)


def _statement(
    table: str, columns: Iterable[str], key: str, changed: Iterable[str], typed: Mapping[str, str]
) -> str:
    given = ", ".join(f"{name}{typed.get(name, '')}" for name in columns)
    return (
        f"INSERT INTO {table} AS old ({', '.join(columns)})"  # noqa: S608 - constants only
        f" SELECT {given} FROM unnest(%s) AS given({', '.join(columns)})"
        f" ON CONFLICT ({key}) DO UPDATE SET {', '.join(changed)}"
    )


_CASES = _statement(
    "ledger_countedcase",
    _CASE_COLUMNS,
    "case_id",
    [f"{name} = excluded.{name}" for name in _CASE_COLUMNS if name != "case_id"],
    {"marks": "::text[]", "moved_ids": "::uuid[]"},
)
_DAYS = _statement(
    "ledger_daytally",
    _DAY_COLUMNS,
    "subject_id, line, item, day",
    [
        *(f"{name} = old.{name} + excluded.{name}" for name in MEASURES),
        f"spread = CASE WHEN excluded.spread IS NULL THEN old.spread ELSE ARRAY[{_SPREAD}] END",
    ],
    {"spread": "::int[]"},
)
_OPEN = _statement(
    "ledger_opentally",
    _OPEN_COLUMNS,
    "subject_id, line, state",
    [f"{name} = old.{name} + excluded.{name}" for name in ("count", "paused", "overdue")],
    {},
)


class Change(NamedTuple):
    """A life before (None: not yet reported) and after some entries of its log."""

    case_id: UUID
    before: Life | None
    after: Life


def count(changes: Sequence[Change]) -> None:
    """The ledger counts the cases as they are after `changes`."""
    until = _lock_mark()
    sums: Sums = {}
    gauges: dict[GaugeKey, list[int]] = {}
    for change in changes:
        add_change(sums, change.before, change.after)
        _add_gauges(gauges, change.before, -1, until)
        _add_gauges(gauges, change.after, 1, until)
    _upsert(_CASES, _CASE_COLUMNS, (_case_row(one.case_id, one.after) for one in changes))
    _upsert(_DAYS, _DAY_COLUMNS, _day_rows(sums))
    _upsert(_OPEN, _OPEN_COLUMNS, _open_rows(gauges))


@transaction.atomic
def count_overdue(*, now: datetime) -> int:
    """Cases that have fallen due stand in the gauges as overdue; how many new ones.

    Readers are exact without it; it keeps what they must add small.
    """
    until = _lock_mark()
    if now <= until:
        return 0
    gauges: dict[GaugeKey, list[int]] = {}
    fresh = CountedCase.objects.filter(open=True, due_at__gte=until, due_at__lt=now)
    lives = fresh.values_list("line", "state", "owner_id", *_CHAIN)
    for line, state, *subjects in lives.iterator(5_000):
        for subject in subjects:
            if subject is not None:
                gauges.setdefault(GaugeKey(subject, line, state), [0, 0, 0])[2] += 1
    _upsert(_OPEN, _OPEN_COLUMNS, _open_rows(gauges))
    OverdueMark.objects.update(until=now)
    return fresh.count()


def clear() -> None:
    """Forget everything, before the log is read again from its beginning."""
    for model in (CountedCase, DayTally, OpenTally, OverdueMark):
        model.objects.all().delete()


def _upsert(statement: str, columns: Mapping[str, str], rows: Iterable[Sequence[object]]) -> None:
    """One statement for all rows: a column an array, bound by the server."""
    given = list(zip(*rows, strict=True))
    if not given:
        return
    arrays = ", ".join(f"%s::{kind}[]" for kind in columns.values())
    values = [_array(one, kind) for one, kind in zip(given, columns.values(), strict=True)]
    connection.ensure_connection()
    raw = connection.connection
    assert isinstance(raw, psycopg.Connection)
    with psycopg.Cursor(raw) as cursor:
        cursor.execute(statement.replace("unnest(%s)", f"unnest({arrays})"), values, prepare=True)


def _array(values: Sequence[object], kind: str) -> object:
    """The values as PostgreSQL reads an array; words are left to the driver to quote."""
    if kind == "text":
        return list(values)
    return "{" + ",".join(["NULL" if one is None else str(one) for one in values]) + "}"


def _lock_mark() -> datetime:
    """Until when overdue cases are counted; nobody else changes the gauges now."""
    OverdueMark.objects.get_or_create(name="overdue", defaults={"until": _LONG_AGO})
    return OverdueMark.objects.select_for_update().get(name="overdue").until


def _add_gauges(
    gauges: dict[GaugeKey, list[int]], life: Life | None, sign: int, until: datetime
) -> None:
    for key in gauges_of(life):
        assert life is not None
        gauge = gauges.setdefault(key, [0, 0, 0])
        gauge[0] += sign
        gauge[1] += sign * (life.due_at is None)
        gauge[2] += sign * (life.due_at is not None and life.due_at < until)


def _case_row(case_id: UUID, life: Life) -> tuple[object, ...]:
    chain = life.chain
    return (
        *(case_id, life.seq, life.line, life.item, life.state, life.open),
        *(chain.county, chain.town, chain.village, chain.grid, life.owner, life.handler),
        *(life.due_at, life.reported_on, life.closed_on, _moved(life), _marks(life)),
        msgspec.json.encode(life).decode(),
    )


def _moved(life: Life) -> str | None:
    """The areas it counts for only part of its life, as PostgreSQL writes an array; None: none."""
    found = areas_of_a_time(life)
    return "{" + ",".join(sorted(map(str, found))) + "}" if found else None


def _marks(life: Life) -> str:
    """The marks of a case, as PostgreSQL writes an array of plain words."""
    found = {f"{one.measure}:{one.on}" for one in life.happened}
    found |= {f"{Measure.RATINGS}:{one.on}" for one in life.ratings}
    if life.filed_on is not None:
        found.add(f"{Measure.FILED}:{life.filed_on}")
    if life.handled_on is not None:
        found.add(f"{Measure.HANDLED}:{life.handled_on}")
        if life.late:
            found.add(f"{Measure.HANDLED_LATE}:{life.handled_on}")
    if life.closed_on is not None:
        found.add(f"{life.outcome}:{life.closed_on}")
        if life.outcome in (Measure.CLOSED, Measure.SELF_HANDLED):
            found.add(f"{Measure.LATE if life.late else Measure.ON_TIME}:{life.closed_on}")
    return "{" + ",".join(sorted(found)) + "}"


def _day_rows(sums: Sums) -> Iterable[tuple[object, ...]]:
    for key in sorted(sums):
        counted = sums[key]
        if any(counted.values()):
            spread = [counted.get(bucket, 0) for bucket in range(BUCKETS)]
            written = "{" + ",".join(map(str, spread)) + "}" if any(spread) else None
            yield (*key, *(counted.get(measure, 0) for measure in MEASURES), written)


def _open_rows(gauges: Mapping[GaugeKey, Sequence[int]]) -> Iterable[tuple[object, ...]]:
    for key in sorted(gauges):
        if any(gauges[key]):
            yield (*key, *gauges[key])
