"""A row of cells becomes values, or sentences for a clerk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

import pytest

from wangge.core.registry.checks import RowReader
from wangge.core.registry.columns import Kind
from wangge.core.registry.grids import GridName, GridNames
from wangge.core.registry.kinds import KINDS
from wangge.core.registry.values import Birthday
from wangge.lib.datum import Datum

_LISTS = {
    "sex": [("1", "男"), ("2", "女"), ("9", "未说明")],
    "nation": [("01", "汉族"), ("15", "土家族")],
    "person_category": [("lives_alone", "独居老人"), ("low_income", "低保")],
    "id_kind": [("resident", "居民身份证"), ("passport", "护照")],
}


class Lists:
    """A few short code lists."""

    def words(self, name: str) -> Mapping[str, str]:
        pairs = _LISTS.get(name, [])
        return {code: code for code, _ in pairs} | {title: code for code, title in pairs}

    def choices(self, name: str, language: str = "zh") -> Sequence[tuple[str, str]]:
        return _LISTS.get(name, [])


def _grid(number: int, name: str, village: str, town: str) -> GridName:
    code = f"43028112{number}201"
    return GridName(UUID(int=number), f"{code}001", name, code, village, town, "醴陵市")


GRIDS = GridNames(
    [
        _grid(1, "东富村网格", "东富村", "东富镇"),
        _grid(2, "新华村网格", "新华村", "东富镇"),
        _grid(3, "新华村网格", "新华村", "石亭镇"),
    ]
)


def reader(kind: str = "person", datum: Datum | None = None) -> RowReader:
    given: Kind = KINDS[kind]
    return RowReader(given, lists=Lists(), grids=GRIDS, today=date(2026, 11, 23), datum=datum)


def sentences(cells: Mapping[str, object], kind: str = "person") -> str:
    return " ".join(why.say("zh") for _, why in reader(kind).read(cells).faults)


def test_a_good_row_becomes_values() -> None:
    read = reader().read(
        {
            "name": " 张三 ",
            "id_number": "11010519491231002x",
            "nation": "汉",
            "phone": 13812345678.0,
            "household": 12.0,
            "categories": "独居老人、低保",
            "grid": "醴陵市东富镇东富村",
        }
    )
    assert read.faults == []
    assert read.values["name"] == "张三"
    assert read.values["id_number"] == "11010519491231002X"
    assert read.values["sex"] == "2"
    assert read.values["birth"] == Birthday(date(1949, 12, 31))
    assert read.values["nation"] == "01"
    assert read.values["phone"] == "13812345678"
    assert read.values["household"] == "12"
    assert read.values["categories"] == ("lives_alone", "low_income")
    assert read.values["grid"] == UUID(int=1)
    assert read.values["education"] is None


@pytest.mark.parametrize("cell", [4.302811950010112e17, "4.3028E+17"])
def test_an_id_number_that_became_a_number_is_refused_with_the_remedy(cell: object) -> None:
    assert "文本" in sentences({"name": "张三", "id_number": cell})


def test_every_fault_of_a_row_is_told_at_once() -> None:
    said = sentences({"phone": "1", "nation": "火星族", "birth": "1950-02-30"})
    for word in ("姓名", "电话", "火星族", "1950-02-30"):
        assert word in said


def test_sex_and_birth_must_be_those_of_the_number() -> None:
    said = sentences(
        {"name": "张三", "id_number": "11010519491231002X", "sex": "男", "birth": "1949-12-30"}
    )
    assert "性别填的是男，身份证号表明是女" in said
    assert "出生日期与身份证号中的不一致" in said


def test_a_lunar_birthday_stands_beside_the_day_of_the_papers() -> None:
    read = reader().read(
        {"name": "王爹", "id_number": "11010519491231002X", "birth": "农历1949年冬月十二"}
    )
    assert read.values["birth"] == Birthday(date(1949, 12, 31), "lunar", "冬月十二")


def test_a_passport_is_no_identity_card() -> None:
    cells = {"name": "John", "id_kind": "护照", "id_number": "e1234567"}
    read = reader().read(cells)
    assert (read.faults, read.values["id_number"]) == ([], "E1234567")


def test_a_special_category_is_simply_not_in_the_list() -> None:
    assert "可填：独居老人、低保" in sentences({"name": "张三", "categories": "社区矫正"})


def test_a_village_named_twice_asks_for_the_town() -> None:
    assert "对应2个网格" in sentences({"name": "张三", "grid": "新华村"})
    assert reader().read({"name": "张三", "grid": "石亭镇新华村"}).values["grid"] == UUID(int=3)


def test_an_unknown_grid_is_answered_with_the_nearest() -> None:
    assert "是不是东富镇东富村网格" in sentences({"name": "张三", "grid": "东富镇东付村"})


def test_signs_for_nothing_are_nothing() -> None:
    read = reader().read({"name": "张三", "phone": "/", "id_number": "无", "nation": "—"})
    assert read.faults == []
    assert (read.values["phone"], read.values["id_number"], read.values["nation"]) == (None,) * 3


def test_a_point_comes_out_in_wgs84() -> None:
    cells = {"code": "B-1", "lon": "113.5026502", "lat": 27.6428344}
    values = reader("building", Datum.GCJ02).read(cells).values
    assert values["lon"] == pytest.approx(113.4970, abs=1e-5)
    assert values["lat"] == pytest.approx(27.6461, abs=1e-5)


def test_a_point_the_wrong_way_round_is_refused() -> None:
    assert "填反" in sentences({"code": "B-1", "lon": 27.6, "lat": 113.4}, "building")
    assert "要么都填" in sentences({"code": "B-1", "lon": 113.4}, "building")
