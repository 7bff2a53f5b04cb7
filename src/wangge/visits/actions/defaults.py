"""Nobody without a contact: households get their grid's post, spread evenly over its workers.

A registered household is picked up within a minute. Its first contact holds from the beginning of
that day, since that is when the household begins to exist, but never for days gone by.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from psycopg import sql

from wangge.audit.actions import append
from wangge.core.duty import Actor, Role
from wangge.core.visits import spread
from wangge.lib.clock import midnight
from wangge.lib.ids import uuid7
from wangge.registry.actions.copying import insert_rows
from wangge.territory.access import territory_index
from wangge.visits.actions.contacts import give_contact
from wangge.visits.models import Contact
from wangge.visits.queries.posts import ContactPosts
from wangge.visits.queries.standing import day_of

#: Subject of the log's entries about contacts given to many.
BATCHES = UUID("019b0000-0000-7000-8000-000000000005")

COLUMNS = (
    "id", "household_id", "post_id", "since", "until", "reason", "version_id", "by_id", "made_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Alone:
    """A household without a contact."""

    id: UUID
    chain: tuple[UUID, UUID, UUID]
    valid_from: date
    #: Where its last contact ended; where its next one, decided already, begins.
    ended_at: datetime | None
    next_at: datetime | None
    #: Where it will stand after a border change to come.
    moves_on: date | None
    later: tuple[UUID, UUID, UUID] | None


@transaction.atomic
def assign_contacts(
    *, now: datetime, actor: Actor | None = None, since: datetime | None = None
) -> int:
    """Every household that stands today has a contact; how many got one just now.

    `since`: from when on, for a county that is being set up; else from today's first hour, or from
    when its last contact ended. About 10 s for 330,000 households, one query where all have one.
    """
    alone = list(_alone(now))
    if not alone:
        return 0
    posts = ContactPosts(now)
    later = {day: ContactPosts(midnight(day)) for day in {one.moves_on for one in alone} if day}
    county = territory_index(at=now).county_id
    held = _held(now)
    by_id = actor.user_id if actor else None
    rows: list[tuple[object, ...]] = []
    for chain, group in groupby(alone, key=lambda one: one.chain):
        named = posts.of((*chain, county))
        if not named:
            continue  # a county without posts
        for home, post in spread(group, named, held):
            held[post] = held.get(post, 0) + 1
            begin, end = _span(home, now, since)
            if home.moves_on and home.later and end is None and midnight(home.moves_on) > begin:
                end = midnight(home.moves_on)
                after = later[home.moves_on].of((*home.later, county))
                rows.append((uuid7(), home.id, after[0], end, None, "登记", None, by_id, now))
            rows.append((uuid7(), home.id, post, begin, end, "登记", None, by_id, now))
    insert_rows(Contact, COLUMNS, rows)
    given = len({row[1] for row in rows})
    append("visits", BATCHES, "visits.contacts", {"given": given}, actor=actor, now=now)
    return given


def mend_contacts(*, now: datetime, actor: Actor) -> int:
    """Households whose contact is a worker of another grid than theirs get one of their own grid.

    A clerk moved the household; border changes pass contacts on by themselves. How many changed.
    """
    posts = ContactPosts(now)
    county = territory_index(at=now).county_id
    held = _held(now)
    strays = _strays(now)
    for household, chain in strays:
        named = posts.of((*chain, county))
        if named:
            post = min(named, key=lambda one: held.get(one, 0))
            held[post] = held.get(post, 0) + 1
            give_contact([household], post, reason="户已转到本网格", actor=actor, now=now)
    if strays:
        append("visits", BATCHES, "visits.mended", {"count": len(strays)}, actor=actor, now=now)
    return len(strays)


def _span(home: _Alone, now: datetime, since: datetime | None) -> tuple[datetime, datetime | None]:
    """From when until when its new contact holds."""
    floor = since or midnight(day_of(now))
    begin = max(floor, midnight(home.valid_from))
    if home.ended_at is not None:
        begin = max(begin, home.ended_at)
    return begin, home.next_at


_ALONE = """
SELECT h.id, {chain}, h.valid_from,
    (SELECT max(c.until) FROM visits_contact c WHERE c.household_id = h.id AND c.until <= %(at)s),
    (SELECT min(c.since) FROM visits_contact c WHERE c.household_id = h.id AND c.since > %(at)s),
    CASE WHEN h.moves_on > %(day)s THEN h.moves_on END,
    h.next_grid_id, h.next_village_id, h.next_town_id
FROM registry_household h
WHERE h.valid_from <= %(day)s AND (h.valid_until IS NULL OR h.valid_until > %(day)s)
AND NOT EXISTS (SELECT FROM visits_contact c WHERE c.household_id = h.id
    AND c.since <= %(at)s AND (c.until IS NULL OR c.until > %(at)s))
ORDER BY 2, h.no, h.id
"""
_CHAIN = sql.SQL(", ").join(
    sql.SQL("CASE WHEN h.moves_on <= %(day)s THEN h.{next} ELSE h.{now} END").format(
        next=sql.Identifier(f"next_{column}"), now=sql.Identifier(column)
    )
    for column in ("grid_id", "village_id", "town_id")
)


def _alone(now: datetime) -> Iterator[_Alone]:
    with connection.cursor() as cursor:
        query = sql.SQL(_ALONE).format(chain=_CHAIN)
        cursor.execute(query, {"at": now, "day": day_of(now)})
        for pk, grid, village, town, valid_from, ended, begins, moves_on, *later in cursor:
            chain = (grid, village, town)
            after = tuple(later) if moves_on else None
            yield _Alone(pk, chain, valid_from, ended, begins, moves_on, after)


_HELD = """
SELECT c.post_id, count(*) FROM visits_contact c
WHERE c.since <= %(at)s AND (c.until IS NULL OR c.until > %(at)s) GROUP BY 1
"""


def _held(now: datetime) -> dict[UUID, int]:
    """How many households each post is in touch with."""
    with connection.cursor() as cursor:
        cursor.execute(_HELD, {"at": now})
        return dict(cursor.fetchall())


_STRAYS = """
SELECT h.id, {chain} FROM registry_household h
JOIN visits_contact c ON c.household_id = h.id
    AND c.since <= %(at)s AND (c.until IS NULL OR c.until > %(at)s)
JOIN territory_post p ON p.id = c.post_id AND p.role_id = %(role)s
WHERE h.valid_from <= %(day)s AND (h.valid_until IS NULL OR h.valid_until > %(day)s)
AND p.area_id <> CASE WHEN h.moves_on <= %(day)s THEN h.next_grid_id ELSE h.grid_id END
AND (c.by_id IS NULL OR c.version_id IS NOT NULL)
"""


def _strays(now: datetime) -> Sequence[tuple[UUID, tuple[UUID, UUID, UUID]]]:
    given: dict[str, Any] = {"at": now, "day": day_of(now), "role": Role.GRID_WORKER.value}
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(_STRAYS).format(chain=_CHAIN), given)
        return [(pk, (grid, village, town)) for pk, grid, village, town in cursor.fetchall()]
