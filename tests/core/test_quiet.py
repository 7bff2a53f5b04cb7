"""Mails that can wait do not come at night, at the weekend or in the holidays."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wangge.core.clock import DayKind, WorkCalendar
from wangge.core.quiet import not_before
from wangge.lib.clock import SHANGHAI

CALENDAR = WorkCalendar(
    days={date(2026, 10, 1): DayKind.holiday, date(2026, 10, 10): DayKind.makeup},
    confirmed=frozenset({2026}),
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("when", "then"),
    [
        ("2026-11-23 09:00", "2026-11-23 09:00"),
        ("2026-11-23 12:30", "2026-11-23 12:30"),  # the lunch break is no quiet time
        ("2026-11-23 06:00", "2026-11-23 08:00"),
        ("2026-11-23 18:00", "2026-11-24 08:00"),
        ("2026-11-27 23:00", "2026-11-30 08:00"),  # a weekend between
        ("2026-09-30 22:00", "2026-10-02 08:00"),  # a holiday between
        ("2026-10-09 20:00", "2026-10-10 08:00"),  # a Saturday that is worked
    ],
)
def test_the_next_decent_moment(when: str, then: str) -> None:
    assert not_before(at(when), CALENDAR) == at(then)


@given(st.integers(0, 350 * 24 * 60))
def test_it_is_never_before_and_asking_again_changes_nothing(minutes: int) -> None:
    when = at("2026-01-01 00:00") + timedelta(minutes=minutes)
    then = not_before(when, CALENDAR)
    assert then >= when
    assert not_before(then, CALENDAR) == then
    assert CALENDAR.is_workday(then.astimezone(SHANGHAI).date())
