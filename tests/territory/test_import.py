"""Importing borders: three kinds of file, a report of every fault, and versions that stay."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pytest
import shapely
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry
from tests.territory.conftest import NOW

from wangge.core.duty import Actor
from wangge.core.errors import Refusal
from wangge.core.territory.faults import FaultKind
from wangge.core.territory.level import Level
from wangge.core.territory.refusals import (
    MissingDatum,
    MixedDatum,
    NeedsReason,
    NoSuchField,
    UnreadableFile,
)
from wangge.core.territory.shapes import unpack
from wangge.lib.datum import Datum, from_wgs84_bulk
from wangge.lib.ids import uuid7
from wangge.territory.access import area_by_code, locate_point, territory_index
from wangge.territory.actions import activate_version, import_boundaries
from wangge.territory.models import Area, AreaSuccession, Boundary, TerritoryVersion
from wangge.territory.proof import land_faults
from wangge.territory.report import Report

pytestmark = pytest.mark.usefixtures("liling")

DAY = date(2026, 12, 1)
LATER = datetime(2026, 12, 2, tzinfo=UTC)
GRIDS = [f"430281121{village}001" for village in ("201", "205", "212")]
Shapes = dict[str, BaseGeometry]


def shapes_of(codes: list[str]) -> Shapes:
    rows = dict(Boundary.objects.filter(area__code__in=codes).values_list("area__code", "wkb"))
    return {code: unpack([rows[code]])[0] for code in codes}


def write(path: Path, shapes: Shapes, *, crs: str = "EPSG:4490", **columns: list[str]) -> Path:
    fields = {"code": list(shapes), **columns}
    pyogrio.raw.write(
        str(path),
        geometry=np.array([shape.wkb for shape in shapes.values()], dtype=object),
        field_data=[np.array(values, dtype=object) for values in fields.values()],
        fields=list(fields),
        geometry_type="MultiPolygon",
        crs=crs,
        promote_to_multi=True,
    )
    return path


def bring(path: Path, **options: Any) -> Report:
    given: dict[str, Any] = {
        "level": Level.GRID, "datum": "cgcs2000", "code_field": "code", "effective_from": DAY,
        "dry_run": False, "actor": None, "now": NOW,
    }  # fmt: skip
    return import_boundaries(path, **(given | options))


def a_new_border_between(one: str, other: str) -> Shapes:
    """The two grids with a square of land moved from the first to the second."""
    shapes = shapes_of([one, other])
    common = shapes[one].boundary.intersection(shapes[other].boundary)
    point = shapely.line_interpolate_point(shapely.line_merge(common), 0.4, normalized=True)
    square = shapely.set_precision(point.buffer(0.001, quad_segs=1), 1e-7)
    moved = square.intersection(shapes[one], grid_size=1e-7)
    return {
        one: shapes[one].difference(moved, grid_size=1e-7),
        other: shapes[other].union(moved, grid_size=1e-7),
    }


def neighbours() -> tuple[str, str]:
    """Two grids of one village would be best; two grids of the demo that share a border do."""
    one = GRIDS[0]
    (land,) = shapes_of([one]).values()
    for row in Boundary.objects.filter(area__level=Level.GRID).exclude(area__code=one):
        (other,) = unpack([row.wkb])
        if land.boundary.intersection(other.boundary).length > 0.005:
            return one, row.area.code
    raise AssertionError


@pytest.mark.parametrize("suffix", [".geojson", ".shp", ".gpkg"])
def test_the_same_borders_come_back_without_fault(tmp_path: Path, suffix: str) -> None:
    report = bring(write(tmp_path / f"grids{suffix}", shapes_of(GRIDS)))
    assert report.faults == ()
    assert (report.read, report.changed, report.version, report.active) == (3, 0, 2, True)
    assert "第2版已生效" in report.say()


def test_a_dry_run_changes_nothing(tmp_path: Path) -> None:
    report = bring(write(tmp_path / "grids.geojson", shapes_of(GRIDS)), dry_run=True)
    assert (report.version, report.active) == (None, False)
    assert TerritoryVersion.objects.count() == 1


def test_a_shapefile_in_projected_metres_is_brought_to_degrees(tmp_path: Path) -> None:
    to_metres = Transformer.from_crs(4490, 4547, always_xy=True)
    metres = {
        code: shapely.transform(shape, lambda c: np.stack(to_metres.transform(*c.T), axis=1))
        for code, shape in shapes_of(GRIDS).items()
    }
    path = write(tmp_path / "grids.shp", metres, crs="EPSG:4547")
    assert bring(path).faults == ()
    with pytest.raises(MixedDatum):
        bring(path, datum="gcj02")


def test_chinese_names_of_a_gbk_shapefile_are_read(tmp_path: Path) -> None:
    path = tmp_path / "grids.shp"
    shapes = shapes_of(GRIDS[:1])
    pyogrio.raw.write(
        str(path), geometry=np.array([s.wkb for s in shapes.values()], dtype=object),
        field_data=[np.array(GRIDS[:1], dtype=object), np.array(["东富村网格"], dtype=object)],
        fields=["code", "name"], geometry_type="Polygon", crs="EPSG:4490", encoding="GB18030",
        promote_to_multi=False,
    )  # fmt: skip
    (tmp_path / "grids.cpg").unlink(missing_ok=True)
    assert bring(path, name_field="name").read == 1


def test_the_old_version_stays_and_the_new_one_comes_on_its_day(tmp_path: Path) -> None:
    report = bring(
        write(tmp_path / "grids.geojson", a_new_border_between(*neighbours())),
        accept_faults="试点调整，村界随后更新",
    )
    assert report.changed == 2
    assert territory_index(at=NOW).version == 1
    assert territory_index(at=LATER).version == 2
    assert Boundary.objects.filter(version__number=1).count() == 568
    assert Boundary.objects.filter(version__number=2).count() == 568
    changed = Boundary.objects.filter(version__number=2, source="grids.geojson")
    assert {(row.synthetic, row.source_datum) for row in changed} == {(False, "cgcs2000")}


def test_a_gap_and_an_overlap_keep_a_version_from_coming_into_force(tmp_path: Path) -> None:
    shapes = shapes_of(GRIDS)
    point = shapes[GRIDS[0]].representative_point()
    shapes[GRIDS[0]] = shapes[GRIDS[0]].difference(point.buffer(0.0001))
    shapes[GRIDS[1]] = shapes[GRIDS[1]].buffer(0.00005)
    report = bring(write(tmp_path / "grids.geojson", shapes))
    assert {fault.kind for fault in report.faults} == {
        FaultKind.GAP, FaultKind.OVERLAP, FaultKind.OUTSIDE,
    }  # fmt: skip
    assert (report.version, report.active) == (2, False)
    assert territory_index(at=LATER).version == 1


def test_faults_are_accepted_with_a_reason_and_only_with_one(tmp_path: Path) -> None:
    shapes = {GRIDS[1]: shapes_of(GRIDS)[GRIDS[1]].buffer(0.00005)}
    path = write(tmp_path / "grids.geojson", shapes)
    with pytest.raises(NeedsReason):
        bring(path, accept_faults=" ")
    number = bring(path).version
    assert number is not None
    with pytest.raises(NeedsReason):
        activate_version(number, reason="", actor=None, now=NOW)
    version = activate_version(number, reason="河道争议，暂按此图", actor=None, now=NOW)
    assert (version.active, version.accepted_reason) == (True, "河道争议，暂按此图")
    assert territory_index(at=LATER).version == number


@pytest.mark.parametrize("real", [Datum.GCJ02, Datum.BD09])
def test_a_file_in_another_datum_than_it_says_is_suspected(tmp_path: Path, real: Datum) -> None:
    moved = {
        code: shapely.transform(shape, lambda c: np.stack(from_wgs84_bulk(*c.T.copy(), real), 1))
        for code, shape in shapes_of(GRIDS).items()
    }
    path = write(tmp_path / "grids.geojson", moved)
    faults = bring(path, datum="wgs84", dry_run=True).faults
    assert faults[0].kind is FaultKind.DATUM
    assert real.value in faults[0].say()
    assert bring(path, datum=real, dry_run=True).faults == ()


def test_bad_features_are_told_and_the_good_ones_go_on(tmp_path: Path) -> None:
    shapes = shapes_of(GRIDS[:1])
    path = tmp_path / "grids.geojson"
    good = shapely.to_geojson(shapes[GRIDS[0]])
    swapped = shapely.to_geojson(shapely.transform(shapes[GRIDS[0]], lambda c: c[:, ::-1]))
    line = '{"type":"LineString","coordinates":[[113.5,27.6],[113.6,27.7]]}'
    rows = [(GRIDS[0], good), (GRIDS[0], good), ("999999121201001", good), ("", good),
            (GRIDS[1], line), (GRIDS[2], "null"), ("430281121216001", swapped)]  # fmt: skip
    features = ",".join(
        f'{{"type":"Feature","properties":{{"code":"{code}"}},"geometry":{geometry}}}'
        for code, geometry in rows
    )
    path.write_text(f'{{"type":"FeatureCollection","features":[{features}]}}')
    report = bring(path, dry_run=True)
    kinds = sorted(fault.kind for fault in report.faults)
    assert kinds == sorted([
        FaultKind.TWICE, FaultKind.UNKNOWN_CODE, FaultKind.UNKNOWN_CODE,
        FaultKind.INVALID, FaultKind.INVALID, FaultKind.RANGE,
    ])  # fmt: skip
    assert report.read == 7


def test_a_split_makes_a_new_grid_and_its_succession(tmp_path: Path) -> None:
    (whole,) = shapes_of(GRIDS[:1]).values()
    west, south, east, north = whole.bounds
    half = shapely.box(west, south, round((west + east) / 2, 7), north)
    cut = {
        GRIDS[0]: whole.intersection(half, grid_size=1e-7),
        GRIDS[0][:-1] + "2": whole.difference(half, grid_size=1e-7),
    }
    report = bring(write(tmp_path / "grids.geojson", cut))
    assert report.faults == ()
    assert report.new == (GRIDS[0][:-1] + "2",)
    new = area_by_code(GRIDS[0][:-1] + "2", on=DAY)
    assert new.parent is not None
    assert new.parent.name == "东富村"
    succession = AreaSuccession.objects.get()
    assert (succession.before.code, succession.after, succession.on) == (GRIDS[0], new, DAY)
    assert 0.2 < (succession.share or 0) < 0.8
    point = cut[new.code].representative_point()
    before = locate_point(point.x, point.y, "wgs84", at=NOW)
    after = locate_point(point.x, point.y, "wgs84", at=LATER)
    assert (before.names[-1], after.names[-1]) == ("东富村网格001", new.name)
    assert land_faults(LATER) == []


def test_a_merge_ends_the_grid_that_is_gone(tmp_path: Path) -> None:
    one, other = neighbours()
    everything = shapes_of(list(Area.objects.filter(level="grid").values_list("code", flat=True)))
    merged = shapely.coverage_union_all([everything[one], everything.pop(other)])
    path = write(tmp_path / "grids.gpkg", everything | {one: merged})
    report = bring(path, whole_level=True, accept_faults="两村并网格，村委会随后合并")
    assert report.ended == (other,)
    gone = Area.objects.get(code=other)
    assert gone.valid_until == DAY
    assert AreaSuccession.objects.get(before=gone).after.code == one
    kinds = {fault.kind for fault in report.faults}
    assert FaultKind.NO_GRID in kinds
    assert FaultKind.GAP not in kinds


@pytest.mark.parametrize("datum", [None, "", "beijing54"])
def test_the_datum_is_required(tmp_path: Path, datum: str | None) -> None:
    with pytest.raises(MissingDatum):
        bring(write(tmp_path / "grids.geojson", shapes_of(GRIDS)), datum=datum)


def test_a_field_that_is_not_there_is_told_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(NoSuchField) as refusal:
        bring(write(tmp_path / "grids.geojson", shapes_of(GRIDS)), code_field="CODE15")
    assert "code" in refusal.value.say("zh")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04rubbish", b'{"type":"Feature"', b"\x00" * 9])
def test_nonsense_is_refused_with_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "grids.geojson"
    path.write_bytes(content)
    with pytest.raises((UnreadableFile, NoSuchField)) as refusal:
        bring(path)
    assert "grids.geojson" in refusal.value.say("zh") or "字段" in refusal.value.say("zh")


def test_a_stranger_may_not_import(tmp_path: Path) -> None:
    with pytest.raises(Refusal):
        bring(write(tmp_path / "g.geojson", shapes_of(GRIDS)), actor=Actor(uuid7(), "赵敏"))
    assert TerritoryVersion.objects.count() == 1
