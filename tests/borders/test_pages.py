"""The page of a border change: preview, decide, take back; with a line, a file, and in English."""

from __future__ import annotations

import io
import json
from datetime import date, timedelta
from pathlib import Path

import pytest
import shapely
from django.test import Client
from shapely.geometry.base import BaseGeometry
from tests.borders.ground import DONGFU, line_across, shape_of
from tests.liling import Liling
from tests.web.signed import browser_of

from wangge.lib.clock import SHANGHAI, utc_now
from wangge.territory.models import Area, Post, TerritoryVersion

Answer = dict[str, str]


@pytest.fixture
def admin(liling: Liling) -> Client:
    return browser_of("admin")


def address(code: str = DONGFU) -> str:
    return f"/admin/areas/{Area.objects.get(code=code).id}/change/"


def next_monday() -> date:
    today = utc_now().astimezone(SHANGHAI).date()
    return today + timedelta(days=7 - today.weekday())


def the_line() -> str:
    return " ".join(f"{lon:.7f},{lat:.7f}" for lon, lat in line_across(shape_of(DONGFU)).coords)


def form(**more: str) -> Answer:
    return {"kind": "split", "line": the_line(), "datum": "wgs84", "do": "preview"} | more


def test_the_preview_tells_land_cases_and_posts_and_decides_nothing(admin: Client) -> None:
    shown = admin.post(address(), form()).content.decode()
    assert "会怎样" in shown
    assert "430281121201002" in shown
    assert "在办案件" in shown
    assert "东富村网格003网格员" in shown
    assert "没有缝隙、重叠" in shown
    assert next_monday().isoformat() in shown
    assert TerritoryVersion.objects.count() == 1


def test_decided_it_is_listed_and_can_be_taken_back(admin: Client) -> None:
    answer = admin.post(address(), form(do="decide", name_0="河西网格"), follow=True)
    shown = answer.content.decode()
    assert "已定，待生效" in shown
    assert "河西网格" in shown
    version = TerritoryVersion.objects.latest("number")
    assert version.effective_from == next_monday()
    assert "已定，待生效" in admin.get("/admin/areas/").content.decode()
    here = f"/admin/areas/versions/{version.number}/"
    refused = admin.post(here, {"do": "withdraw", "reason": ""})
    assert refused.status_code == 422
    shown = admin.post(here, {"do": "withdraw", "reason": "再商量"}, follow=True).content.decode()
    assert "已撤回，一切照旧。" in shown
    assert not Post.objects.filter(code__startswith="P-430281121201002").exists()
    assert "再商量" in admin.get(here).content.decode()


def as_file(shapes: list[BaseGeometry]) -> io.BytesIO:
    features = [
        {"type": "Feature", "properties": {}, "geometry": json.loads(shapely.to_geojson(shape))}
        for shape in shapes
    ]
    file = io.BytesIO(json.dumps({"type": "FeatureCollection", "features": features}).encode())
    file.name = "两块.geojson"
    return file


def halves() -> list[BaseGeometry]:
    land = shape_of(DONGFU)
    west, south, east, north = land.bounds
    middle = land.representative_point().x
    boxes = [shapely.box(west, south, middle, north), shapely.box(middle, south, east, north)]
    return [shapely.intersection(land, box) for box in boxes]


def test_without_a_script_two_shapes_are_uploaded_and_kept_for_the_decision(
    admin: Client, tmp_path: Path
) -> None:
    given = form(line="") | {"file": as_file(halves())}
    shown = admin.post(address(), given).content.decode()
    assert "没有缝隙、重叠" in shown
    drawn = shown.split('<textarea name="drawn" hidden>')[1].split("</textarea>")[0]
    answer = admin.post(address(), form(line="", drawn=drawn, do="decide"), follow=True)
    assert answer.status_code == 200
    assert TerritoryVersion.objects.count() == 2
    assert list(tmp_path.iterdir()) == []


def test_shapes_with_a_gap_are_told_and_not_decided(admin: Client) -> None:
    west, east = halves()
    gap = [shapely.intersection(west, shapely.affinity.translate(west, -0.002, 0)), east]
    shown = admin.post(address(), form(line="") | {"file": as_file(gap)}).content.decode()
    assert "不能这样定" in shown
    assert "之间有缝隙" in shown
    assert "就这样定" not in shown


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        ({"line": ""}, "至少要两个点"),
        ({"line": "一,二 三,四"}, "至少要两个点"),
        ({"line": "113.0,27.0 113.1,27.1"}, "没有从一边穿到另一边"),
        ({"datum": ""}, "坐标须注明基准"),
        ({"effective_from": "2020-01-01"}, "最早"),
        ({"drawn": "POLYGON((", "line": ""}, "请重新选择文件"),
        ({"kind": "move", "other": ""}, "没有编码为"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    admin: Client, wrong: Answer, word: str
) -> None:
    answer = admin.post(address(), form(**wrong))
    assert answer.status_code == 422
    assert word in answer.content.decode()


def test_in_english_there_is_no_chinese_but_names(liling: Liling) -> None:
    shown = browser_of("admin", language="en").post(address(), form()).content.decode()
    assert "What it will do" in shown
    assert "Open cases" in shown


def test_whoever_keeps_no_territory_hears_404(liling: Liling) -> None:
    for name in ("liqiang", "heshen", "wangfang"):
        assert browser_of(name).get(address()).status_code == 404
    assert browser_of("admin").get(address(DONGFU[:12])).status_code == 404
