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
from wangge.visits.models.visits import COUNTING
from wangge.visits.queries.rules import rules_on

_LEVELS = {Level.TOWN: "town_id", Level.VILLAGE: "village_id", Level.GRID: "grid_id"}
_BATCH = 5_000


@dataclass(frozen=True, slots=True)
class Where:
    """Which households: all, or those of areas of one level, of contact posts, or named ones.

    Areas hold for today and days to come; what is asked of the past is asked of the whole county.
    """

    level: Level = Level.COUNTY
    areas: frozenset[UUID] = frozenset()
    posts: frozenset[UUID] | None = None
    households: tuple[UUID, ...] | None = None


EVERYWHERE = Where()


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
    ).format(cte=_cte(where), columns=_COLUMNS, but=but)
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
    ).format(cte=_cte(where), area=sql.Identifier(_LEVELS[level]))
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
    ).format(cte=_cte(where))
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
    ).format(home=_home(where), contact=sql.SQL(_CONTACT))
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


_COLUMNS = sql.SQL(
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
    ).format(cte=_cte(where), columns=_COLUMNS, only=_ONLY[only], order=_ORDER[order])
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
    """The parameters of `_cte`."""
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


def _cte(where: Where) -> sql.Composable:
    """WITH … standing: the households of `where` at that instant, judged."""
    some = (
        where.level is not Level.COUNTY or where.posts is not None or where.households is not None
    )
    return sql.SQL(_STANDING).format(
        home=_home(where),
        among=sql.SQL("IN (SELECT id FROM home)" if some else "IS NOT NULL"),
        contact=sql.SQL(_CONTACT),
        counting=sql.SQL(", ").join(map(sql.Literal, COUNTING)),
    )


def _home(where: Where) -> sql.Composable:
    moved = _WAS if _may_have_moved(where) else sql.SQL("NULL::uuid")
    return sql.SQL(_HOME).format(here=_here(where), moved=moved)


def _may_have_moved(where: Where) -> bool:
    """Whether days gone by may be asked of: only of the whole county, or of named households."""
    return where.level is Level.COUNTY and where.posts is None


def _here(where: Where) -> sql.Composable:
    if where.households is not None:
        return sql.SQL("h.id = ANY(%(households)s::uuid[])")
    if where.posts is not None:
        return sql.SQL(
            "h.id IN (SELECT c.household_id FROM visits_contact c"
            " WHERE c.post_id = ANY(%(posts)s::uuid[])"
            " AND c.since <= %(at)s AND (c.until IS NULL OR c.until > %(at)s))"
        )
    if where.level is Level.COUNTY:
        return sql.SQL("true")
    return sql.SQL(
        "(h.{column} = ANY(%(areas)s::uuid[]) AND (h.moves_on IS NULL OR h.moves_on > %(day)s)"
        " OR h.{next} = ANY(%(areas)s::uuid[]) AND h.moves_on <= %(day)s)"
    ).format(
        column=sql.Identifier(_LEVELS[where.level]),
        next=sql.Identifier(f"next_{_LEVELS[where.level]}"),
    )


#: The grid a household stood in before the earliest move after that day.
_WAS = sql.SQL(
    "CASE WHEN (SELECT EXISTS (SELECT FROM registry_move m"
    " WHERE m.kind = 'household' AND m.\"on\" > %(day)s)) THEN"
    " (SELECT m.from_grid_id FROM registry_move m WHERE m.kind = 'household'"
    ' AND m.element_id = h.id AND m."on" > %(day)s ORDER BY m."on" LIMIT 1) END'
)

#: Who exists that day, and where.
_HOME = """
    SELECT h.id, h.no, h.address, h.head_id, h.lon, h.lat, h.valid_from, h.visit_class,
        coalesce({moved}, CASE WHEN h.moves_on <= %(day)s THEN h.next_grid_id ELSE h.grid_id END)
            AS grid_id,
        CASE WHEN h.moves_on <= %(day)s THEN h.next_village_id ELSE h.village_id END AS village_id,
        CASE WHEN h.moves_on <= %(day)s THEN h.next_town_id ELSE h.town_id END AS town_id
    FROM registry_household h
    WHERE h.valid_from <= %(day)s AND (h.valid_until IS NULL OR h.valid_until > %(day)s) AND {here}
"""

#: The contact of each at that instant.
_CONTACT = """
    LEFT JOIN visits_contact contact ON contact.household_id = home.id
        AND contact.since <= %(at)s AND (contact.until IS NULL OR contact.until > %(at)s)
"""

#: category: the place of the rule (the strictest is 1) people of a category bring with them.
#: member: the strictest of a household's people, of the general domain only.
#: standing: all of it put together. Rules come as lists, not as a table to join: the planner knows
#: nothing of how many rows a join on a computed place leaves, and would walk instead of hash.
_STANDING = """
WITH category AS MATERIALIZED (
    SELECT * FROM unnest(%(codes)s::text[], %(ranks)s::int[]) AS c(code, rank)
), home AS ({home}), belonging AS (
    SELECT p.household_id, p.id FROM registry_person p
    WHERE p.household_id {among} AND NOT p.special
        AND p.valid_from <= %(day)s AND (p.valid_until IS NULL OR p.valid_until > %(day)s)
        AND (p.joined_on IS NULL OR p.joined_on <= %(day)s)
    UNION ALL
    SELECT f.household_id, f.person_id FROM registry_formermembership f
    WHERE f.household_id {among} AND NOT f.special
        AND f.until > %(day)s AND (f.since IS NULL OR f.since <= %(day)s)
), member AS (
    SELECT b.household_id, min(c.rank) AS rank
    FROM belonging b
    JOIN registry_personcategory pc ON pc.person_id = b.id AND NOT pc.special
        AND pc.since <= %(day)s AND (pc.until IS NULL OR pc.until > %(day)s)
    JOIN category c ON c.code = pc.code
    GROUP BY b.household_id
), judged AS (
    SELECT home.*, contact.post_id, visit.last_at,
        least(array_position(%(classes)s::text[], home.visit_class), member.rank) AS rank
    FROM home
    {contact}
    LEFT JOIN LATERAL (
        SELECT v.at AS last_at FROM visits_visit v
        WHERE v.household_id = home.id AND v.kind IN ({counting}) AND v.at <= %(at)s
        ORDER BY v.at DESC LIMIT 1
    ) visit ON true
    LEFT JOIN member ON member.household_id = home.id
), standing AS (
    SELECT judged.*,
        (greatest((last_at AT TIME ZONE 'Asia/Shanghai')::date, valid_from,
            (%(since)s::date[])[rank]) + (%(spans)s::interval[])[rank])::date AS due
    FROM judged
)
"""
