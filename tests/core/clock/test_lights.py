"""Green, amber, red and paused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.core.clock.county_time import CALENDAR, at, clock_of, text

from wangge.core.clock import Amber, Light, Limit, begin, extend, light, pause


@pytest.mark.parametrize(
    ("limit", "start", "amber_from"),
    [
        ("3wh", "2026-11-23 08:00", "2026-11-23 10:00"),  # a third of 3 h
        ("9uh", "2026-11-23 08:00", "2026-11-23 14:00"),
        ("6ud", "2026-11-23 08:00", "2026-11-28 08:00"),  # 24 h are less than two days
        ("15wd", "2026-11-02 08:00", "2026-11-17 18:00"),  # 24 working hours of 120
        ("1lwd", "2026-11-23 09:00", "2026-11-24 00:00"),  # the last day, whatever the share
        ("5lwd", "2026-11-23 09:00", "2026-11-27 18:00"),  # only the last day is a third
        ("1ld", "2026-11-23 09:00", "2026-11-24 00:00"),
        ("2ld", "2026-11-23 09:00", "2026-11-24 18:00"),
        ("15ld", "2026-11-23 09:00", "2026-12-07 18:00"),  # the last day
    ],
)
def test_amber_comes_with_a_third_or_24_hours_left(limit: str, start: str, amber_from: str) -> None:
    clock = clock_of(limit, start)
    assert text(clock.amber_at) == amber_from
    assert clock.amber_at is not None
    assert light(clock, clock.amber_at - timedelta(seconds=1)) is Light.green
    assert light(clock, clock.amber_at) is Light.amber


def test_red_only_after_the_deadline() -> None:
    clock = clock_of("4wh", "2026-09-30 16:00")
    assert light(clock, at("2026-10-08 10:00")) is Light.amber
    assert light(clock, at("2026-10-08 10:00") + timedelta(seconds=1)) is Light.red


def test_a_paused_clock_shows_that_it_is_paused() -> None:
    clock = clock_of("4wh", "2026-09-30 16:00")
    until = at("2026-12-01 10:00")
    clock = pause(clock, at("2026-09-30 17:00"), CALENDAR, until=until, reason="待检测")
    assert light(clock, until) is Light.paused


def test_the_share_and_the_last_hours_are_the_county_s_to_set() -> None:
    amber = Amber(share=2, last_s=3600)
    clock = begin(Limit.parse("4wh"), at("2026-11-23 08:00"), CALENDAR, amber=amber)
    assert text(clock.amber_at) == "2026-11-23 11:00"
    clock = extend(clock, Limit.parse("4wh"), CALENDAR)
    assert text(clock.amber_at) == "2026-11-23 17:00"
