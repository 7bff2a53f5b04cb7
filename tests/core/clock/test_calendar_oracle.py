"""The seed calendar against the package that knows, day by day, and against the zone database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.clock.county_time import CALENDAR

from wangge.core.clock import DayKind
from wangge.core.clock.instants import date_of, instant, wall_day, wall_second
from wangge.core.clock.limits import DAY_S
from wangge.core.clock.seed import seed_calendar, seed_days
from wangge.core.clock.statutory import statutory_days
from wangge.lib.clock import SHANGHAI


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def test_every_day_from_2004_to_2026_is_worked_just_as_the_package_says() -> None:
    wrong = [
        day
        for day in _days(date(2004, 1, 1), date(2026, 12, 31))
        if CALENDAR.is_workday(day) != chinese_calendar.is_workday(day)
    ]
    assert wrong == []


def test_the_reckoned_totals_agree_with_the_days_one_by_one() -> None:
    table = CALENDAR.table(wall_day(date(2030, 1, 1)))
    for year in range(2004, 2027):
        first, last = wall_day(date(year, 1, 1)), wall_day(date(year + 1, 1, 1))
        worked = sum(map(chinese_calendar.is_workday, _days(date_of(first), date_of(last - 1))))
        assert table.workdays_before(last) - table.workdays_before(first) == worked


def test_2026_has_the_six_make_up_workdays_of_its_notice() -> None:
    makeups = [
        day.on.strftime("%m-%d")
        for day in seed_days(2026)
        if day.on.year == 2026 and day.kind is DayKind.makeup
    ]
    assert makeups == ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"]


def test_2027_stands_with_its_thirteen_statutory_days_unconfirmed() -> None:
    days = [day for day in seed_days(2026) if day.on.year == 2027]
    assert [day.on.strftime("%m-%d") for day in days] == [
        *("01-01", "02-05", "02-06", "02-07", "02-08", "04-05", "05-01", "05-02"),
        *("06-09", "09-15", "10-01", "10-02", "10-03"),
    ]
    assert not any(day.confirmed for day in days)
    assert 2026 in CALENDAR.confirmed
    assert 2027 not in CALENDAR.confirmed


@pytest.mark.parametrize("year", [2025, 2026])
def test_the_statutory_days_of_an_announced_year_are_all_off_in_it(year: int) -> None:
    """Since 2025 the eve of the lunar new year and 2 May belong to the thirteen."""
    assert all(chinese_calendar.is_holiday(day.on) for day in statutory_days(year))


@pytest.mark.parametrize("year", range(2008, 2027))
def test_lunar_feasts_fall_where_the_notices_put_them(year: int) -> None:
    feasts = {"清明节": "Tomb-sweeping Day", "端午节": "Dragon Boat Festival"}
    for day in statutory_days(year):
        if day.name in feasts:
            assert chinese_calendar.get_holiday_detail(day.on)[0]


def test_two_feasts_on_one_day_are_one_day_with_both_names() -> None:
    names = {day.on: day.name for day in statutory_days(2031)}
    assert names[date(2031, 10, 1)] == "中秋节、国庆节"
    assert len(names) == 12


def test_seeding_twice_gives_the_same_value() -> None:
    assert seed_calendar(2026) is CALENDAR
    assert seed_calendar(2025) != CALENDAR


@given(st.integers(0, 207 * 365 * DAY_S))
def test_county_time_is_the_zone_shanghai_and_has_no_summer_time(second_of_era: int) -> None:
    moment = datetime(1992, 1, 1, tzinfo=UTC) + timedelta(seconds=second_of_era)
    local = moment.astimezone(SHANGHAI)
    day, second = divmod(wall_second(moment), DAY_S)
    assert date_of(day) == local.date()
    assert second == local.hour * 3600 + local.minute * 60 + local.second
    assert instant(wall_second(moment)) == moment
