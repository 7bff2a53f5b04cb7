"""Cutting land: the parts are exactly the whole, whatever line is drawn across."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, box
from shapely.geometry.base import BaseGeometry

from wangge.core.territory.coverage import Piece, check_coverage
from wangge.core.territory.cutting import by_pieces, cut, faults_of_pieces, with_corners
from wangge.core.territory.faults import FaultKind
from wangge.core.territory.plane import Plane
from wangge.core.territory.refusals import BadCut
from wangge.lib.ids import uuid7
from wangge.territory import data_source

SQUARE = box(113.40, 27.60, 113.41, 27.61)


def villages() -> list[tuple[str, BaseGeometry]]:
    """The demo county's villages: crooked land, corners shared with the neighbours."""
    return sorted(data_source.village_lands().items())


def across(land: BaseGeometry, turn: float, shift: float, bends: list[float]) -> LineString:
    """A line with bends from one side of the land's box to the other."""
    west, south, east, north = land.bounds
    middle = np.array([(west + east) / 2, (south + north) / 2])
    reach = math.hypot(east - west, north - south)
    along = np.array([math.cos(turn), math.sin(turn)])
    aside = np.array([-along[1], along[0]])
    places = np.linspace(-1.0, 1.0, len(bends) + 2)
    offs = [shift, *(shift + bend for bend in bends), shift]
    return LineString(
        [
            middle + reach * (place * along + off * aside / 2)
            for place, off in zip(places, offs, strict=True)
        ]
    )


lines = st.tuples(
    st.floats(0.0, math.pi),
    st.floats(-0.4, 0.4),
    st.lists(st.floats(-0.15, 0.15), max_size=5),
)


@settings(deadline=None)  # the first draws the whole county
@given(place=st.integers(0, 10_000), line=lines)
def test_two_sides_of_any_line_tile_the_land_and_no_sliver_is_left(
    place: int, line: tuple[float, float, list[float]]
) -> None:
    known = villages()
    land = known[place % len(known)][1]
    try:
        parts = cut(land, across(land, *line))
    except BadCut:
        assume(False)
    assert check_coverage([Piece("a", parts[0]), Piece("b", parts[1])], land) == []
    plane = Plane.for_geometry(land)
    both = sum(plane.area_m2(part) for part in parts)
    assert both == pytest.approx(plane.area_m2(land), abs=0.01)
    assert all(shapely.is_valid(part) for part in parts)
    assert parts[0].centroid.x <= parts[1].centroid.x


@settings(deadline=None)  # the first draws the whole county
@given(place=st.integers(0, 10_000), line=lines)
def test_the_neighbours_get_the_new_corners_and_keep_their_land(
    place: int, line: tuple[float, float, list[float]]
) -> None:
    known = villages()
    code, land = known[place % len(known)]
    try:
        parts = cut(land, across(land, *line))
    except BadCut:
        assume(False)
    others = {uuid7(): shape for other, shape in known if other != code}
    changed = with_corners(others, parts, land)
    plane = Plane.for_geometry(land)
    for key, shape in changed.items():
        assert plane.area_m2(shapely.symmetric_difference(shape, others[key])) < 0.01
    around = [changed.get(key, shape) for key, shape in others.items() if shape.intersects(land)]
    assert shapely.coverage_is_valid([*parts, *around])


def test_a_line_that_ends_inside_parts_nothing() -> None:
    with pytest.raises(BadCut) as refused:
        cut(SQUARE, LineString([(113.39, 27.605), (113.405, 27.605)]))
    assert "没有从一边穿到另一边" in refused.value.say()


def test_a_line_beside_the_land_and_one_that_crosses_itself_are_refused() -> None:
    with pytest.raises(BadCut):
        cut(SQUARE, LineString([(113.39, 27.5), (113.42, 27.5)]))
    knot = [(113.39, 27.605), (113.42, 27.605), (113.405, 27.607), (113.405, 27.59)]
    with pytest.raises(BadCut):
        cut(SQUARE, LineString(knot))


def test_a_part_too_small_for_a_grid_is_refused() -> None:
    with pytest.raises(BadCut) as refused:
        cut(SQUARE, LineString([(113.39999, 27.59), (113.40001, 27.62)]))
    assert "400" in refused.value.say("en")


def test_where_the_line_leaves_and_comes_back_the_parts_alternate() -> None:
    base, tooth = box(0, 0, 0.03, 0.01), box(0, 0.01, 0.01, 0.02)
    comb = shapely.union_all([base, tooth, box(0.02, 0.01, 0.03, 0.02)])
    west, east = cut(comb, LineString([(-0.01, 0.015), (0.04, 0.016)]))
    pieces = sorted(len(shapely.get_parts(part)) for part in (west, east))
    assert pieces == [1, 2]  # the two teeth are one part, the rest the other


def test_pieces_drawn_a_hair_beside_the_border_follow_it() -> None:
    hair = 2e-7  # 2 cm
    one = box(113.40 + hair, 27.60 - hair, 113.404, 27.61)
    other = box(113.404, 27.60, 113.41 + hair, 27.61 + hair)
    assert faults_of_pieces(SQUARE, [one, other], "东富村网格001") == []
    parts = by_pieces(SQUARE, [one, other])
    assert check_coverage([Piece("a", parts[0]), Piece("b", parts[1])], SQUARE) == []
    assert [len(shapely.get_parts(part)) for part in parts] == [1, 1]


def test_pieces_that_gap_overlap_or_reach_out_are_told_by_name() -> None:
    one = box(113.40, 27.60, 113.404, 27.61)
    far = box(113.405, 27.60, 113.4101, 27.61)
    kinds = {fault.kind for fault in faults_of_pieces(SQUARE, [one, far], "东富村网格001")}
    assert kinds == {FaultKind.GAP, FaultKind.OUTSIDE}
    wide = box(113.403, 27.60, 113.41, 27.61)
    (overlap,) = faults_of_pieces(SQUARE, [one, wide], "东富村网格001")
    assert overlap.kind is FaultKind.OVERLAP
    assert "东富村网格001（1）" in overlap.say()
