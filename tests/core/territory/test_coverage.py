"""A planted gap and a planted overlap are found, and nothing else is."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from wangge.core.territory.coverage import Piece, check_coverage, suspect_datum
from wangge.core.territory.faults import FaultKind
from wangge.core.territory.plane import Plane
from wangge.lib.datum import Datum, from_wgs84_bulk
from wangge.ops.bench.locate import wiggly_grids

#: The box `wiggly_grids` fills.
COUNTY = shapely.box(113.2, 27.4, 113.75, 27.95)
PLANE = Plane.for_geometry(COUNTY)


def pieces(polygons: list[BaseGeometry]) -> list[Piece]:
    return [Piece(f"网格{i}", polygon) for i, polygon in enumerate(polygons)]


@pytest.fixture(scope="module")
def tiles() -> list[BaseGeometry]:
    return list(wiggly_grids(40, np.random.default_rng(5)))


def patch(polygon: BaseGeometry, area_m2: float) -> BaseGeometry:
    """A square of `area_m2` around a corner of the polygon in the middle of the county."""
    corners = shapely.get_coordinates(polygon)
    lon, lat = corners[np.hypot(*(corners - [113.475, 27.675]).T).argmin()]
    half = area_m2**0.5 / 2
    return shapely.box(
        lon - half / PLANE.lon_m, lat - half / PLANE.lat_m,
        lon + half / PLANE.lon_m, lat + half / PLANE.lat_m,
    )  # fmt: skip


def middle(tiles: list[BaseGeometry]) -> int:
    return int(shapely.STRtree(tiles).nearest(shapely.Point(113.475, 27.675)))


def test_an_exact_tiling_has_no_fault(tiles: list[BaseGeometry]) -> None:
    assert check_coverage(pieces(tiles), COUNTY) == []


def test_a_gap_of_3_m2_is_found_with_its_place_and_neighbours(tiles: list[BaseGeometry]) -> None:
    hole = patch(tiles[middle(tiles)], 3.0)
    [fault] = check_coverage(pieces([tile.difference(hole) for tile in tiles]), COUNTY)
    assert fault.kind is FaultKind.GAP
    assert fault.area_m2 == pytest.approx(3.0, rel=0.01)
    assert hole.buffer(1e-9).contains(shapely.Point(fault.lon, fault.lat))
    touching = {f"网格{i}" for i, tile in enumerate(tiles) if tile.intersects(hole)}
    assert set(fault.names) == touching


def test_an_overlap_of_2_m2_is_found_with_both_names(tiles: list[BaseGeometry]) -> None:
    index = middle(tiles)
    square = patch(tiles[index], 40.0)
    other = next(i for i, t in enumerate(tiles) if i != index and t.intersects(square))
    beyond = square.intersection(tiles[other])
    scale = (2.0 / PLANE.area_m2(beyond)) ** 0.5
    corner = tiles[index].intersection(beyond).coords[0]
    grown = shapely.affinity.scale(beyond, scale, scale, origin=corner).intersection(tiles[other])
    changed = [t.union(grown) if i == index else t for i, t in enumerate(tiles)]
    [fault] = check_coverage(pieces(changed), COUNTY)
    assert fault.kind is FaultKind.OVERLAP
    assert fault.area_m2 == pytest.approx(PLANE.area_m2(grown), rel=0.01)
    assert set(fault.names) == {f"网格{index}", f"网格{other}"}


def test_half_a_square_metre_is_rounding(tiles: list[BaseGeometry]) -> None:
    hole = patch(tiles[middle(tiles)], 0.5)
    assert check_coverage(pieces([tile.difference(hole) for tile in tiles]), COUNTY) == []


def test_many_slivers_along_one_border_add_up() -> None:
    west, east = shapely.box(113.2, 27.4, 113.5, 27.95), shapely.box(113.5, 27.4, 113.75, 27.95)
    for north in np.linspace(27.45, 27.9, 8):
        east = east.difference(shapely.box(113.49, north, 113.5 + 2e-6, north + 2e-5))
    [fault] = check_coverage(pieces([west, east]), COUNTY)
    assert fault.kind is FaultKind.GAP
    assert fault.sliver
    assert 1.0 < fault.area_m2 < 8.0
    assert "狭长缝" in fault.say("zh")


def test_land_beyond_the_parent_is_found(tiles: list[BaseGeometry]) -> None:
    extra = shapely.box(113.74, 27.6, 113.76, 27.61)
    changed = [t.union(extra) if t.contains(shapely.Point(113.7499, 27.605)) else t for t in tiles]
    found = check_coverage(pieces(changed), COUNTY)
    assert FaultKind.OUTSIDE in {fault.kind for fault in found}


def test_a_bow_tie_is_invalid_and_does_not_stop_the_rest(tiles: list[BaseGeometry]) -> None:
    bow_tie = shapely.Polygon([(113.3, 27.5), (113.4, 27.6), (113.4, 27.5), (113.3, 27.6)])
    found = check_coverage([*pieces(tiles), Piece("蝴蝶结", bow_tie)], COUNTY)
    assert found[-1].kind is FaultKind.INVALID or found[0].kind is not FaultKind.INVALID
    assert [f.names for f in found if f.kind is FaultKind.INVALID] == [("蝴蝶结",)]
    assert all("蝴蝶结" in f.names for f in found)


def test_five_thousand_grids_take_seconds_and_show_only_what_was_planted() -> None:
    many = list(wiggly_grids(5_000, np.random.default_rng(2)))
    hole = patch(many[middle(many)], 3.0)
    found = check_coverage(pieces([t.difference(hole) if t.intersects(hole) else t for t in many]),
                           COUNTY)  # fmt: skip
    assert [(f.kind, round(f.area_m2)) for f in found] == [(FaultKind.GAP, 3)]


@pytest.mark.parametrize("datum", [Datum.GCJ02, Datum.BD09])
def test_the_wrong_datum_is_suspected_and_named(tiles: list[BaseGeometry], datum: Datum) -> None:
    def shift(lon_lat: np.ndarray) -> np.ndarray:
        return np.stack(from_wgs84_bulk(*lon_lat.T.copy(), datum), axis=1)

    known = {str(i): tile for i, tile in enumerate(tiles)}
    moved = {code: shapely.transform(tile, shift) for code, tile in known.items()}
    fault = suspect_datum(moved, known)
    assert fault is not None
    assert fault.kind is FaultKind.DATUM
    assert datum.value in fault.detail


def test_a_new_survey_of_some_grids_is_no_wrong_datum(tiles: list[BaseGeometry]) -> None:
    known = {str(i): tile for i, tile in enumerate(tiles)}
    rng = np.random.default_rng(1)
    moved = {
        code: shapely.affinity.translate(tile, *(rng.normal(0, 0.004, 2)))
        for code, tile in known.items()
    }
    assert suspect_datum(moved, known) is None
    assert suspect_datum({"x": tiles[0]}, known) is None


def test_a_grid_cut_in_two_is_no_wrong_datum(tiles: list[BaseGeometry]) -> None:
    west, south, east, north = tiles[0].bounds
    half = tiles[0].intersection(shapely.box(west, south, (west + east) / 2, north))
    assert suspect_datum({"0": half}, {"0": tiles[0]}) is None


def test_one_grid_in_the_wrong_datum_is_enough(tiles: list[BaseGeometry]) -> None:
    moved = shapely.transform(
        tiles[0], lambda c: np.stack(from_wgs84_bulk(*c.T.copy(), Datum.GCJ02), axis=1)
    )
    fault = suspect_datum({"0": moved}, {"0": tiles[0]})
    assert fault is not None
    assert "gcj02" in fault.detail


def test_every_kind_says_itself_in_both_languages(tiles: list[BaseGeometry]) -> None:
    hole = patch(tiles[middle(tiles)], 3.0)
    [fault] = check_coverage(pieces([tile.difference(hole) for tile in tiles]), COUNTY)
    assert "缝隙" in fault.say("zh")
    assert "gap" in fault.say("en")
    assert fault.as_row()["kind"] == "gap"
