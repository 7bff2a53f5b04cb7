"""Numbers and times as people say them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.translation import override

from wangge.ui.words import say_day, say_deadline, say_exact, say_moment, say_number, say_span

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)  # 12:00 in Liling


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (timedelta(hours=2, minutes=10), "剩余2小时10分"),
        (timedelta(minutes=40), "剩余40分钟"),
        (timedelta(days=2, hours=3), "剩余2天3小时"),
        (timedelta(0), "剩余不足1分钟"),
        (timedelta(hours=-5), "超期5小时"),
        (timedelta(seconds=-1), "超期不足1分钟"),
    ],
)
def test_a_deadline_says_what_is_left_or_over(left: timedelta, said: str) -> None:
    with override("zh-hans"):
        assert say_deadline(NOON + left, now=NOON) == said


def test_a_deadline_speaks_english() -> None:
    with override("en"):
        assert say_deadline(NOON + timedelta(hours=2), now=NOON) == "2 h left"
        assert say_deadline(NOON - timedelta(hours=2), now=NOON) == "2 h overdue"


def test_a_span_has_no_sign() -> None:
    assert say_span(timedelta(hours=-3)) == say_span(timedelta(hours=3))


def test_an_instant_is_exact_on_the_clock_of_the_county() -> None:
    assert say_exact(NOON) == "2026-11-23 12:00"


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (NOON, "12:00"),
        (NOON - timedelta(days=3), "11-20 12:00"),
        (NOON - timedelta(days=365), "2025-11-23 12:00"),
        (NOON - timedelta(hours=13), "11-22 23:00"),
    ],
)
def test_a_moment_is_as_short_as_it_may_be(at: datetime, said: str) -> None:
    assert say_moment(at, now=NOON) == said


def test_a_day_far_away_needs_no_hour() -> None:
    assert say_day(NOON + timedelta(days=20), now=NOON) == "12-13"
    assert say_day(NOON, now=NOON) == "12:00"


@pytest.mark.parametrize(
    ("number", "chinese", "english"),
    [
        (9_999, "9,999", "9,999"),
        (34_210, "3.4万", "34.2k"),
        (120_000_000, "1.2亿", "120.0M"),
        (4.62, "4.6", "4.6"),
        (0, "0", "0"),
        (-34_210, "-3.4万", "-34.2k"),
    ],
)
def test_a_leader_reads_one_decimal(number: float, chinese: str, english: str) -> None:
    with override("zh-hans"):
        assert say_number(number) == chinese
    with override("en"):
        assert say_number(number) == english
