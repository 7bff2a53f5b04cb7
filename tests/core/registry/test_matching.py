"""Headings as clerks write them find their columns."""

from __future__ import annotations

from wangge.core.registry.kinds import KINDS
from wangge.core.registry.matching import How, chosen, match_headings

PERSON = KINDS["person"].columns


def columns_of(*headings: str) -> list[str]:
    return [match.column for match in match_headings(PERSON, headings)]


def test_names_aliases_and_what_is_nearly_one_are_found() -> None:
    headings = ("姓名*", "公民身份号码", "手 机 号", "与户主的关系", "天气")
    matches = match_headings(PERSON, headings)
    assert [one.column for one in matches] == ["name", "id_number", "phone", "relation", ""]
    assert [one.how for one in matches] == [
        How.NAME,
        How.ALIAS,
        How.ALIAS,
        How.LIKE,
        How.NONE,
    ]


def test_the_exact_name_goes_before_an_alias() -> None:
    assert columns_of("户主姓名", "姓名") == ["", "name"]


def test_no_column_is_taken_twice() -> None:
    assert columns_of("手机", "手机号") == ["phone", ""]


def test_what_stands_in_brackets_does_not_matter() -> None:
    assert columns_of("出生日期（必填）", "身份证号(18位)") == ["birth", "id_number"]


def test_english_headings_are_known() -> None:
    assert columns_of("Name", "ID number", "household") == ["name", "id_number", "household"]


def test_a_clerk_has_the_last_word() -> None:
    matches = chosen(PERSON, ("A", "B", "C"), {0: "name", 1: "name", 2: "nothing"})
    assert [one.column for one in matches] == ["name", "", ""]
