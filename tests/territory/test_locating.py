"""A point, its datum, its chain: what every report of a problem begins with."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from pytest_django import DjangoAssertNumQueries

from wangge.core.errors import NotFound
from wangge.core.territory.level import Level
from wangge.core.territory.refusals import (
    BadCoordinate,
    MissingDatum,
    NoTerritory,
    SwappedCoordinate,
)
from wangge.core.territory.shapes import unpack
from wangge.lib.datum import Datum, from_wgs84
from wangge.territory.access import area_by_code, locate_point, territory_index
from wangge.territory.models import Boundary, TerritoryVersion

pytestmark = pytest.mark.usefixtures("liling")


def a_point_in(code: str) -> tuple[float, float]:
    (shape,) = unpack([Boundary.objects.get(area__code=code).wkb])
    point = shape.representative_point()
    return point.x, point.y


def test_a_point_in_dongfu_village_has_its_whole_chain() -> None:
    found = locate_point(*a_point_in("430281121201"), "wgs84")
    assert found.names == ("醴陵市", "东富镇", "东富村", "东富村网格001")
    ids = (found.county_id, found.town_id, found.village_id, found.grid_id)
    assert ids == tuple(
        area_by_code(code).id for code in ("430281", "430281121", "430281121201", "430281121201001")
    )
    assert found.version == 1
    assert found.say() == "东富镇东富村"


@pytest.mark.parametrize("datum", list(Datum))
def test_the_same_place_in_any_datum_is_the_same_grid(datum: Datum) -> None:
    lon, lat = a_point_in("430281121201")
    found = locate_point(*from_wgs84(lon, lat, datum), datum)
    assert (found.lon, found.lat) == pytest.approx((lon, lat), abs=1e-8)
    assert found.names[-1] == "东富村网格001"


def test_a_mistaken_datum_lands_665_m_away() -> None:
    right = locate_point(113.4970, 27.6461, Datum.WGS84)
    wrong = locate_point(113.4970, 27.6461, Datum.GCJ02)
    assert abs(wrong.lon - right.lon) > 0.005


def test_every_grid_holds_its_own_middle() -> None:
    index = territory_index()
    rows = Boundary.objects.filter(area__level=Level.GRID).values_list("area_id", "wkb")
    ids, wkbs = zip(*rows, strict=True)
    points = [shape.representative_point() for shape in unpack(wkbs)]
    assert [index.place(point.x, point.y).grid_id for point in points] == list(ids)


def test_near_a_border_the_neighbours_are_named_with_distances() -> None:
    index = territory_index()
    rows = Boundary.objects.filter(area__code__in=["430281121201001"]).values_list("wkb", flat=True)
    (shape,) = unpack(list(rows))
    corners = [c for part in shape.geoms for c in part.exterior.coords]
    found = next(p for c in corners if len((p := index.place(*c)).candidates) >= 1)
    assert found.how == "near_border"
    assert found.grid_id is not None
    assert all(candidate.distance_m <= 30 for candidate in found.candidates)
    assert "也可能是" in found.say()


def test_a_point_in_the_sea_is_answered_not_refused() -> None:
    found = locate_point(122.0, 30.0, "wgs84")
    assert (found.grid_id, found.village_id, found.town_id) == (None, None, None)
    assert found.county_id == area_by_code("430281").id
    assert found.candidates
    assert found.distance_m > 700_000
    assert "不在本县网格内" in found.say()


def test_a_point_next_door_names_the_county() -> None:
    found = locate_point(113.75, 27.55, "wgs84")
    assert found.how == "outside"
    assert found.neighbour == "湘东区"


def test_land_of_the_development_zone_is_looked_after_by_a_neighbour_s_grid() -> None:
    found = locate_point(*a_point_in("430281400498"), "wgs84")
    assert found.unit is not None
    assert found.unit.name == "醴陵市经济开发区虚拟社区"
    host = area_by_code("430281400498").looked_after_by
    assert host is not None
    assert found.village_id == host.id


@pytest.mark.parametrize("datum", [None, "", "gps", "GCJ-02"])
def test_a_coordinate_without_a_datum_is_refused(datum: str | None) -> None:
    with pytest.raises(MissingDatum) as refusal:
        locate_point(113.5, 27.6, datum)
    assert "wgs84" in refusal.value.say("zh")


@pytest.mark.parametrize(
    ("lon", "lat"), [(float("nan"), 27.6), (113.5, float("inf")), (1135.0, 27.6), (-181.0, 0.0)]
)
def test_no_place_on_earth_is_refused(lon: float, lat: float) -> None:
    with pytest.raises(BadCoordinate):
        locate_point(lon, lat, "wgs84")


def test_swapped_longitude_and_latitude_are_told() -> None:
    with pytest.raises(SwappedCoordinate) as refusal:
        locate_point(27.6461, 113.4970, "wgs84")
    assert "颠倒" in refusal.value.say("zh")


def test_locating_asks_the_database_nothing(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    locate_point(113.5, 27.6, "wgs84")
    with django_assert_num_queries(0):
        for north in range(50):
            locate_point(113.5, 27.5 + north / 100, "gcj02")


def test_before_the_first_version_there_is_no_territory() -> None:
    with pytest.raises(NoTerritory):
        locate_point(113.5, 27.6, "wgs84", at=datetime(2022, 1, 1, tzinfo=UTC))


def test_the_version_of_the_day_is_asked(liling: TerritoryVersion) -> None:
    late = TerritoryVersion.objects.create(
        number=2, effective_from=date(2026, 12, 1), active=True,
        made_at=liling.made_at, made_by="试验",
    )  # fmt: skip
    Boundary.objects.bulk_create(
        Boundary(area_id=b.area_id, version=late, wkb=b.wkb, area_m2=b.area_m2, synthetic=True,
                 source="试验", source_datum="wgs84")
        for b in Boundary.objects.filter(version=liling)
    )  # fmt: skip
    days = [datetime(2026, 11, 30, 15, tzinfo=UTC), datetime(2026, 11, 30, 17, tzinfo=UTC)]
    assert [territory_index(at=day).version for day in days] == [1, 2]  # midnight in Shanghai


def test_an_area_of_any_level_has_its_chain() -> None:
    index = territory_index()
    town = area_by_code("430281121")
    chain = index.chain_of_area(town.id)
    assert (chain.county, chain.town, chain.village) == (index.county_id, town.id, None)
    with pytest.raises(NotFound):
        index.chain_of_area(index.version_id)
