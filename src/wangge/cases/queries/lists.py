"""Lists of cases: boxes 待办 已办 超期 督办, filters, search, all of what the actor sees.

Lists go on by keyset (`cursor`), never by offset, and nothing is counted beyond `MOST_COUNTED`:
page one thousand costs what page one costs, at ten thousand cases and at ten million.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, QuerySet

from wangge.cases.access import cases_for
from wangge.cases.models import OPEN, Case
from wangge.cases.queries.by_time import by_time, count_by_time
from wangge.cases.queries.cursor import Mark, read_cursor, write_cursor
from wangge.cases.queries.filters import MOST_ROWS, Filters, Listed, narrow, size_of
from wangge.cases.queries.search import TooShort, search
from wangge.core.duty import Actor

__all__ = [
    "MOST_COUNTED",
    "MOST_ROWS",
    "Box",
    "Filters",
    "Listed",
    "TooShort",
    "count_listed",
    "counts",
    "inbox",
    "listing",
    "say_count",
    "search",
]

MOST_COUNTED = 1000


class Box(StrEnum):
    """The boxes of a desk."""

    TODO = "todo"  #: 待办: one's own posts owe the next step
    DONE = "done"  #: 已办: one's own posts acted, and owe nothing now
    OVERDUE = "overdue"  #: 超期: open and late, on one's land or owed by a post within sight
    SUPERVISED = "supervised"  #: 督办: a supervision within sight waits for its answer


def inbox(
    actor: Actor,
    box: Box,
    filters: Filters | None = None,
    cursor: str | None = None,
    limit: int = 50,
    *,
    now: datetime,
) -> Listed:
    """A page of a box, most pressing first (已办: the latest first). At most two queries.

    Refuses: BadCursor.
    """
    filters = filters or Filters()
    if box is Box.DONE:
        return _done(actor, filters, cursor, limit, now)
    rows = narrow(_of_box(actor, box, now), filters, now)
    return _by_deadline(rows, cursor, limit, of=[box, actor.user_id, filters])


def listing(
    actor: Actor,
    filters: Filters | None = None,
    cursor: str | None = None,
    limit: int = 50,
    *,
    now: datetime,
) -> Listed:
    """A page of everything the actor sees, newest first. At most five queries.

    Refuses: BadCursor.
    """
    filters = filters or Filters()
    of = ["all", actor.user_id, filters]
    return by_time(actor, filters, cursor, limit, now=now, of=of)


def counts(actor: Actor, *, now: datetime) -> Mapping[Box, int]:
    """How many wait in each box, counted up to `MOST_COUNTED`: that many means "or more".

    One query.
    """
    boxes = (Box.TODO, Box.OVERDUE, Box.SUPERVISED)
    asked: list[str] = []
    values: list[Any] = []
    for box in boxes:
        some = _of_box(actor, box, now).order_by().values("pk")[:MOST_COUNTED]
        try:
            statement, of_it = some.query.sql_with_params()
        except EmptyResultSet:  # he sees nothing, or holds no post
            statement, of_it = "SELECT 1 WHERE false", ()
        asked.append(f"(SELECT count(*) FROM ({statement}) AS one)")  # noqa: S608 - our own
        values += of_it
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(asked)}", values)
        return dict(zip(boxes, cursor.fetchone(), strict=True))


def count_listed(actor: Actor, filters: Filters, *, now: datetime) -> int:
    """How many cases `listing` would go through, counted up to `MOST_COUNTED`.

    At most two queries.
    """
    return count_by_time(actor, filters, MOST_COUNTED, now=now)[0]


def say_count(count: int) -> str:
    """12, or 999+ where counting was stopped."""
    return f"{MOST_COUNTED - 1}+" if count >= MOST_COUNTED else str(count)


def _of_box(actor: Actor, box: Box, now: datetime) -> QuerySet[Case]:
    match box:
        case Box.TODO | Box.DONE:
            return Case.objects.filter(OPEN, owner_id__in=list(actor.post_ids))
        case Box.OVERDUE:
            scope = actor.scope()
            if scope.everything or scope.areas:
                return cases_for(actor).filter(OPEN, due_at__lt=now)
            return Case.objects.filter(OPEN, owner_id__in=list(scope.posts), due_at__lt=now)
        case Box.SUPERVISED:
            return cases_for(actor).filter(OPEN, supervised=True)


def _by_deadline(rows: QuerySet[Case], cursor: str | None, limit: int, *, of: object) -> Listed:
    """The earliest deadline first; suspended cases, which have none, at the end.

    One query, and another where the deadlines end on a later page.
    """
    ordered = rows.order_by(F("due_at").asc(nulls_last=True), "id")
    size = size_of(limit) + 1
    mark = read_cursor(cursor, of=of) if cursor else None
    if mark is None:
        found = list(ordered[:size])
    elif mark.at is None:
        found = list(ordered.filter(due_at__isnull=True, id__gt=mark.id)[:size])
    else:
        # `>=` alone is what an index can start from; the rest breaks ties.
        dated = ordered.filter(due_at__gte=mark.at).exclude(due_at=mark.at, id__lte=mark.id)
        found = list(dated[:size])
        if len(found) < size:
            found += ordered.filter(due_at__isnull=True)[: size - len(found)]
    return _page(found, limit, of, lambda row: Mark(row.due_at, row.id))


_DONE = """
SELECT i.case_id, i.last_at FROM unnest(%(posts)s::uuid[]) AS post
CROSS JOIN LATERAL (
    SELECT case_id, last_at FROM cases_involvement
    WHERE post_id = post {}
    ORDER BY last_at DESC, case_id LIMIT %(most)s
) AS i ORDER BY i.last_at DESC, i.case_id LIMIT %(most)s
"""

_AFTER = "AND last_at <= %(at)s AND (last_at < %(at)s OR case_id > %(id)s)"


def _done(actor: Actor, filters: Filters, cursor: str | None, limit: int, now: datetime) -> Listed:
    """What the actor's posts have acted on, the latest first. Two queries.

    The index over involvement gives the order; a page may be shorter than `limit` where filters
    or sight leave cases out, and still goes on.
    """
    of = ["done", actor.user_id, filters]
    size = size_of(limit)
    values: dict[str, Any] = {"posts": list(actor.post_ids), "most": size + 1}
    if cursor:
        mark = read_cursor(cursor, of=of)
        values |= {"at": mark.instant(), "id": mark.id}
    with connection.cursor() as asked:
        asked.execute(_DONE.format(_AFTER if cursor else ""), values)
        acted: list[tuple[UUID, datetime]] = asked.fetchall()
    shown = acted[:size]
    ids = list(dict.fromkeys(case for case, _at in shown))
    rows = narrow(cases_for(actor).filter(pk__in=ids), filters, now)
    known = {row.pk: row for row in rows if not _owes(actor, row)}
    more = len(acted) > len(shown)
    return Listed(
        [known[pk] for pk in ids if pk in known],
        write_cursor(Mark(shown[-1][1], shown[-1][0]), of=of) if more else None,
    )


def _owes(actor: Actor, row: Case) -> bool:
    return row.kind != "closed" and row.owner_id in actor.post_ids


def _page(found: list[Case], limit: int, of: object, mark: Callable[[Case], Mark]) -> Listed:
    """The page and its cursor, from one row more than a page holds."""
    size = size_of(limit)
    if len(found) <= size:
        return Listed(found, None)
    shown = found[:size]
    return Listed(shown, write_cursor(mark(shown[-1]), of=of))
