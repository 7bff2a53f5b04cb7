"""Working windows and seasons as people write them."""

from __future__ import annotations

import pytest

from wangge.core.clock import BadWindow, Season, Window, WorkCalendar, parse_windows


def test_windows_are_read_in_both_scripts() -> None:
    windows = (Window(30_600, 43_200), Window(50_400, 86_400))
    assert parse_windows("8:30-12:00, 14:00–24:00") == windows
    assert parse_windows("8:30至12:00、14:00至24:00") == windows
    assert ", ".join(map(str, windows)) == "08:30-12:00, 14:00-24:00"


@pytest.mark.parametrize(
    "text",
    ["", "08:00", "12:00-08:00", "08:00-08:00", "08:00-24:01", "08:60-12:00", "8-12"],
)
def test_windows_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(BadWindow):
        parse_windows(text)


def test_windows_that_overlap_or_stand_out_of_order_are_refused() -> None:
    with pytest.raises(BadWindow):
        parse_windows("08:00-12:00, 11:00-18:00")
    with pytest.raises(BadWindow):
        parse_windows("14:00-18:00, 08:00-12:00")
    with pytest.raises(BadWindow):
        WorkCalendar({}, windows=())


def test_a_season_needs_days_that_exist() -> None:
    with pytest.raises(BadWindow):
        Season((6, 31), (9, 30), parse_windows("08:00-12:00"))


def test_a_calendar_nobody_works_in_is_an_error() -> None:
    with pytest.raises(ValueError, match="weekday"):
        WorkCalendar({}, week=frozenset())
