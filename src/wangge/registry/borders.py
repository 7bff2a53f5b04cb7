"""How the registry takes part in border changes: what moves, and how much stands on some land.

A decided change tells every element its next grid at once, so that each question about a day after
it is right without any job. Ignores contacts, which follow their households (`visits`).
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import numpy as np
import shapely
from django.db.models import Model, OuterRef, Subquery
from django.db.models.functions import Coalesce

from wangge.core.duty import Actor
from wangge.registry.access import day_of
from wangge.registry.actions.moves import fold_moves, forget_moves, plan_moves
from wangge.registry.kinds import MODELS
from wangge.registry.models import Building, Dwelling, Household
from wangge.territory.access import heirs_of
from wangge.territory.actions.handover import versions_come
from wangge.territory.hooks import Stretch, after_version, after_withdrawal, count_with

#: Counted by themselves, or never: people are told by their households alone.
_NOT_THINGS = frozenset({"household", "person"})


def take_part() -> None:
    """Elements are told where they go when a change is decided, and counted before it is."""
    after_version(_plan)
    after_withdrawal(_forget)
    count_with("households", "户", "Households", households_on)
    count_with("things", "房屋、部件等要素", "Buildings, components and the like", things_on)


def households_on(land: Stretch, now: datetime) -> int:
    """Households of these grids on the land: by their own point, their dwelling's or building's."""
    rows = Household.objects.standing(day_of(now)).filter(grid_id__in=land.out_of)
    found = rows.annotate(at_lon=_placed("lon"), at_lat=_placed("lat"))
    return _count(list(found.values_list("grid_id", "at_lon", "at_lat")), land)


def _placed(name: str) -> Coalesce:
    """A coordinate of a household: its own, else its dwelling's, else the building's."""
    building = Building.objects.filter(pk=OuterRef("building_id")).values(name)[:1]
    dwelling = Dwelling.objects.filter(pk=OuterRef("dwelling_id"))
    placed = dwelling.annotate(at=Coalesce(name, Subquery(building))).values("at")[:1]
    return Coalesce(name, Subquery(placed))


def things_on(land: Stretch, now: datetime) -> int:
    """Elements of these grids on the land, but for people and households. One query a kind."""
    return sum(
        _count(_places(model, land, now), land)
        for kind, model in MODELS.items()
        if kind not in _NOT_THINGS
    )


def _places(
    model: type[Model], land: Stretch, now: datetime
) -> list[tuple[UUID, float | None, float | None]]:
    rows = model._default_manager.all().standing(day_of(now))  # type: ignore[attr-defined]
    return list(rows.filter(grid_id__in=land.out_of).values_list("grid_id", "lon", "lat"))


def _count(places: list[tuple[UUID, float | None, float | None]], land: Stretch) -> int:
    points = np.array([(lon, lat) for _grid, lon, lat in places if lon is not None], dtype=float)
    inside = 0
    if len(points):
        inside = int(shapely.intersects_xy(land.shape, points[:, 0], points[:, 1]).sum())
    return inside + sum(lon is None and grid in land.main_of for grid, lon, _lat in places)


def _plan(version_id: UUID, on: date, actor: Actor | None, now: datetime) -> None:
    """Moves whose day has come are done first: an element knows one next grid."""
    come = {version.effective_from: version.pk for version in versions_come(now=now)}
    fold_moves(come, now=now)
    heirs = heirs_of(version_id)
    if heirs.grids:
        plan_moves(heirs, heirs.grids, heirs.index, on=on)


def _forget(version_id: UUID, on: date, actor: Actor | None, now: datetime) -> None:
    forget_moves(on, heirs_of(version_id).grids)
