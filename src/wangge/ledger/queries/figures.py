"""Figures 统计数字 of a subject over a span of days, from the tallies.

One statement over at most (months + 60 days) × lines rows of two indexes: as quick at ten million
cases as at ten thousand. Days are those of the Shanghai calendar, both ends included.
`core.tally.Measure` says what every number counts; `cases_behind` lists its cases.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection

from wangge.core.tally import BUCKETS, MEASURES, quantile_s


class Figures(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=False):
    """What happened, counted, with the rates that follow. Rates are 0 to 1; None: of nothing."""

    reported: int = 0
    filed: int = 0
    handled: int = 0
    handled_late: int = 0
    handling_s: int = 0
    closed: int = 0
    on_time: int = 0
    late: int = 0
    self_handled: int = 0
    rejected: int = 0
    voided: int = 0
    merged: int = 0
    transferred: int = 0
    returned: int = 0
    reworked: int = 0
    reopened: int = 0
    escalated: int = 0
    extended: int = 0
    suspended: int = 0
    urged: int = 0
    supervised: int = 0
    ratings: int = 0
    stars: int = 0
    pleased: int = 0
    callbacks: int = 0
    reached: int = 0
    solved: int = 0
    satisfied: int = 0
    collected: int = 0
    collected_filed: int = 0
    public_reported: int = 0
    dispatched: int = 0
    dispatched_late: int = 0
    sent_back: int = 0
    prechecked: int = 0
    prechecked_late: int = 0
    verified: int = 0
    verified_late: int = 0
    due: int = 0
    undone: int = 0
    due_late: int = 0
    unclosed: int = 0
    handled_again: int = 0
    spread: tuple[int, ...] = ()

    @property
    def on_time_rate(self) -> float | None:
        """按期结案率: of the closed, those handled within the limit."""
        return _rate(self.on_time, self.closed)

    @property
    def handled_on_time_rate(self) -> float | None:
        """按期处置率: of the handled, those within the limit."""
        return _rate(self.handled - self.handled_late, self.handled)

    @property
    def filing_rate(self) -> float | None:
        """立案率: of those decided on, the filed."""
        return _rate(self.filed, self.filed + self.rejected)

    @property
    def rework_rate(self) -> float | None:
        """返工率: reworks a handled case."""
        return _rate(self.reworked, self.handled)

    @property
    def self_handled_rate(self) -> float | None:
        """自处置率: of the closed, those solved on the spot."""
        return _rate(self.self_handled, self.closed)

    @property
    def rework_share(self) -> float | None:
        """返工案件率: of the handled, those sent to rework before."""
        return _rate(self.handled_again, self.handled)

    @property
    def pleased_rate(self) -> float | None:
        """评价满意率: of the ratings, three stars or more."""
        return _rate(self.pleased, self.ratings)

    @property
    def solved_rate(self) -> float | None:
        """回访解决率: of those reached, who said it was solved."""
        return _rate(self.solved, self.reached)

    @property
    def satisfied_rate(self) -> float | None:
        """回访满意率: of those reached, who said they were satisfied."""
        return _rate(self.satisfied, self.reached)

    @property
    def stars_mean(self) -> float | None:
        """平均评价, 1 to 5."""
        return _rate(self.stars, self.ratings)

    @property
    def handling_mean_s(self) -> float | None:
        """Mean handling time, counted seconds."""
        return _rate(self.handling_s, self.handled)

    @property
    def handling_median_s(self) -> int | None:
        """Median handling time, counted seconds, to the width of its bucket."""
        return quantile_s(self.spread, 0.5)

    @property
    def handling_p90_s(self) -> int | None:
        """Nine of ten cases were handled within this, to the width of its bucket."""
        return quantile_s(self.spread, 0.9)


class DayFigures(msgspec.Struct, frozen=True, kw_only=True):
    """The figures of one day."""

    day: date
    figures: Figures


def figures(
    subject: UUID, since: date, until: date, *, line: str | None = None, item: str | None = None
) -> Figures:
    """The figures of an area (or post) from `since` to `until`, both included. One query."""
    found: dict[UUID, Figures] = dict(_sums("subject_id", [subject], since, until, line, item))
    return found.get(subject, Figures())


def figures_of(
    subjects: Collection[UUID], since: date, until: date, *, line: str | None = None
) -> dict[UUID, Figures]:
    """The figures of many at once; those without any are left out. One query."""
    return dict(_sums("subject_id", list(subjects), since, until, line, None))


def figures_by_line(subject: UUID, since: date, until: date) -> dict[str, Figures]:
    """The figures of an area by service line; lines without any are left out. One query."""
    return dict(_sums("line", [subject], since, until, None, None))


def trend(
    subject: UUID, days: int, *, until: date, line: str | None = None, item: str | None = None
) -> list[DayFigures]:
    """The figures of each of the last `days` days up to `until`, oldest first. One query."""
    since = until - timedelta(days=days - 1)
    found: dict[date, Figures] = dict(_sums("day", [subject], since, until, line, item))
    each = (since + timedelta(days=n) for n in range(days))
    return [DayFigures(day=day, figures=found.get(day, Figures())) for day in each]


_SUMMED = ", ".join(
    [f"coalesce(sum({measure}), 0)::bigint" for measure in MEASURES]
    + [f"coalesce(sum(spread[{place}]), 0)" for place in range(1, BUCKETS + 1)]
)


_COLUMNS = ", ".join((*MEASURES, "spread"))


def _sums(
    by: str, subjects: list[UUID], since: date, until: date, line: str | None, item: str | None
) -> Iterator[tuple[Any, Figures]]:
    """Whole months of all items are read as such, everything else day by day."""
    months = None if item or by == "day" else whole_months(since, until)
    facts: dict[str, Any] = {
        "subjects": subjects,
        "since": since,
        "until": until,
        "line": line,
        "item": item or "",
        "first": months[0] if months else None,
        "last": months[1] if months else None,
    }
    rows = f"SELECT {by}, {_COLUMNS} FROM ledger_daytally WHERE {_DAYS_WANTED}"  # noqa: S608
    if months:
        rows += " AND day NOT BETWEEN %(first)s AND (%(last)s + interval '1 month - 1 day')::date"
        rows += f" UNION ALL SELECT {by}, {_COLUMNS} FROM ledger_monthtally WHERE {_MONTHS_WANTED}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {by}, {_SUMMED} FROM ({rows}) AS every GROUP BY {by}", facts)  # noqa: S608
        for key, *numbers in cursor.fetchall():
            counted = dict(zip(MEASURES, map(int, numbers), strict=False))
            spread = tuple(map(int, numbers[len(MEASURES) :]))
            yield key, Figures(spread=spread, **counted)


_WHOSE = "subject_id = ANY(%(subjects)s) AND (%(line)s::text IS NULL OR line = %(line)s)"
_DAYS_WANTED = f"{_WHOSE} AND item = %(item)s AND day BETWEEN %(since)s AND %(until)s"
_MONTHS_WANTED = f"{_WHOSE} AND month BETWEEN %(first)s AND %(last)s"


def whole_months(since: date, until: date) -> tuple[date, date] | None:
    """The first days of the first and the last month that lie wholly in the span; None: none."""
    first = since if since.day == 1 else _next_month(since)
    after = (until + timedelta(days=1)).replace(day=1)  # of the month that is not whole any more
    last = (after - timedelta(days=1)).replace(day=1)
    return (first, last) if first <= last else None


def _next_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


def _rate(part: int, whole: int) -> float | None:
    return part / whole if whole else None
