"""A deadline costs next to nothing: 50 µs with its explanation, on an idle machine."""

from __future__ import annotations

from time import perf_counter

from tests.core.clock.county_time import CALENDAR, at

from wangge.core.clock import Limit, begin

BUDGET_S = 50e-6


def test_fifteen_working_days_with_their_sentence_take_under_50_microseconds() -> None:
    limit, start = Limit.parse("15wd"), at("2026-02-10 09:00")
    begin(limit, start, CALENDAR)
    rounds = []
    for _ in range(50):
        began = perf_counter()
        for _ in range(100):
            begin(limit, start, CALENDAR)
        rounds.append((perf_counter() - began) / 100)
    # The best round is the code's own; the others show what else the machine was doing.
    assert min(rounds) < BUDGET_S
