"""Rows of other systems, judged without a county: ids, times, classes, headings."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wangge.core.errors import Refusal
from wangge.core.importing.foreign import ForeignSystem, read_map
from wangge.core.importing.headings import match_columns
from wangge.core.importing.ids import case_id, reporter_id
from wangge.core.importing.refusals import BadMap, ColumnsMissing, NoSystem
from wangge.core.importing.times import instants
from wangge.core.territory.refusals import MissingDatum
from wangge.lib.clock import SHANGHAI

_NINE = datetime(2026, 1, 15, 1, tzinfo=UTC)


@given(st.text(max_size=20), st.text(max_size=20))
def test_a_system_and_a_number_have_one_id_and_nothing_else_has_it(
    system: str, number: str
) -> None:
    found = case_id(system, number)
    assert found == case_id(system, number)
    assert (found.version, found.variant) == (8, "specified in RFC 4122")
    others = {
        case_id(system + "x", number),
        case_id(system, number + "x"),
        case_id(number, system + "y"),
        reporter_id(system, number),
    }
    assert found not in others


def test_numbers_that_follow_each_other_lie_side_by_side() -> None:
    ids = [case_id("甲", f"GD2026{n:06d}") for n in range(50)]
    assert ids == sorted(ids)


@pytest.mark.parametrize(
    "cell",
    [
        "2026-01-15 09:00:00",
        "2026-01-15T09:00",
        "2026/1/15 9:00",
        "2026年1月15日 9时0分",
        "2026-01-15T01:00:00Z",
        "2026-01-15T01:00:00.7+00:00",
        _NINE,
        datetime(2026, 1, 15, 9),  # noqa: DTZ001 - as a spreadsheet gives it
    ],
)
def test_instants_are_read_as_people_write_them(cell: object) -> None:
    assert instants([cell], SHANGHAI, _never, "reported_at") == [_NINE]


def test_a_deadline_that_is_a_day_is_met_until_it_ends() -> None:
    end = datetime(2026, 1, 15, 15, 59, 59, tzinfo=UTC)
    cells = ["2026-01-15", "2026/1/15", date(2026, 1, 15)]
    assert instants(cells, SHANGHAI, _never, "due_at", whole_day=True) == [end] * 3


def test_a_time_without_a_zone_is_local_there() -> None:
    there = ZoneInfo("America/New_York")
    assert instants(["2026-01-14 20:00:00"], there, _never, "closed_at") == [_NINE]


def test_headings_are_taken_by_name_or_alias_and_never_by_likeness() -> None:
    foreign = ForeignSystem(system="甲", columns={"备注": "text", "时限": ""}, keep=("片区",))
    headings = ["工单号", "备注", "受理时间", "时限", "片区", "上报时间段"]
    found = match_columns(headings, foreign)
    assert found.columns == {"number": 0, "text": 1, "reported_at": 2}
    assert found.kept == {"片区": 4}
    assert found.left_out == ("时限", "上报时间段")


@pytest.mark.parametrize(
    ("headings", "refusal"),
    [
        (["编号", "描述"], ColumnsMissing),
        (["编号", "描述", "上报时间"], NoSystem),
        (["编号", "描述", "上报时间", "来源系统", "经度", "纬度"], MissingDatum),
    ],
)
def test_a_file_that_lacks_what_every_row_needs_is_refused_whole(
    headings: list[str], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        match_columns(headings, ForeignSystem())


@pytest.mark.parametrize(
    "text",
    ["colour: red", "datum: mars", "time_zone: Mars/Base", "columns: {甲: 没有这列}", "- 1", "{"],
)
def test_a_map_file_that_says_what_nobody_knows_is_refused(text: str) -> None:
    with pytest.raises(BadMap):
        read_map(text.encode())


def _never(place: int, column: str, why: Refusal) -> None:
    raise AssertionError((place, column, why))
