"""Locating: the same answers as shapely's tree, distances in metres, nobody turned away."""

from __future__ import annotations

from functools import cache
from uuid import UUID

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Transformer

from wangge.core.territory.locate import How, Located, Locator, lowest_holder
from wangge.ops.bench.locate import bench_locate, bench_locate_single, wiggly_grids

WEST, SOUTH, STEP = 113.4, 27.6, 0.01
#: Metres on the ground as the national projection has them.
METRES = Transformer.from_crs(4490, 4547, always_xy=True)


def square(column: int, row: int) -> shapely.Polygon:
    west, south = WEST + column * STEP, SOUTH + row * STEP
    return shapely.box(west, south, west + STEP, south + STEP)


@cache
def four_squares() -> Locator:
    """Grids 0 and 1 in the south, 2 and 3 north of them, each about a kilometre wide."""
    return Locator.build([(UUID(int=c + 2 * r), square(c, r)) for c in (0, 1) for r in (0, 1)])


@cache
def wiggly() -> tuple[Locator, shapely.STRtree]:
    polygons = wiggly_grids(60, np.random.default_rng(7))
    return (
        Locator.build([(UUID(int=i), polygon) for i, polygon in enumerate(polygons)]),
        shapely.STRtree(polygons),
    )


def on_the_ground_m(lon: float, lat: float, to_lon: float, to_lat: float) -> float:
    (x, y), (to_x, to_y) = METRES.transform(lon, lat), METRES.transform(to_lon, to_lat)
    return float(np.hypot(x - to_x, y - to_y))


def test_a_point_well_inside_has_a_grid_and_no_candidates() -> None:
    found = four_squares().locate(WEST + 0.005, SOUTH + 0.005)
    assert (found.grid_id, found.how, found.candidates) == (UUID(int=0), How.INSIDE, ())


def test_the_distance_to_the_border_is_right_within_one_per_cent() -> None:
    found = four_squares().locate(WEST + 0.003, SOUTH + 0.005)
    expected = on_the_ground_m(WEST + 0.003, SOUTH + 0.005, WEST, SOUTH + 0.005)
    assert found.distance_m == pytest.approx(expected, rel=0.01)


def test_a_point_near_a_border_names_the_neighbour_and_its_distance() -> None:
    found = four_squares().locate(WEST + STEP - 0.0002, SOUTH + 0.005)
    assert (found.grid_id, found.how) == (UUID(int=0), How.NEAR_BORDER)
    [(neighbour, distance_m)] = found.candidates
    assert neighbour == UUID(int=1)
    assert distance_m == pytest.approx(found.distance_m, abs=0.01)
    assert distance_m == pytest.approx(19.7, rel=0.01)


def test_a_point_on_a_shared_border_belongs_to_the_lowest_id() -> None:
    found = four_squares().locate(WEST + STEP, SOUTH + 0.005)
    assert (found.grid_id, found.distance_m) == (UUID(int=0), 0.0)
    assert found.candidates == ((UUID(int=1), 0.0),)


def test_where_four_meet_three_are_candidates() -> None:
    found = four_squares().locate(WEST + STEP, SOUTH + STEP)
    assert found.grid_id == UUID(int=0)
    assert [i.int for i, _ in found.candidates] == [1, 2, 3]


def test_a_point_outside_is_not_refused_but_told_the_nearest() -> None:
    found = four_squares().locate(WEST - 0.002, SOUTH + 0.004)
    assert (found.grid_id, found.how) == (None, How.OUTSIDE)
    nearest, distance_m = found.candidates[0]
    assert nearest == UUID(int=0)
    assert distance_m == found.distance_m == pytest.approx(197.3, rel=0.01)


@pytest.mark.parametrize(("lon", "lat"), [(121.5, 31.2), (113.5, 22.0), (104.0, 39.0), (-70, -33)])
def test_a_point_in_another_world_still_gets_an_answer(lon: float, lat: float) -> None:
    found = four_squares().locate(lon, lat)
    assert found.how is How.OUTSIDE
    assert found.candidates


@pytest.mark.parametrize(("lon", "lat"), [(121.5, 31.2), (113.5, 22.0), (115.0, 28.5)])
def test_a_far_distance_is_right_within_one_per_cent(lon: float, lat: float) -> None:
    found = four_squares().locate(lon, lat)
    corner = min(
        ((WEST + i * STEP, SOUTH + j * STEP) for i in (0, 1, 2) for j in (0, 1, 2)),
        key=lambda corner: _great_circle_m(lon, lat, *corner),
    )
    assert found.distance_m == pytest.approx(_great_circle_m(lon, lat, *corner), rel=0.01)


def _great_circle_m(lon: float, lat: float, to_lon: float, to_lat: float) -> float:
    lon, lat, to_lon, to_lat = np.radians([lon, lat, to_lon, to_lat])
    half = (
        np.sin((lat - to_lat) / 2) ** 2
        + np.cos(lat) * np.cos(to_lat) * np.sin((lon - to_lon) / 2) ** 2
    )
    return float(2 * 6_371_000 * np.arcsin(np.sqrt(half)))


@given(st.floats(113.1, 113.9), st.floats(27.3, 28.1))
def test_one_at_a_time_says_what_the_tree_says(lon: float, lat: float) -> None:
    locator, tree = wiggly()
    expected = int(lowest_holder(tree, np.array([lon]), np.array([lat]))[0])
    found = locator.locate(lon, lat)
    assert found.grid_id == (None if expected < 0 else locator.ids[expected])


@given(st.integers(0, 59), st.integers(0, 400), st.floats(-1e-12, 1e-12))
def test_on_and_beside_corners_it_says_what_the_tree_says(
    grid: int, corner: int, aside: float
) -> None:
    locator, tree = wiggly()
    corners = shapely.get_coordinates(tree.geometries[grid])
    lon, lat = corners[corner % len(corners)] + aside
    expected = int(lowest_holder(tree, np.array([lon]), np.array([lat]))[0])
    found = locator.locate(lon, lat)
    assert found.grid_id == (None if expected < 0 else locator.ids[expected])


def test_bulk_says_what_the_tree_says_and_survives_nonsense() -> None:
    locator, tree = wiggly()
    rng = np.random.default_rng(3)
    corners = shapely.get_coordinates(tree.geometries)
    lons = np.concatenate(
        [113.1 + rng.random(20_000) * 0.8, corners[:, 0], [np.nan, np.inf, 1e300]]
    )
    lats = np.concatenate([27.3 + rng.random(20_000) * 0.8, corners[:, 1], [27.6, -np.inf, -1e300]])
    found = locator.locate_bulk(lons, lats)
    assert found[-3:].tolist() == [-1, -1, -1]
    assert np.array_equal(found[:-3], lowest_holder(tree, lons[:-3], lats[:-3]))


def test_overlaps_and_gaps_change_nothing_in_the_rule() -> None:
    apart = shapely.box(WEST, SOUTH, WEST + 0.01, SOUTH + 0.01)
    over = shapely.box(WEST + 0.008, SOUTH, WEST + 0.02, SOUTH + 0.01)
    lone = shapely.box(WEST + 0.05, SOUTH, WEST + 0.06, SOUTH + 0.01)
    locator = Locator.build([(UUID(int=9), apart), (UUID(int=4), over), (UUID(int=6), lone)])
    assert locator.locate(WEST + 0.009, SOUTH + 0.005).grid_id == UUID(int=4)
    assert locator.locate(WEST + 0.001, SOUTH + 0.005).grid_id == UUID(int=9)
    assert locator.locate(WEST + 0.035, SOUTH + 0.005).grid_id is None
    assert locator.locate(WEST + 0.055, SOUTH + 0.005).grid_id == UUID(int=6)


def test_a_hole_belongs_to_nobody() -> None:
    ring = shapely.Polygon(
        square(0, 0).exterior.coords, [shapely.box(113.404, 27.604, 113.406, 27.606).exterior]
    )
    found = Locator.build([(UUID(int=1), ring)]).locate(113.405, 27.605)
    assert found.grid_id is None
    assert found.distance_m == pytest.approx(98.7, rel=0.02)


def test_the_bench_measures_and_compares() -> None:
    line = bench_locate(n_grids=100, n_points=2_000, seed=3)
    assert line["name"] == "locate"
    assert line["ratio"] > 0
    single = bench_locate_single(n_grids=100, n_points=200, seed=3)
    assert single["unit"] == "µs"
    assert line.keys() == single.keys()


def test_answers_are_values() -> None:
    assert Located(None, How.OUTSIDE, 1.0, ()) == Located(None, How.OUTSIDE, 1.0, ())


def test_a_line_among_the_polygons_of_a_grid_does_no_harm() -> None:
    line = shapely.LineString([(WEST, SOUTH), (WEST - STEP, SOUTH)])
    damaged = shapely.GeometryCollection([square(0, 0), line])
    found = Locator.build([(UUID(int=1), damaged)]).locate(WEST + STEP / 2, SOUTH + STEP / 2)
    assert found.grid_id == UUID(int=1)
