"""Invariant 1 on a toy county: whatever is done to a tiling, the proof finds it."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry

from wangge.core.territory.faults import FaultKind
from wangge.core.territory.level import Level
from wangge.core.territory.plane import Plane
from wangge.core.territory.proof import Land, land_faults

WEST, SOUTH, STEP = 113.4, 27.6, 0.01
COUNTY = shapely.box(WEST, SOUTH, WEST + 3 * STEP, SOUTH + 2 * STEP)
PLANE = Plane.for_geometry(COUNTY)
#: A degree that is a metre north.
METRE = 1 / PLANE.lat_m


def square(column: int, row: int) -> BaseGeometry:
    west, south = WEST + column * STEP, SOUTH + row * STEP
    return shapely.box(west, south, WEST + (column + 1) * STEP, SOUTH + (row + 1) * STEP)


def an_id(level: Level, number: int = 0) -> UUID:
    return UUID(int=list(Level).index(level) * 100 + number)


def county() -> dict[UUID, Land]:
    """One town of six villages in two rows, a grid each."""
    lands = [
        Land(an_id(Level.COUNTY), Level.COUNTY, "1", "县", None, COUNTY),
        Land(an_id(Level.TOWN), Level.TOWN, "11", "镇", an_id(Level.COUNTY), COUNTY),
    ]
    for n in range(6):
        shape = square(n % 3, n // 3)
        village = an_id(Level.VILLAGE, n)
        lands.append(Land(village, Level.VILLAGE, f"11{n}", f"村{n}", an_id(Level.TOWN), shape))
        lands.append(Land(an_id(Level.GRID, n), Level.GRID, f"11{n}1", f"格{n}", village, shape))
    return {land.id: land for land in lands}


def faults(lands: dict[UUID, Land], *changed: Land) -> list[tuple[FaultKind, tuple[str, ...]]]:
    lands |= {land.id: land for land in changed}
    return [(fault.kind, fault.names) for fault in land_faults(list(lands.values()))]


def test_a_whole_county_has_no_fault() -> None:
    assert faults(county()) == []


@given(st.integers(0, 5), st.floats(1.5, 500), st.floats(1.5, 500))
def test_any_piece_cut_from_a_grid_is_a_gap(number: int, wide_m: float, tall_m: float) -> None:
    lands = county()
    grid = lands[an_id(Level.GRID, number)]
    assert grid.shape is not None
    x, y = grid.shape.bounds[:2]
    piece = shapely.box(x, y, x + wide_m / PLANE.lon_m, y + tall_m / PLANE.lat_m)
    found = faults(lands, replace(grid, shape=grid.shape.difference(piece)))
    assert [kind for kind, _ in found] == [FaultKind.GAP]


@given(st.integers(0, 5), st.floats(2, 300), st.sampled_from([(1, 0), (-1, 0), (0, 1), (0, -1)]))
def test_any_grid_moved_aside_is_found(number: int, far_m: float, way: tuple[int, int]) -> None:
    lands = county()
    grid = lands[an_id(Level.GRID, number)]
    moved = shapely.affinity.translate(grid.shape, way[0] * far_m * METRE, way[1] * far_m * METRE)
    kinds = {kind for kind, _ in faults(lands, replace(grid, shape=moved))}
    assert FaultKind.GAP in kinds
    assert kinds & {FaultKind.OVERLAP, FaultKind.OUTSIDE}  # into a neighbour, or out of the county


def test_a_grid_drawn_into_the_next_village_is_told_once() -> None:
    lands = county()
    grid = lands[an_id(Level.GRID, 0)]
    west, south = WEST + STEP, SOUTH
    strip = shapely.box(west, south, west + 0.5 / PLANE.lon_m, south + 4 * METRE)  # 2 m²
    found = faults(lands, replace(grid, shape=shapely.union(grid.shape, strip)))
    assert found == [(FaultKind.OVERLAP, ("格0", "格1"))]


@given(st.floats(-400, 400), st.floats(-400, 400))
def test_a_corner_moved_for_all_who_share_it_is_no_fault(east_m: float, north_m: float) -> None:
    """Grids may differ from villages only in a unit looked after by another."""
    lands = county()
    corner = (WEST + STEP, SOUTH + STEP)
    new = (corner[0] + east_m / PLANE.lon_m, corner[1] + north_m / PLANE.lat_m)
    for area, land in lands.items():
        if land.level in (Level.VILLAGE, Level.GRID):
            assert land.shape is not None
            ring = [new if p == corner else p for p in land.shape.exterior.coords]
            lands[area] = replace(land, shape=shapely.Polygon(ring))
    assert faults(lands) == []


def test_a_grid_under_no_village_is_found() -> None:
    lands = county()
    lost = replace(lands[an_id(Level.GRID, 2)], parent_id=None)
    assert (FaultKind.NO_PARENT, ("格2",)) in faults(lands, lost)


def test_a_grid_under_a_town_is_found() -> None:
    lands = county()
    lost = replace(lands[an_id(Level.GRID, 2)], parent_id=an_id(Level.TOWN))
    assert (FaultKind.NO_PARENT, ("格2",)) in faults(lands, lost)


def test_a_grid_in_two_villages_is_found_even_if_the_grids_tile() -> None:
    lands = county()
    one, other = lands[an_id(Level.GRID, 0)], lands[an_id(Level.GRID, 1)]
    assert one.shape is not None
    assert other.shape is not None
    strip = shapely.box(WEST + STEP, SOUTH, WEST + 1.2 * STEP, SOUTH + STEP)
    found = faults(
        lands,
        replace(one, shape=one.shape.union(strip)),
        replace(other, shape=other.shape.difference(strip)),
    )
    assert found == [(FaultKind.OUTSIDE, ("格0",))]


def test_a_unit_looked_after_by_its_neighbour_s_grid_is_no_fault() -> None:
    lands = county()
    del lands[an_id(Level.GRID, 1)]
    host = lands[an_id(Level.GRID, 0)]
    unit = replace(
        lands[an_id(Level.VILLAGE, 1)], counts_as_grid=False,
        looked_after_by=an_id(Level.VILLAGE, 0),
    )  # fmt: skip
    both = shapely.union_all([host.shape, unit.shape])
    assert faults(lands, replace(host, shape=both), unit) == []


@pytest.mark.parametrize("explained", [True, False])
def test_a_village_without_a_grid_is_found(explained: bool) -> None:
    lands = county()
    del lands[an_id(Level.GRID, 1)]
    village = replace(lands[an_id(Level.VILLAGE, 1)], counts_as_grid=not explained)
    assert (FaultKind.NO_GRID, ("村1",)) in faults(lands, village)


def test_an_area_without_a_border_is_found() -> None:
    lands = county()
    bare = replace(lands[an_id(Level.GRID, 3)], shape=None)
    found = faults(lands, bare)
    assert (FaultKind.MISSING, ("格3",)) in found
    assert FaultKind.GAP in {kind for kind, _ in found}


def test_without_a_county_nothing_can_be_proven() -> None:
    lands = county()
    del lands[an_id(Level.COUNTY)]
    assert FaultKind.NO_PARENT in {kind for kind, _ in faults(lands)}
