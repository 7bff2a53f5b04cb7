"""The one statement that says how households stand, for any instant and any part of the county.

What it judges (strictest rule, day due) is what `core.visits` says. Ignores who asks, and what
is done with the rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from psycopg import sql

from wangge.core.territory.level import Level
from wangge.visits.models.visits import COUNTING

#: The column of a household that holds the area of a level.
COLUMNS = {Level.TOWN: "town_id", Level.VILLAGE: "village_id", Level.GRID: "grid_id"}


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


def statement(where: Where) -> sql.Composable:
    """WITH … standing: the households of `where` at that instant, judged."""
    some = (
        where.level is not Level.COUNTY or where.posts is not None or where.households is not None
    )
    return sql.SQL(_STANDING).format(
        home=homes(where),
        among=sql.SQL("IN (SELECT id FROM home)" if some else "IS NOT NULL"),
        contact=CONTACT,
        counting=sql.SQL(", ").join(map(sql.Literal, COUNTING)),
    )


def homes(where: Where) -> sql.Composable:
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
        column=sql.Identifier(COLUMNS[where.level]),
        next=sql.Identifier(f"next_{COLUMNS[where.level]}"),
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
CONTACT = sql.SQL("""
    LEFT JOIN visits_contact contact ON contact.household_id = home.id
        AND contact.since <= %(at)s AND (contact.until IS NULL OR contact.until > %(at)s)
""")

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
