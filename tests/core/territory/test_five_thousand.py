"""The proof of the land at the size of a large county: each planted fault found, nothing else."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from wangge.core.territory.faults import FaultKind
from wangge.core.territory.level import Level
from wangge.core.territory.plane import Plane
from wangge.core.territory.proof import Land, land_faults
from wangge.lib.ids import uuid7
from wangge.ops.bench.locate import wiggly_grids

_COLUMNS, _ROWS = 16, 17


@pytest.fixture(scope="module")
def county() -> tuple[Land, ...]:
    """5,000 grids with wiggly borders in 272 villages of 16 towns."""
    grids = np.array(wiggly_grids(5_000, np.random.Generator(np.random.PCG64(1))))
    middles = shapely.get_coordinates(shapely.centroid(grids))
    low, high = middles.min(axis=0), middles.max(axis=0) + 1e-9
    place = ((middles - low) / (high - low) * [_COLUMNS, _ROWS]).astype(int)
    top = _land(Level.COUNTY, "县", None, grids)
    lands = [top]
    for column in range(_COLUMNS):
        town = _land(Level.TOWN, f"镇{column}", top, grids[place[:, 0] == column])
        lands.append(town)
        for row in range(_ROWS):
            inside = np.flatnonzero((place == [column, row]).all(axis=1))
            village = _land(Level.VILLAGE, f"村{column}之{row}", town, grids[inside])
            lands.append(village)
            lands += [_land(Level.GRID, f"格{i}", village, grids[[i]]) for i in inside.tolist()]
    return tuple(lands)


def _land(level: Level, name: str, parent: Land | None, pieces: np.ndarray) -> Land:  # type: ignore[type-arg]
    shape = shapely.coverage_union_all(pieces)
    return Land(uuid7(), level, name, name, parent.id if parent else None, shape)


def _bitten(grid: BaseGeometry, plane: Plane, m2: float, *, outward: bool) -> BaseGeometry:
    """The grid with a thin triangle of so many m² taken off, or added, along its longest side."""
    corners = shapely.get_coordinates(grid)
    metre = np.array([plane.lon_m, plane.lat_m])
    sides = np.hypot(*((corners[1:] - corners[:-1]) * metre).T)
    k = int(sides.argmax())
    start, end = corners[k], corners[k + 1]
    aside = ((end - start) * metre)[::-1] * [-1, 1] / sides[k]
    tips = [(start + end) / 2 + way * aside * 2 * m2 / sides[k] / metre for way in (1, -1)]
    bites = [shapely.polygons([start, end, tip]) for tip in tips]
    inner, outer = sorted(bites, key=lambda bite: -shapely.intersection(bite, grid).area)
    return shapely.union(grid, outer) if outward else shapely.difference(grid, inner)


def test_a_gap_of_3_m2_and_an_overlap_of_2_m2_are_found_and_nothing_else(
    county: tuple[Land, ...],
) -> None:
    plane = Plane.for_geometry(county[0].shape)
    inner = shapely.buffer(county[0].shape, -0.02)
    deep = [i for i, land in enumerate(county) if land.level is Level.GRID]
    deep = [i for i in deep if shapely.contains(inner, county[i].shape)]
    lands = list(county)
    gap, overlap = deep[700], deep[2_900]
    lands[gap] = replace(lands[gap], shape=_bitten(lands[gap].shape, plane, 3.0, outward=False))
    lands[overlap] = replace(
        lands[overlap], shape=_bitten(lands[overlap].shape, plane, 2.0, outward=True)
    )
    began = time.perf_counter()
    found = land_faults(lands)
    assert time.perf_counter() - began < 10.0
    assert [fault.kind for fault in found] == [FaultKind.GAP, FaultKind.OVERLAP]
    assert [round(fault.area_m2, 1) for fault in found] == [3.0, 2.0]
    assert lands[gap].name in found[0].names
    assert lands[overlap].name in found[1].names
    assert all(fault.lon and fault.lat for fault in found)


def test_the_untouched_county_has_no_fault(county: tuple[Land, ...]) -> None:
    assert land_faults(county) == []
