"""How households stand: their contact, their last visit, when the next is due. One statement.

The same statement serves a phone's list, a county's figures, and the proof for any past instant.
What the statement judges (strictest rule, day due) is what `core.visits` says; a test holds the
two to the same answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from psycopg import sql

from wangge.core.territory.level import Level
from wangge.core.visits import Rules, State, VisitRule, overdue_days, state_of
from wangge.lib.clock import SHANGHAI
from wangge.visits.queries.rules import rules_on
from wangge.visits.queries.statement import (
    COLUMNS,
    CONTACT,
    EVERYWHERE,
    Where,
    homes,
    statement,
)

__all__ = [
    "EVERYWHERE",
    "Counts",
    "Standing",
    "Where",
    "count_by",
    "count_by_class",
    "day_of",
    "facts_of",
    "standings",
    "stream",
    "sunday_of",
]

_BATCH = 5_000


@dataclass(frozen=True, slots=True)
class Standing:
    """A household at an instant."""

    id: UUID
    no: str
    address: str
    head_id: UUID | None
    grid_id: UUID
    village_id: UUID
    town_id: UUID
    lon: float | None
    lat: float | None
    first_on: date
    #: Its contact at that instant.
    post_id: UUID | None
    #: The last visit that counts.
    last_at: datetime | None
    rule: VisitRule | None
    due: date | None
    today: date = field(repr=False)

    @property
    def state(self) -> State:
        """How it stands with its rule."""
        return state_of(self.due, self.today)

    @property
    def days_late(self) -> int:
        """By how many days its visit is overdue."""
        return overdue_days(self.due, self.today)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many households of an area stand how."""

    households: int = 0
    uncontacted: int = 0
    overdue: int = 0
    due_week: int = 0
    unruled: int = 0

    @property
    def in_time(self) -> int:
        """Households that were visited within their rule."""
        return self.households - self.overdue

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.households + other.households,
            self.uncontacted + other.uncontacted,
            self.overdue + other.overdue,
            self.due_week + other.due_week,
            self.unruled + other.unruled,
        )


def standings(
    where: Where,
    *,
    at: datetime,
    only: str = "",
    order: str = "due",
    most: int | None = None,
    skip: int = 0,
    rules: Rules | None = None,
) -> list[Standing]:
    """The households, those due first or, with `order="no"`, by number.

    `only`: "overdue", "week" (due until Sunday, overdue too), "uncontacted". Two queries.
    """
    return list(_rows(where, at=at, only=only, order=order, most=most, skip=skip, rules=rules))


def stream(
    where: Where, *, at: datetime, but: sql.Composable, given: dict[str, Any]
) -> Iterator[tuple[Standing, datetime | None]]:
    """The households for which the condition `but` holds, a batch at a time.

    Beside each without a contact: when its next one begins, None where there is none to come.
    """
    rules = rules_on(day_of(at))
    ordered = rules.in_order()
    query = sql.SQL(
        "{cte} SELECT {columns}, CASE WHEN s.post_id IS NULL THEN (SELECT min(c.since)"
        " FROM visits_contact c WHERE c.household_id = s.id AND c.since > %(at)s) END"
        " FROM standing s WHERE {but} ORDER BY s.id"
    ).format(cte=statement(where), columns=_FIELDS, but=but)
    with connection.chunked_cursor() as cursor:
        cursor.execute(query, _given(where, at, rules) | given)
        while rows := cursor.fetchmany(_BATCH):
            for *row, later in rows:
                yield _standing(row, ordered, day_of(at)), later


def count_by(
    where: Where, level: Level, *, at: datetime, rules: Rules | None = None
) -> dict[UUID, Counts]:
    """Counts by area of that level; areas without households are left out. Two queries."""
    query = sql.SQL(
        "{cte} SELECT s.{area}, count(*), count(*) FILTER (WHERE s.post_id IS NULL),"
        " count(*) FILTER (WHERE s.due < %(day)s),"
        " count(*) FILTER (WHERE s.due BETWEEN %(day)s AND %(sunday)s),"
        " count(*) FILTER (WHERE s.due IS NULL) FROM standing s GROUP BY 1"
    ).format(cte=statement(where), area=sql.Identifier(COLUMNS[level]))
    with connection.cursor() as cursor:
        cursor.execute(query, _given(where, at, rules or rules_on(day_of(at))))
        return {area: Counts(*numbers) for area, *numbers in cursor.fetchall()}


def count_by_class(
    where: Where, *, at: datetime, rules: Rules | None = None
) -> dict[str, tuple[int, int]]:
    """By class whose rule they fall under ("" for none): (households, overdue). One query."""
    known = rules or rules_on(day_of(at))
    query = sql.SQL(
        "{cte} SELECT s.rank, count(*), count(*) FILTER (WHERE s.due < %(day)s)"
        " FROM standing s GROUP BY 1"
    ).format(cte=statement(where))
    with connection.cursor() as cursor:
        cursor.execute(query, _given(where, at, known))
        rows = cursor.fetchall()
    ordered = known.in_order()
    return {
        ordered[rank - 1].visit_class if rank else "": (households, overdue)
        for rank, households, overdue in rows
    }


def facts_of(where: Where, *, at: datetime) -> tuple[int, set[UUID], set[UUID]]:
    """(households, grids they stand in, contact posts they have) at that instant. One query."""
    query = sql.SQL(
        "WITH home AS ({home}) SELECT home.grid_id, contact.post_id, count(*) FROM home {contact}"
        " GROUP BY 1, 2"
    ).format(home=homes(where), contact=CONTACT)
    with connection.cursor() as cursor:
        cursor.execute(query, _given(where, at, Rules((), {})))
        rows = cursor.fetchall()
    return (
        sum(count for _, _, count in rows),
        {grid for grid, _, _ in rows},
        {post for _, post, _ in rows if post is not None},
    )


def day_of(at: datetime) -> date:
    """The day it is in the county."""
    return at.astimezone(SHANGHAI).date()


def sunday_of(day: date) -> date:
    """The last day of that week."""
    return day + timedelta(days=6 - day.weekday())


_FIELDS = sql.SQL(
    "s.id, s.no, s.address, s.head_id, s.grid_id, s.village_id, s.town_id, s.lon, s.lat,"
    " s.valid_from, s.post_id, s.last_at, s.rank, s.due"
)

_ONLY = {
    "": sql.SQL("true"),
    "overdue": sql.SQL("s.due < %(day)s"),
    "week": sql.SQL("s.due <= %(sunday)s"),
    "uncontacted": sql.SQL("s.post_id IS NULL"),
}
_ORDER = {"due": sql.SQL("s.due NULLS LAST, s.no, s.id"), "no": sql.SQL("s.no, s.id")}


def _rows(
    where: Where,
    *,
    at: datetime,
    only: str,
    order: str,
    most: int | None,
    skip: int,
    rules: Rules | None,
) -> Iterator[Standing]:
    known = rules or rules_on(day_of(at))
    query = sql.SQL(
        "{cte} SELECT {columns} FROM standing s WHERE {only} ORDER BY {order}"
        " LIMIT %(most)s OFFSET %(skip)s"
    ).format(cte=statement(where), columns=_FIELDS, only=_ONLY[only], order=_ORDER[order])
    with connection.cursor() as cursor:
        cursor.execute(query, _given(where, at, known) | {"most": most, "skip": skip})
        rows = cursor.fetchall()
    ordered = known.in_order()
    for row in rows:
        yield _standing(row, ordered, day_of(at))


def _standing(row: Sequence[Any], ordered: Sequence[VisitRule], today: date) -> Standing:
    *known, rank, due = row
    return Standing(*(*known, None if rank is None else ordered[rank - 1], due, today))


def _given(where: Where, at: datetime, rules: Rules) -> dict[str, Any]:
    """The parameters of `statement`."""
    ordered = rules.in_order()
    rank = {rule.visit_class: place for place, rule in enumerate(ordered, start=1)}
    categories = {
        code: rank[name] for code, name in rules.class_of_category.items() if name in rank
    }
    day = day_of(at)
    return {
        "at": at,
        "day": day,
        "sunday": sunday_of(day),
        "classes": [rule.visit_class for rule in ordered],
        "spans": [f"{rule.every} {rule.unit.value}" for rule in ordered],
        "since": [rule.since for rule in ordered],
        "codes": list(categories),
        "ranks": list(categories.values()),
        "areas": list(where.areas),
        "posts": list(where.posts or ()),
        "households": list(where.households or ()),
    }
