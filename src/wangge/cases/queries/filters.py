"""What a list of cases is narrowed by, and a page of it."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import msgspec
from django.db.models import QuerySet

from wangge.cases.models import OPEN, Case
from wangge.core.territory.level import Level

MOST_ROWS = 100

COLUMN = {
    Level.COUNTY: "county_id",
    Level.TOWN: "town_id",
    Level.VILLAGE: "village_id",
    Level.GRID: "grid_id",
}


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
    """A page of a list, and where it goes on; None at its end.

    A page may hold fewer rows than asked for and still go on: then `searched_to` says how far
    back it has looked.
    """

    rows: list[Case]
    cursor: str | None
    searched_to: datetime | None = None


def narrow(rows: QuerySet[Case], filters: Filters, now: datetime) -> QuerySet[Case]:
    """Those of the rows that the filters let through."""
    for name in ("state", "kind", "line", "item", "source", "supervised"):
        value = getattr(filters, name)
        if value is not None:
            rows = rows.filter(**{name: value})
    if filters.unfinished or filters.kind in ("open", "waiting"):
        rows = rows.filter(OPEN)  # the indexes of open cases say it in these words
    if filters.owner is not None:
        rows = rows.filter(owner_id=filters.owner)
    if filters.area is not None:
        rows = rows.filter(**{COLUMN[filters.level or Level.GRID]: filters.area})
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


def size_of(limit: int) -> int:
    """How many rows a page of that limit holds."""
    return max(1, min(limit, MOST_ROWS))
