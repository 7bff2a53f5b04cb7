"""The made-up borders: an exact partition of the county, the same every time."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry

from wangge.core.territory.coverage import Piece, check_coverage
from wangge.core.territory.plane import Plane
from wangge.core.territory.synthesis import PlannedTown, PlannedVillage, divide, hosts

#: A small county with a dent, 20 km wide, corners on the lattice.
COUNTY = shapely.Polygon(
    [(113.4, 27.5), (113.52, 27.52), (113.6, 27.5), (113.58, 27.62), (113.6, 27.7), (113.41, 27.68)]
)


def towns() -> list[PlannedTown]:
    places = {
        "430281002": (113.5, 27.6),
        "430281101": (113.45, 27.55),
        "430281102": (113.55, 27.65),
    }
    return [
        PlannedTown(
            code, f"镇{code}", lon, lat,
            tuple(PlannedVillage(f"{code}{n}", f"村{n}") for n in ("001", "201", "202", "203")),
        )
        for code, (lon, lat) in places.items()
    ]  # fmt: skip


@pytest.fixture(scope="module")
def lands() -> dict[str, BaseGeometry]:
    return divide(COUNTY, towns(), seed=1)


def test_every_village_gets_one_piece_of_land(lands: dict[str, BaseGeometry]) -> None:
    assert list(lands) == [village.code for town in towns() for village in town.villages]
    assert {land.geom_type for land in lands.values()} == {"Polygon"}


def test_the_villages_are_a_valid_coverage(lands: dict[str, BaseGeometry]) -> None:
    assert shapely.coverage_is_valid(list(lands.values()))


def test_together_they_are_the_county_to_the_square_metre(lands: dict[str, BaseGeometry]) -> None:
    union = shapely.coverage_union_all(list(lands.values()))
    assert Plane.for_geometry(COUNTY).area_m2(union.symmetric_difference(COUNTY)) < 1.0
    assert check_coverage([Piece(code, land) for code, land in lands.items()], COUNTY) == []


def test_every_corner_lies_on_the_lattice(lands: dict[str, BaseGeometry]) -> None:
    corners = shapely.get_coordinates(list(lands.values()))
    assert np.abs(corners * 1e7 - np.rint(corners * 1e7)).max() < 1e-5


def test_the_same_seed_draws_the_same_borders(lands: dict[str, BaseGeometry]) -> None:
    again = divide(COUNTY, towns(), seed=1)
    assert {code: land.wkb for code, land in again.items()} == {
        code: land.wkb for code, land in lands.items()
    }


def test_another_seed_draws_others(lands: dict[str, BaseGeometry]) -> None:
    other = divide(COUNTY, towns(), seed=2)
    assert any(other[code].wkb != land.wkb for code, land in lands.items())


def test_the_villages_of_a_town_lie_together(lands: dict[str, BaseGeometry]) -> None:
    for town in towns():
        union = shapely.coverage_union_all([lands[village.code] for village in town.villages])
        assert union.geom_type == "Polygon"


def test_street_communities_are_smaller_than_villages(lands: dict[str, BaseGeometry]) -> None:
    plane = Plane.for_geometry(COUNTY)
    assert plane.area_m2(lands["430281002001"]) < plane.area_m2(lands["430281101201"])


def test_borders_wiggle(lands: dict[str, BaseGeometry]) -> None:
    assert np.mean([len(shapely.get_coordinates(land)) for land in lands.values()]) > 20


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 2**32))
def test_any_seed_gives_an_exact_partition(seed: int) -> None:
    lands = list(divide(COUNTY, towns(), seed=seed).values())
    assert shapely.coverage_is_valid(lands)
    assert check_coverage([Piece("", land) for land in lands], COUNTY) == []


def test_a_county_off_the_lattice_is_refused() -> None:
    crooked = shapely.box(113.4, 27.5, 113.5 + 1e-8, 27.6)
    with pytest.raises(ValueError, match="finer"):
        divide(crooked, towns(), seed=1)


def test_a_host_is_of_the_same_town_if_one_touches() -> None:
    row = {
        "430281101201": shapely.box(0, 0, 1, 1),
        "430281101202": shapely.box(1, 0, 1.2, 1),
        "430281102201": shapely.box(1.2, 0, 2, 1),
        "430281400498": shapely.box(2, 0, 3, 1),
    }
    found = hosts(row, ["430281101202", "430281400498"])
    assert found == {"430281101202": "430281101201", "430281400498": "430281102201"}
