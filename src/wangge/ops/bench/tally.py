"""`wangge bench tally`: every kind of dashboard figure, against GROUP BY over the cases themselves.

The same figure is asked of both on the same county at the same moment, and must be equal. The
yardstick counts over `cases_case` where its columns can tell the figure, else over what the ledger
knows of each case. The value is the slowest kind's 95th of a hundred, without the page around it.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from django.db import connection

from wangge.lib.clock import SHANGHAI, utc_now
from wangge.ops.bench import Figures
from wangge.ops.bench.apart import apart, cpu_s
from wangge.ops.bench.served import run
from wangge.ops.trouble import Trouble

if TYPE_CHECKING:
    from wangge.ledger.queries import Live

#: Names the folder of a county with ten million cases.
STANDING = "WANGGE_BENCH_TEN"
#: Cases without `--full`.
SMALL = 20_000
#: Promised: any dashboard figure at ten million cases.
_BUDGET_MS = 20.0
_ASKED = 40
_DAY = "(reported_at AT TIME ZONE 'Asia/Shanghai')::date"

#: (kind, p50 ms, p95 ms, processor ms, ms of GROUP BY)
Timed = tuple[str, float, float, float, float]


class Kind(NamedTuple):
    """One kind of figure: asked of the tallies for some subject, and of the cases."""

    name: str
    subjects: list[UUID]
    ask: Callable[[UUID], object]
    group_by: Callable[[UUID], object]


def bench_tally(*, full: bool = False) -> Figures:
    """Milliseconds, the 95th of a hundred, of the slowest kind of figure; GROUP BY beside it."""
    began = time.monotonic()
    with _filled_county(full=full) as data:
        cases, timed = apart(measure_tallies, data)
        rate = None if full else apart(measure_follower, data)
    follows = f"; the follower counts {rate:,} entries a processor second" if rate else ""
    slowest = max(p95 for _, _, p95, _, _ in timed)
    yardstick = max(group_ms for *_, group_ms in timed)
    told = (
        f"{name} {p50:.1f}/{p95:.1f}/{cpu:.1f} GROUP BY {group_ms:.0f} (×{group_ms / p95:.0f})"
        for name, p50, p95, cpu, group_ms in timed
    )
    return {
        "name": "tally",
        "value": round(slowest, 1),
        "unit": "ms",
        "yardstick": "GROUP BY over the cases, ms",
        "yardstick_value": round(yardstick, 1),
        "ratio": round(yardstick / slowest, 1),
        "n": cases,
        "seconds": round(time.monotonic() - began, 1),
        "detail": f"budget {_BUDGET_MS:g} ms, all equal; p50/p95/processor ms: "
        + "; ".join(told)
        + follows,
    }


@contextlib.contextmanager
def _filled_county(*, full: bool) -> Iterator[Path]:
    """The data folder of a county full of cases; removed afterwards if new."""
    standing = os.environ.get(STANDING)
    if full and not standing:
        raise Trouble(f"--full wants {STANDING}, the folder of a county with ten million cases.")
    if full and standing:
        yield Path(standing)
        return
    with TemporaryDirectory(prefix="wangge-bench-") as folder:
        data = Path(folder) / "data"
        run("prepare", "--demo", "--no-past", data=data)
        run("simulate", f"--fill={SMALL}", data=data)
        yield data


def measure_follower() -> int:
    """Entries a processor second, its own and the database's, over the whole log from nothing."""
    from wangge.audit.followers import catch_up, reset  # why: what follows needs a county
    from wangge.ledger.followers import NAME  # why: as above

    reset(NAME)
    began = cpu_s()
    done = catch_up(now=utc_now(), names=[NAME])
    return round(done / (cpu_s() - began))


def measure_tallies() -> tuple[int, list[Timed]]:
    """How many cases are counted, and every kind's times. Asserts that both ways agree."""
    from wangge.audit.followers import catch_up  # why: what follows needs a county
    from wangge.ledger.followers import NAME  # why: as above

    now = utc_now()
    catch_up(now=now, names=[NAME])
    timed = [_timed(kind) for kind in _kinds(now)]
    return int(_rows("SELECT count(*) FROM cases_case")[0][0]), timed


def _timed(kind: Kind) -> Timed:
    began = time.perf_counter()
    right = kind.group_by(kind.subjects[0])
    group_ms = (time.perf_counter() - began) * 1_000
    said = kind.ask(kind.subjects[0])
    assert said == right, f"{kind.name}: the tallies say {said}, the cases {right}"
    times, cpu = [], cpu_s()
    for n in range(_ASKED):
        began = time.perf_counter()
        kind.ask(kind.subjects[n % len(kind.subjects)])
        times.append((time.perf_counter() - began) * 1_000)
    cpu_ms = (cpu_s() - cpu) * 1_000 / _ASKED
    times.sort()
    p50, p95 = times[_ASKED // 2], times[int(_ASKED * 0.95)]
    return kind.name, p50, p95, cpu_ms, group_ms


def _kinds(now: datetime) -> list[Kind]:
    """Area × line × item × day, live by state, a year, ninetieths, parts, states of a past day."""
    from wangge.ledger import queries as q  # why: what follows needs a county
    from wangge.territory.access import territory_index  # why: as above

    today = now.astimezone(SHANGHAI).date()
    month, year = today - timedelta(days=29), today - timedelta(days=364)
    past = today - timedelta(days=200)
    index, dice = territory_index(at=now), Random(1)
    towns = [one.id for one in index.areas.values() if one.level == "town"]
    grids = [one.id for one in index.areas.values() if one.level == "grid"]
    dice.shuffle(towns)
    dice.shuffle(grids)
    county = [index.county_id]
    ((line, item),) = _rows(
        "SELECT line, item FROM ledger_daytally WHERE item <> '' AND subject_id = %s"
        " GROUP BY 1, 2 ORDER BY sum(reported) DESC LIMIT 1",
        index.county_id,
    )

    def of_item(area: UUID, span: tuple[date, date]) -> list[tuple[date, int]]:
        days = q.trend(area, (span[1] - span[0]).days + 1, until=span[1], line=line, item=item)
        return [(one.day, one.figures.reported) for one in days if one.figures.reported]

    return [
        Kind(
            "grid × item × 30 days",
            grids,
            lambda area: of_item(area, (month, today)),
            lambda area: _reported("grid_id", area, month, today, line, item),
        ),
        Kind(
            "county × item × 365 days",
            county,
            lambda area: of_item(area, (year, today)),
            lambda area: _reported("county_id", area, year, today, line, item),
        ),
        Kind(
            "open and overdue by state",
            county,
            lambda area: _states(q.live(area, now=now)),
            lambda area: _open_by_state(area, now),
        ),
        Kind(
            "town: p90 over a year",
            towns,
            lambda area: q.figures(area, year, today).spread,
            lambda area: _spread("town_id", area, year, today),
        ),
        Kind(
            "towns side by side, a year",
            county,
            lambda area: {
                one.area_id: (one.figures.reported, one.figures.on_time, one.figures.late)
                for one in q.by_child_areas(area, year, today, now=now)
            },
            lambda area: _by_town(towns, year, today),
        ),
        Kind(
            "states as a past day ended",
            county,
            lambda area: dict(q.standing(area, past).states),
            lambda area: _stood(area, past),
        ),
    ]


def _rows(
    statement: str, *values: date | datetime | str | UUID | list[int]
) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, list(values))
        return [tuple(row) for row in cursor.fetchall()]


def _reported(
    column: str, area: UUID, since: date, until: date, line: str, item: str
) -> list[tuple[date, int]]:
    return [
        (row[0], int(row[1]))
        for row in _rows(
            f"SELECT {_DAY}, count(*) FROM cases_case WHERE {column} = %s AND line = %s"  # noqa: S608 - constants
            f" AND item = %s AND {_DAY} BETWEEN %s AND %s GROUP BY 1 ORDER BY 1",
            *(area, line, item, since, until),
        )
    ]


def _open_by_state(area: UUID, now: datetime) -> list[tuple[str, str, int, int, int]]:
    return [
        (row[0], row[1], int(row[2]), int(row[3]), int(row[4]))
        for row in _rows(
            "SELECT line, state, count(*), count(*) FILTER (WHERE due_at IS NULL),"
            " count(*) FILTER (WHERE due_at < %s) FROM cases_case"
            " WHERE county_id = %s AND closed_at IS NULL GROUP BY 1, 2 ORDER BY 1, 2",
            *(now, area),
        )
    ]


def _states(live: Live) -> list[tuple[str, str, int, int, int]]:
    return sorted((one.line, one.state, one.open, one.paused, one.overdue) for one in live.states)


def _field(name: str) -> int:
    """Where a field of a life stands in its JSON."""
    from wangge.core.tally import Life  # why: beside its use

    return Life.__struct_fields__.index(name)


def _spread(column: str, area: UUID, since: date, until: date) -> tuple[int, ...]:
    from wangge.core.tally import BUCKETS, EDGES_S  # why: beside its use

    found = [0] * BUCKETS
    life = "life::jsonb"
    for bucket, count in _rows(
        f"SELECT width_bucket(({life} ->> {_field('handled_s')})::int - 1, %s::int[]), count(*)"  # noqa: S608 - constants
        f" FROM ledger_countedcase WHERE {column} = %s"
        f" AND ({life} ->> {_field('handled_on')})::date BETWEEN %s AND %s GROUP BY 1",
        *(list(EDGES_S), area, since, until),
    ):
        found[bucket] = int(count)
    return tuple(found)


def _by_town(towns: list[UUID], since: date, until: date) -> dict[UUID, tuple[int, int, int]]:
    found = {
        row[0]: (int(row[1]), int(row[2]), int(row[3]))
        for row in _rows(
            "SELECT town_id, count(*) FILTER (WHERE reported_on BETWEEN %(since)s AND %(until)s),"
            " count(*) FILTER (WHERE closed_on BETWEEN %(since)s AND %(until)s"
            " AND 'on_time:' || closed_on = ANY(marks)),"
            " count(*) FILTER (WHERE closed_on BETWEEN %(since)s AND %(until)s"
            " AND 'late:' || closed_on = ANY(marks))"
            " FROM ledger_countedcase WHERE town_id IS NOT NULL GROUP BY 1".replace(
                "%(since)s", f"'{since}'"
            ).replace("%(until)s", f"'{until}'")
        )
    }
    return {town: found.get(town, (0, 0, 0)) for town in towns}


def _stood(area: UUID, day: date) -> dict[tuple[str, str], int]:
    stays, since, left = _field("stays"), _field("since"), f"'{day}'::date"
    rows = _rows(
        f"""
        SELECT line, state, count(*) FROM (
            SELECT line, stay ->> 0 AS state FROM ledger_countedcase,
                jsonb_array_elements(life::jsonb -> {stays}) AS stay
            WHERE county_id = %s AND reported_on <= {left}
                AND (stay ->> 1)::date <= {left} AND (stay ->> 2)::date > {left}
            UNION ALL
            SELECT line, state FROM ledger_countedcase
            WHERE county_id = %s AND open
                AND coalesce((life::jsonb ->> {since})::date, reported_on) <= {left}
        ) AS every GROUP BY 1, 2
        """,  # noqa: S608 - constants and a date
        *(area, area),
    )
    return {(row[0], row[1]): int(row[2]) for row in rows}
