"""An actor's land as a few areas, each of which an index can walk through.

`access.land` says the same as one condition; a list that is walked in the order of ids, a page at
a time, wants each area by itself. A test holds the two to the same answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple, TypeVar
from uuid import UUID

from django.db.models import Q

from wangge.core.duty import Actor
from wangge.core.territory.level import Level
from wangge.registry.models.base import Scoped, ScopedSet
from wangge.territory.access import TerritoryIndex, territory_index

_Row = TypeVar("_Row", bound=Scoped)

_COLUMN = {Level.TOWN: "town_id", Level.VILLAGE: "village_id", Level.GRID: "grid_id"}
_LEVELS = (Level.COUNTY, Level.TOWN, Level.VILLAGE, Level.GRID)


class Part(NamedTuple):
    """One area and all below it."""

    level: Level
    area_id: UUID


def parts_of(
    actor: Actor, *, now: datetime, area: UUID | None = None, right: str = "registry.read"
) -> list[Part]:
    """The largest areas over which the actor holds the right, none within another.

    With `area`: what of them lies in that area. Nothing where the two have no land in common.
    """
    index = territory_index(at=now)
    if actor.system:
        held = {Part(Level.COUNTY, index.county_id)}
    else:
        held = {
            Part(grant.level, grant.area_id)
            for grant in actor.grants
            if right in grant.rights and grant.level in _LEVELS
        }
    if area is not None:
        held = set(_within(index, held, area))
    ids = {part.area_id for part in held}
    return sorted(
        (part for part in held if not ids & set(_above(index, part.area_id))),
        key=lambda part: (_LEVELS.index(part.level), part.area_id),
    )


def branches(
    rows: ScopedSet[_Row], parts: Iterable[Part], day: date, *, newest: int
) -> ScopedSet[_Row]:
    """The newest `newest` of these rows on that land, walked by index area by area.

    Rows whose border move has come but is not folded yet are taken by where they stand now.
    """
    found: list[ScopedSet[_Row]] = []
    for part in parts:
        if part.level is Level.COUNTY:
            return rows.order_by("-pk")[:newest]
        column = _COLUMN[part.level]
        stays = Q(moves_on__isnull=True) | Q(moves_on__gt=day)
        found.append(rows.filter(stays, **{column: part.area_id}))
        found.append(rows.filter(moves_on__lte=day, **{f"next_{column}": part.area_id}))
    if not found:
        return rows.filter(pk__in=[])
    first, *others = (one.order_by("-pk")[:newest] for one in found)
    return first.union(*others, all=True).order_by("-pk")[:newest]


def choices_below(parts: Iterable[Part], *, now: datetime) -> list[tuple[str, str]]:
    """(id, name) of the areas one may narrow a list to: what is directly below one's own land."""
    index = territory_index(at=now)
    tops = {part.area_id for part in parts}
    found = [
        area
        for area in index.areas.values()
        if area.level in (Level.TOWN, Level.VILLAGE, Level.GRID) and area.parent_id in tops
    ]
    return [(str(area.id), area.name) for area in sorted(found, key=lambda area: area.code)]


def _within(index: TerritoryIndex, held: Iterable[Part], area: UUID) -> Iterable[Part]:
    wanted = index.areas.get(area)
    if wanted is None or wanted.level not in _LEVELS:
        return
    above = {area, *_above(index, area)}
    for part in held:
        if part.area_id in above:
            yield Part(wanted.level, area)
        elif area in _above(index, part.area_id):
            yield part


def _above(index: TerritoryIndex, area: UUID) -> list[UUID]:
    """The areas an area lies in, without itself."""
    found: list[UUID] = []
    known = index.areas.get(area)
    while known is not None and known.parent_id is not None:
        found.append(known.parent_id)
        known = index.areas.get(known.parent_id)
    return found
