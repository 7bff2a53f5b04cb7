"""The grids of a version of the territory by their names, remembered by each process."""

from __future__ import annotations

from uuid import UUID

from wangge.core.registry.grids import GridName, GridNames
from wangge.core.territory.level import Level
from wangge.territory.access import TerritoryIndex

_KEPT: dict[UUID, GridNames] = {}


def grid_names(index: TerritoryIndex) -> GridNames:
    """Every grid in force by code and by names."""
    found = _KEPT.get(index.version_id)
    if found is None:
        while len(_KEPT) > 2:
            _KEPT.pop(next(iter(_KEPT)))
        found = _KEPT[index.version_id] = GridNames(_named(index))
    return found


def _named(index: TerritoryIndex) -> list[GridName]:
    county = index.areas[index.county_id].name
    found = []
    for area in index.areas.values():
        if area.level is not Level.GRID:
            continue
        _, village_id, town_id, _ = index.chain(area.id)
        village, town = index.areas[village_id], index.areas[town_id]
        found.append(
            GridName(area.id, area.code, area.name, village.code, village.name, town.name, county)
        )
    return sorted(found, key=lambda one: one.code)
