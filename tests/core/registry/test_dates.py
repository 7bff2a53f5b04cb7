"""Days as clerks write them; lunar birthdays stay lunar."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wangge.core.registry.dates import read_birthday, read_date
from wangge.core.registry.refusals import BadDate, BadLunarDay, DateInFuture

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    "written",
    [
        "2026-11-23",
        "2026/11/23",
        "2026.11.23",
        "20261123",
        "2026年11月23日",
        " 2026 年 11 月 23 日 ",
        "2026-11-23 00:00:00",
        46349,
        46349.0,
        "46349",
        20261123.0,
        date(2026, 11, 23),
        datetime(2026, 11, 23, 9, 30),  # noqa: DTZ001  # as a spreadsheet gives it
    ],
)
def test_every_way_to_write_a_day_is_that_day(written: object) -> None:
    assert read_date(written) == TODAY


@given(st.dates(date(1927, 6, 1), date(2099, 12, 31)))
def test_a_serial_number_is_the_day_a_spreadsheet_shows(day: date) -> None:
    assert read_date((day - date(1899, 12, 30)).days) == day


@pytest.mark.parametrize(
    "wrong", ["2026-02-30", "26-11-23", "2026-11", "去年", "1950", 1950, 5, 1e300, True]
)
def test_what_is_no_day_is_refused(wrong: object) -> None:
    with pytest.raises(BadDate):
        read_date(wrong)


@pytest.mark.parametrize(
    ("written", "day", "said"),
    [
        ("农历1950年八月十五", date(1950, 9, 26), "八月十五"),
        ("农历1950-8-15", date(1950, 9, 26), "八月十五"),
        ("1944年腊月廿三", date(1945, 2, 5), "腊月廿三"),
        ("阴历一九五〇年正月初一", date(1950, 2, 17), "正月初一"),
        ("农历2020年闰四月初一", date(2020, 5, 23), "闰四月初一"),
        ("农历八月十五", None, "八月十五"),
    ],
)
def test_a_lunar_birthday_is_kept_as_said(written: str, day: date | None, said: str) -> None:
    found = read_birthday(written, TODAY)
    assert (found.day, found.calendar, found.lunar) == (day, "lunar", said)


def test_a_common_birthday_is_no_lunar_one() -> None:
    assert read_birthday("1950年8月15日", TODAY).calendar == "solar"


@pytest.mark.parametrize("wrong", ["农历1950年八月三十", "农历十五", "农历1950年十三月初一"])
def test_a_lunar_day_that_never_was_is_refused(wrong: str) -> None:
    with pytest.raises(BadLunarDay):
        read_birthday(wrong, TODAY)


def test_nobody_is_born_tomorrow() -> None:
    with pytest.raises(DateInFuture):
        read_birthday("2026-11-24", TODAY)
