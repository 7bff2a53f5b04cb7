"""Lists of cases: boxes 待办 已办 超期 督办, filters, search, all of what the actor sees.

Lists go on by keyset (`cursor`), never by offset, and nothing is counted beyond `MOST_COUNTED`:
page one thousand costs what page one costs, at ten thousand cases and at ten million.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

import msgspec
from django.db.models import F, Q, QuerySet

from wangge.cases.access import cases_for
from wangge.cases.models import OPEN, Case, Involvement, Reporter, SearchText
from wangge.cases.queries.cursor import Mark, read_cursor, write_cursor
from wangge.cases.sealed import REPORTER_PHONE
from wangge.core.duty import Actor
from wangge.core.errors import Invalid
from wangge.core.territory.level import Level
from wangge.lib.text import query_bigrams
from wangge.privacy.sealing import blind

MOST_ROWS = 100
MOST_COUNTED = 1000
#: A search looks at so many of the newest hits; whoever has more must say more words.
MOST_HITS = 1000

_NO = re.compile(r"C-\d{8}-\d{4,9}")
_PHONE = re.compile(r"\d{7,12}")
_COLUMN = {
    Level.COUNTY: "county_id",
    Level.TOWN: "town_id",
    Level.VILLAGE: "village_id",
    Level.GRID: "grid_id",
}


class Box(StrEnum):
    """The boxes of a desk."""

    TODO = "todo"  #: 待办: one's own posts owe the next step
    DONE = "done"  #: 已办: one's own posts acted, and owe nothing now
    OVERDUE = "overdue"  #: 超期: open, late, and within sight
    SUPERVISED = "supervised"  #: 督办: a supervision within sight waits for its answer


class Filters(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which cases of a list are wanted; what is left out is not asked about."""

    state: str | None = None
    kind: str | None = None  #: open, waiting, closed
    unfinished: bool = False  #: open or waiting
    line: str | None = None
    item: str | None = None
    owner: UUID | None = None
    area: UUID | None = None
    level: Level | None = None  #: of `area`
    source: str | None = None
    supervised: bool | None = None
    overdue: bool = False
    due_before: datetime | None = None  #: open, and due before then
    unlocated: bool = False  #: in no grid: the list that is worked to zero
    within: tuple[float, float, float, float] | None = None  #: west, south, east, north; WGS-84
    since: datetime | None = None  #: reported at or after
    until: datetime | None = None  #: reported before


class Listed(NamedTuple):
    """A page of a list, and where it goes on; None at its end."""

    rows: list[Case]
    cursor: str | None


class TooShort(Invalid):
    """A search for less than can be looked up."""

    code = "too_short"
    zh = "请至少输入两个字，或案件编号、电话号码。"
    en = "Type at least two characters, or a case number or a telephone number."


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
    rows = _narrow(_of_box(actor, box, now), filters, now)
    return _by_deadline(rows, cursor, limit, of=[box, actor.user_id, filters])


def listing(
    actor: Actor,
    filters: Filters | None = None,
    cursor: str | None = None,
    limit: int = 50,
    *,
    now: datetime,
) -> Listed:
    """A page of everything the actor sees, newest first. One query. Refuses: BadCursor."""
    filters = filters or Filters()
    rows = _narrow(cases_for(actor), filters, now)
    return _by_time(rows, cursor, limit, of=["all", actor.user_id, filters])


def search(
    actor: Actor,
    words: str,
    filters: Filters | None = None,
    cursor: str | None = None,
    limit: int = 50,
    *,
    now: datetime,
) -> Listed:
    """Cases within sight by number, by a reporter's telephone, or by words. At most two queries.

    A telephone number finds only where the actor may read names, or his own reports. Refuses:
    TooShort, BadCursor.
    """
    filters = filters or Filters()
    asked = words.strip()
    number = asked.upper()
    digits = re.sub(r"[\s-]", "", asked)
    seen = cases_for(actor)
    if _NO.fullmatch(number):
        return Listed(list(seen.filter(no=number)), None)
    if _PHONE.fullmatch(digits):
        mark = blind(digits, of=REPORTER_PHONE)
        hits = Reporter.objects.filter(phone_blind=mark).order_by("-at")
        ids = list(hits.values_list("case_id", flat=True)[:MOST_HITS])
        found = seen.filter(pk__in=ids).order_by("-reported_at", "-id")[: min(limit, MOST_ROWS)]
        return Listed([row for row in found if _may_find_by_phone(actor, row)], None)
    grams = query_bigrams(asked)
    if not grams:
        raise TooShort(field="q")
    texts = SearchText.objects.filter(grams__contains=sorted(grams)).order_by("-reported_at")
    ids = list(texts.values_list("case_id", flat=True)[:MOST_HITS])
    rows = _narrow(seen.filter(pk__in=ids), filters, now)
    return _by_time(rows, cursor, limit, of=["search", actor.user_id, sorted(grams), filters])


def counts(actor: Actor, *, now: datetime) -> Mapping[Box, int]:
    """How many wait in each box, counted up to `MOST_COUNTED`: that many means "or more".

    One query a box.
    """
    boxes = (Box.TODO, Box.OVERDUE, Box.SUPERVISED)
    return {box: _of_box(actor, box, now)[:MOST_COUNTED].count() for box in boxes}


def count_listed(actor: Actor, filters: Filters, *, now: datetime) -> int:
    """How many cases `listing` would go through, counted up to `MOST_COUNTED`. One query."""
    return _narrow(cases_for(actor), filters, now)[:MOST_COUNTED].count()


def say_count(count: int) -> str:
    """12, or 999+ where counting was stopped."""
    return f"{MOST_COUNTED - 1}+" if count >= MOST_COUNTED else str(count)


def _of_box(actor: Actor, box: Box, now: datetime) -> QuerySet[Case]:
    match box:
        case Box.TODO | Box.DONE:
            return Case.objects.filter(OPEN, owner_id__in=list(actor.post_ids))
        case Box.OVERDUE:
            return cases_for(actor).filter(OPEN, due_at__lt=now)
        case Box.SUPERVISED:
            return cases_for(actor).filter(OPEN, supervised=True)


def _narrow(rows: QuerySet[Case], filters: Filters, now: datetime) -> QuerySet[Case]:
    for name in ("state", "kind", "line", "item", "source", "supervised"):
        value = getattr(filters, name)
        if value is not None:
            rows = rows.filter(**{name: value})
    if filters.unfinished or filters.kind in ("open", "waiting"):
        rows = rows.filter(OPEN)  # the indexes of open cases say it in these words
    if filters.owner is not None:
        rows = rows.filter(owner_id=filters.owner)
    if filters.area is not None:
        rows = rows.filter(**{_COLUMN[filters.level or Level.GRID]: filters.area})
    if filters.overdue:
        rows = rows.filter(OPEN, due_at__lt=now)
    if filters.due_before is not None:
        rows = rows.filter(OPEN, due_at__lt=filters.due_before)
    if filters.unlocated:
        rows = rows.filter(grid_id__isnull=True)
    if filters.within is not None:
        west, south, east, north = filters.within
        rows = rows.filter(lon__range=(west, east), lat__range=(south, north))
    if filters.since is not None:
        rows = rows.filter(reported_at__gte=filters.since)
    if filters.until is not None:
        rows = rows.filter(reported_at__lt=filters.until)
    return rows


def _by_time(rows: QuerySet[Case], cursor: str | None, limit: int, *, of: object) -> Listed:
    """Newest first."""
    if cursor:
        mark = read_cursor(cursor, of=of)
        # `<=` alone is what an index can start from; the rest breaks ties.
        at = mark.instant()
        rows = rows.filter(reported_at__lte=at).exclude(reported_at=at, id__gte=mark.id)
    found = list(rows.order_by("-reported_at", "-id")[: _size(limit) + 1])
    return _page(found, limit, of, lambda row: Mark(row.reported_at, row.id))


def _by_deadline(rows: QuerySet[Case], cursor: str | None, limit: int, *, of: object) -> Listed:
    """The earliest deadline first; suspended cases, which have none, at the end."""
    if cursor:
        mark = read_cursor(cursor, of=of)
        if mark.at is None:
            rows = rows.filter(due_at__isnull=True, id__gt=mark.id)
        else:
            after = Q(due_at=mark.at, id__gt=mark.id) | Q(due_at__gt=mark.at)
            rows = rows.filter(after | Q(due_at__isnull=True))
    ordered = rows.order_by(F("due_at").asc(nulls_last=True), "id")
    return _page(list(ordered[: _size(limit) + 1]), limit, of, lambda row: Mark(row.due_at, row.id))


def _done(actor: Actor, filters: Filters, cursor: str | None, limit: int, now: datetime) -> Listed:
    """What the actor's posts have acted on, the latest first.

    The index over involvement gives the order; a page may be shorter than `limit` where filters
    or sight leave cases out, and still goes on.
    """
    of = ["done", actor.user_id, filters]
    acted = Involvement.objects.filter(post_id__in=list(actor.post_ids))
    if cursor:
        mark = read_cursor(cursor, of=of)
        at = mark.instant()
        acted = acted.filter(last_at__lte=at).exclude(last_at=at, case_id__lte=mark.id)
    page = list(acted.order_by("-last_at", "case_id")[: _size(limit) + 1])
    shown = page[: _size(limit)]
    ids = list(dict.fromkeys(one.case_id for one in shown))
    rows = _narrow(cases_for(actor).filter(pk__in=ids), filters, now)
    known = {row.pk: row for row in rows if not _owes(actor, row)}
    more = len(page) > len(shown)
    return Listed(
        [known[pk] for pk in ids if pk in known],
        write_cursor(Mark(shown[-1].last_at, shown[-1].case_id), of=of) if more else None,
    )


def _owes(actor: Actor, row: Case) -> bool:
    return row.kind != "closed" and row.owner_id in actor.post_ids


def _may_find_by_phone(actor: Actor, row: Case) -> bool:
    areas = [area for area in (row.grid_id, row.village_id, row.town_id, row.county_id) if area]
    return actor.user_id in row.requesters or actor.reads_names(areas, row.line, (row.owner_id,))


def _size(limit: int) -> int:
    return max(1, min(limit, MOST_ROWS))


def _page(found: list[Case], limit: int, of: object, mark: Callable[[Case], Mark]) -> Listed:
    """The page and its cursor, from one row more than a page holds."""
    size = _size(limit)
    if len(found) <= size:
        return Listed(found, None)
    shown = found[:size]
    return Listed(shown, write_cursor(mark(shown[-1]), of=of))
