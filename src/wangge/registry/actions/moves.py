"""Border changes and the elements on that land.

When a version of the territory is decided, every element whose grid changes with it is told its
next grid and the day (`plan_moves`). From that day on every question already answers with the new
grid; `fold_moves` later writes it down as a `Move` and makes it the element's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from wangge.lib.ids import uuid7
from wangge.registry.access import day_of, opened
from wangge.registry.actions.copying import insert_rows, update_rows
from wangge.registry.kinds import MODELS
from wangge.registry.models import Findable, Move, Scoped
from wangge.territory.access import TerritoryIndex

_NEXT = ("next_grid_id", "next_village_id", "next_town_id", "moves_on")
_CHUNK = 10_000
_ALL: tuple[type[Scoped], ...] = (*MODELS.values(), Findable)

_MOVE = ("id", "kind", "element_id", "from_grid_id", "to_grid_id", "on", "version_id")

#: (grid before, lon, lat or None) → grid after; None where it stays.
Heir = Callable[[UUID, float | None, float | None], UUID | None]


@transaction.atomic
def plan_moves(
    heirs: Heir, grids: Iterable[UUID], after: TerritoryIndex, *, on: date
) -> dict[str, int]:
    """Every element in one of `grids` knows its grid from `on` on; how many move, by kind.

    `heirs` tells the new grid of a point, or of an element without one. People and what belongs to
    a household go with their household, dwellings with their building.
    """
    counts: dict[str, int] = {}
    grids = list(grids)
    follows: dict[UUID, UUID] = {}
    with opened():
        for kind in _ORDER:
            counts[kind] = _plan(kind, heirs, grids, after, on, follows)
    return counts


#: What others follow comes first.
_ORDER = (
    "building",
    "dwelling",
    "household",
    "person",
    "site",
    "component",
    "vehicle",
    "device",
    "organisation",
)
_FOLLOWS = {
    "dwelling": "building_id",
    "household": "dwelling_id",
    "person": "household_id",
    "vehicle": "household_id",
}


def _plan(
    kind: str,
    heirs: Heir,
    grids: list[UUID],
    after: TerritoryIndex,
    on: date,
    follows: dict[UUID, UUID],
) -> int:
    model, leader = MODELS[kind], _FOLLOWS.get(kind)
    columns = ["id", "grid_id", "lon", "lat", *([leader] if leader else [])]
    rows = model._default_manager.filter(grid_id__in=grids, valid_until=None)
    moved: list[tuple[object, ...]] = []
    for row_id, grid, lon, lat, *led in rows.values_list(*columns).iterator(_CHUNK):
        own = heirs(grid, lon, lat) if lon is not None else None
        goal = own or (follows.get(led[0]) if led and led[0] else None) or heirs(grid, None, None)
        if goal is None:
            continue
        follows[row_id] = goal
        if goal != grid:
            moved.append((row_id, *after.chain(goal)[:3], on))
    if moved:
        update_rows(model, ("id", *_NEXT), moved)
        update_rows(Findable, ("element_id", *_NEXT), moved)
    return len(moved)


@transaction.atomic
def forget_moves(on: date, grids: Iterable[UUID] | None = None) -> None:
    """A decided change that was taken back before its day moves nothing out of those grids.

    `grids`: those it would have changed; None: all of that day.
    """
    out_of = {} if grids is None else {"grid_id__in": list(grids)}
    with opened():
        for model in _ALL:
            planned = model._default_manager.filter(moves_on=on, **out_of)
            planned.update(**dict.fromkeys(_NEXT))


@transaction.atomic
def fold_moves(version_of: Mapping[date, UUID], *, now: datetime) -> int:
    """Moves whose day has come are written down and done; how many. Safe to run again."""
    day = day_of(now)
    done = 0
    with opened():
        for kind, model in MODELS.items():
            rows = model._default_manager.filter(moves_on__lte=day)
            moves = [
                (uuid7(), kind, row_id, before, after, on, version_of[on])
                for row_id, before, after, on in rows.values_list(
                    "id", "grid_id", "next_grid_id", "moves_on"
                )
                if on is not None and on in version_of
            ]
            if moves:
                insert_rows(Move, _MOVE, moves)
            done += len(moves)
            _fold(model, day)
        _fold(Findable, day)
    return done


def _fold(model: type[Scoped], day: date) -> None:
    due = model._default_manager.filter(moves_on__lte=day)
    due.update(
        grid_id=F("next_grid_id"),
        village_id=F("next_village_id"),
        town_id=F("next_town_id"),
        **dict.fromkeys(_NEXT),
    )
