"""Deadlines worked out by hand: the county's own examples, one a line."""

from __future__ import annotations

from datetime import date

import pytest
from tests.core.clock.county_time import CALENDAR, at, clock_of, due, text

from wangge.core.clock import (
    DayKind,
    Limit,
    OutsideCalendar,
    Season,
    WorkCalendar,
    begin,
    parse_windows,
)


@pytest.mark.parametrize(
    ("limit", "start", "expected"),
    [
        ("4wh", "2026-09-30 16:00", "2026-10-08 10:00"),  # over the National Day week
        ("1wd", "2026-10-09 17:30", "2026-10-10 17:30"),  # a Saturday that is worked
        ("5wd", "2026-02-13 10:00", "2026-02-27 10:00"),  # over the Spring Festival
        ("2wh", "2026-09-30 11:00", "2026-09-30 15:00"),  # over the noon break
        ("4wh", "2026-09-30 14:00", "2026-09-30 18:00"),  # to the minute of closing
        ("1wd", "2026-09-29 07:00", "2026-09-29 18:00"),  # before the doors open
        ("30wm", "2026-09-29 18:30", "2026-09-30 08:30"),  # after they close
        ("4wh", "2026-10-03 09:00", "2026-10-08 12:00"),  # reported on a holiday
        ("5wd", "2026-12-28 10:00", "2027-01-05 10:00"),  # into a year not yet announced
        ("1wd", "2027-02-04 10:00", "2027-02-09 10:00"),  # over the eve and three days
        ("8wh", "2027-06-08 16:00", "2027-06-10 16:00"),  # over 端午 06-09
        ("8wh", "2027-09-14 16:00", "2027-09-16 16:00"),  # over 中秋 09-15
        ("8wh", "2027-04-02 16:00", "2027-04-06 16:00"),  # a weekend, then 清明 04-05
    ],
)
def test_rolling_limits_count_working_seconds(limit: str, start: str, expected: str) -> None:
    assert due(limit, start) == expected


@pytest.mark.parametrize(
    ("limit", "start", "expected"),
    [
        ("5lwd", "2026-09-28 09:00", "2026-10-10 18:00"),
        ("15lwd", "2026-02-10 09:00", "2026-03-09 18:00"),
        ("5lwd", "2026-09-28 00:00", "2026-10-10 18:00"),  # any moment of the start day
        ("5lwd", "2026-09-28 23:59", "2026-10-10 18:00"),
        ("1lwd", "2026-10-02 09:00", "2026-10-08 18:00"),  # begun on a holiday
        ("5lwd", "2026-12-28 09:00", "2027-01-05 18:00"),
        ("10ld", "2026-11-23 09:00", "2026-12-03 18:00"),
        ("5ld", "2026-09-28 09:00", "2026-10-08 18:00"),  # the last day is 10-03, a holiday
        ("12ld", "2026-09-28 09:00", "2026-10-10 18:00"),  # a Saturday, but worked
    ],
)
def test_legal_limits_count_whole_days_and_end_at_close_of_business(
    limit: str, start: str, expected: str
) -> None:
    assert due(limit, start) == expected


@pytest.mark.parametrize(
    ("limit", "start", "expected"),
    [
        ("30um", "2026-12-31 23:45", "2027-01-01 00:15"),
        ("2uh", "2026-10-01 23:00", "2026-10-02 01:00"),
        ("2ud", "2026-10-01 08:00", "2026-10-03 08:00"),
    ],
)
def test_urgent_limits_never_sleep(limit: str, start: str, expected: str) -> None:
    assert due(limit, start) == expected


def test_a_deadline_in_a_year_not_announced_is_provisional() -> None:
    assert clock_of("5wd", "2026-12-28 10:00").provisional
    assert not clock_of("3wd", "2026-12-28 10:00").provisional
    assert not clock_of("5ud", "2026-12-28 10:00").provisional


def test_summer_hours_open_later_in_the_afternoon() -> None:
    summer = Season((7, 1), (9, 30), parse_windows("08:00-12:00, 15:00-18:00"), "夏季作息")
    calendar = WorkCalendar(CALENDAR.days, CALENDAR.confirmed, seasons=(summer,))
    assert due("4wh", "2026-07-01 11:00", calendar) == "2026-07-01 18:00"
    assert due("1wd", "2026-07-01 08:00", calendar) == "2026-07-02 09:00"
    assert due("1lwd", "2026-06-30 08:00", calendar) == "2026-07-01 18:00"


def test_a_winter_season_runs_over_new_year() -> None:
    winter = Season((11, 1), (2, 28), parse_windows("08:30-12:00, 13:30-17:30"))
    calendar = WorkCalendar(CALENDAR.days, CALENDAR.confirmed, seasons=(winter,))
    assert due("1lwd", "2026-01-05 09:00", calendar) == "2026-01-06 17:30"
    assert due("1lwd", "2026-11-23 09:00", calendar) == "2026-11-24 17:30"
    assert due("1lwd", "2026-10-22 09:00", calendar) == "2026-10-23 18:00"


def test_a_line_that_works_every_day_has_a_calendar_of_its_own() -> None:
    meals = WorkCalendar({}, windows=parse_windows("07:00-19:00"), week=frozenset(range(7)))
    assert due("60wm", "2026-10-03 12:00", meals) == "2026-10-03 13:00"
    assert due("60wm", "2026-10-03 18:30", meals) == "2026-10-04 07:30"


def test_working_through_the_night_to_midnight_and_from_it() -> None:
    night = WorkCalendar({}, windows=parse_windows("00:00-24:00"))
    assert due("24wh", "2026-11-23 00:00", night) == "2026-11-24 00:00"
    assert due("1lwd", "2026-11-23 12:00", night) == "2026-11-25 00:00"


def test_a_weekday_may_be_closed_locally() -> None:
    calendar = WorkCalendar({date(2026, 11, 24): DayKind.rest})
    assert due("8wh", "2026-11-23 16:00", calendar) == "2026-11-25 16:00"


def test_an_instant_in_any_zone_is_the_same_instant() -> None:
    utc = begin(Limit.parse("4wh"), at("2026-09-30 16:00"), CALENDAR)
    assert utc.started_at.isoformat() == "2026-09-30T08:00:00+00:00"
    assert utc.due_at is not None
    assert utc.due_at.isoformat() == "2026-10-08T02:00:00+00:00"


def test_a_naive_instant_is_an_error_of_the_programmer() -> None:
    naive = at("2026-09-30 16:00").replace(tzinfo=None)
    with pytest.raises(ValueError, match="aware"):
        begin(Limit.parse("4wh"), naive, CALENDAR)


def test_a_mistyped_year_is_refused_in_words() -> None:
    with pytest.raises(OutsideCalendar) as refused:
        begin(Limit.parse("4wh"), at("0206-09-30 16:00"), CALENDAR)
    assert "请核对日期" in refused.value.say()


def test_the_longest_limit_still_has_a_deadline() -> None:
    assert text(clock_of("9999wd", "2026-11-23 10:00").due_at) is not None
    once_a_week = WorkCalendar({}, week=frozenset({0}))
    assert due("9999lwd", "2026-11-23 10:00", once_a_week) == "2218-07-13 18:00"
