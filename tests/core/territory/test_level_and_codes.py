"""Levels, and what the digits of a code say."""

from __future__ import annotations

from wangge.core.territory.codes import UnitKind, grid_codes, is_street, parent_code, unit_kind
from wangge.core.territory.level import ORDER, Level


def test_each_level_stands_under_the_one_before() -> None:
    assert [level.parent for level in ORDER] == [None, *ORDER[:-1]]
    assert [level.child for level in ORDER] == [*ORDER[1:], None]


def test_every_level_has_its_chinese_word() -> None:
    assert all(level.zh for level in Level)


def test_the_last_three_digits_tell_the_kind_of_unit() -> None:
    assert unit_kind("430281121002") is UnitKind.RESIDENTS
    assert unit_kind("430281121201") is UnitKind.VILLAGERS
    assert unit_kind("430281400498") is UnitKind.LIKE_RESIDENTS
    assert unit_kind("430281400598") is UnitKind.LIKE_VILLAGERS


def test_streets_are_numbered_below_a_hundred() -> None:
    assert is_street("430281002")
    assert not is_street("430281121")


def test_a_code_begins_with_its_parents() -> None:
    assert parent_code("430281121201001") == "430281121201"
    assert parent_code("430281121201") == "430281121"
    assert parent_code("430281") is None


def test_grids_are_numbered_as_one_reads() -> None:
    north_west, north_east, south_west, south_east = (0.0, 1.0), (1.0, 0.9), (0.1, 0.0), (1.0, 0.1)
    codes = grid_codes("430281121201", [south_east, north_east, south_west, north_west])
    assert [code[-3:] for code in codes] == ["004", "002", "003", "001"]


def test_a_lone_grid_is_001() -> None:
    assert grid_codes("430281121201", [(113.5, 27.6)]) == ["430281121201001"]
