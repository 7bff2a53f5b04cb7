"""Pausing, resuming, extending and changing limits, by example."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.core.clock.county_time import CALENDAR, at, clock_of, text

from wangge.core.clock import (
    AlreadyPaused,
    Clock,
    Limit,
    MixedCounting,
    NotPaused,
    PauseWithoutEnd,
    PauseWithoutReason,
    begin,
    extend,
    left_at,
    limit_s,
    pause,
    recompute,
    relimit,
    resume,
    used_s,
)

FAR = at("2027-11-23 10:00")


def paused(clock: Clock, moment: str) -> Clock:
    return pause(clock, at(moment), CALENDAR, until=FAR, reason="待补充材料")


def resumed(clock: Clock, moment: str) -> Clock:
    return resume(clock, at(moment), CALENDAR)


def test_a_paused_clock_has_no_deadline_but_a_reason_and_an_end() -> None:
    clock = paused(clock_of("8wh", "2026-09-28 16:00"), "2026-09-29 10:00")
    assert clock.due_at is None
    assert clock.left_s == 4 * 3600
    assert text(clock.paused_at) == "2026-09-29 10:00"
    assert clock.paused_until == FAR
    assert clock.paused_reason == "待补充材料"


def test_what_was_left_is_what_runs_after_the_pause() -> None:
    clock = paused(clock_of("8wh", "2026-09-28 16:00"), "2026-09-29 10:00")
    clock = resumed(clock, "2026-09-30 16:00")
    assert text(clock.due_at) == "2026-10-08 10:00"
    assert clock.left_s is None
    assert clock.paused_reason is None


def test_a_pause_over_a_weekend_is_not_counted_twice() -> None:
    """GLPI #10594: Friday 17:00 to Monday 09:00 was taken off, though nobody worked."""
    clock = paused(clock_of("4wh", "2026-11-20 16:00"), "2026-11-20 17:00")
    clock = resumed(clock, "2026-11-23 09:00")
    assert text(clock.due_at) == "2026-11-23 12:00"


def test_used_time_stands_still_while_paused() -> None:
    clock = paused(clock_of("8wh", "2026-09-28 16:00"), "2026-09-29 10:00")
    later = at("2026-11-23 10:00")
    assert used_s(clock, later, CALENDAR) == 4 * 3600
    assert left_at(clock, later, CALENDAR) == 4 * 3600


def test_used_time_runs_past_the_limit_once_overdue() -> None:
    clock = clock_of("2wh", "2026-11-23 08:00")
    assert used_s(clock, at("2026-11-23 15:00"), CALENDAR) == 5 * 3600
    assert left_at(clock, at("2026-11-23 15:00"), CALENDAR) == -3 * 3600


def test_an_overdue_clock_stays_overdue_by_as_much_through_a_pause() -> None:
    clock = paused(clock_of("2wh", "2026-11-23 08:00"), "2026-11-23 15:00")
    assert clock.left_s == -3 * 3600
    clock = resumed(clock, "2026-11-25 15:00")
    assert text(clock.due_at) == "2026-11-25 10:00"


def test_an_extension_runs_on_from_the_deadline() -> None:
    clock = extend(clock_of("4wh", "2026-09-30 16:00"), Limit.parse("4wh"), CALENDAR)
    assert text(clock.due_at) == "2026-10-08 16:00"
    assert clock.allowed_s == 8 * 3600
    assert clock.extensions == (Limit.parse("4wh"),)


def test_a_legal_extension_adds_whole_days() -> None:
    clock = extend(clock_of("5lwd", "2026-09-28 09:00"), Limit.parse("2lwd"), CALENDAR)
    assert text(clock.due_at) == "2026-10-13 18:00"


def test_a_paused_clock_may_be_extended_and_stays_paused() -> None:
    clock = paused(clock_of("4wh", "2026-09-30 16:00"), "2026-09-30 17:00")
    clock = extend(clock, Limit.parse("1wd"), CALENDAR)
    assert clock.paused
    assert clock.left_s == 11 * 3600
    assert clock.paused_reason == "待补充材料"


def test_an_extension_must_be_counted_as_the_limit_is() -> None:
    with pytest.raises(MixedCounting) as refused:
        extend(clock_of("2uh", "2026-09-30 16:00"), Limit.parse("1wd"), CALENDAR)
    assert "2个紧急工作时" in refused.value.say()


def test_a_legal_clock_paused_and_resumed_the_same_day_loses_nothing() -> None:
    clock = clock_of("5lwd", "2026-09-28 09:00")
    again = resumed(paused(clock, "2026-09-29 10:00"), "2026-09-29 16:00")
    assert again.due_at == clock.due_at


def test_a_legal_clock_moves_by_the_working_days_of_the_pause() -> None:
    """From the day of the pause up to, not including, the day of resuming: 29, 30 Sep, 8 Oct."""
    clock = paused(clock_of("5lwd", "2026-09-28 09:00"), "2026-09-29 10:00")
    clock = resumed(clock, "2026-10-09 09:00")
    assert text(clock.due_at) == "2026-10-14 18:00"


def test_a_legal_clock_paused_on_its_start_day_still_does_not_count_that_day() -> None:
    clock = clock_of("5lwd", "2026-09-28 09:00")
    again = resumed(paused(clock, "2026-09-28 10:00"), "2026-09-28 16:00")
    assert again.due_at == clock.due_at


def test_a_calendar_day_clock_paused_in_its_grace_keeps_its_last_day() -> None:
    """5ld from 28 Sep ends on 3 Oct, a holiday, so on 8 Oct; paused on 5 Oct one day is left."""
    clock = paused(clock_of("5ld", "2026-09-28 09:00"), "2026-10-05 10:00")
    assert clock.left_s == 86_400
    assert text(resumed(clock, "2026-10-05 10:00").due_at) == "2026-10-08 18:00"
    assert text(resumed(clock, "2026-10-14 10:00").due_at) == "2026-10-14 18:00"


def test_an_earlier_moment_than_the_last_one_counts_as_that() -> None:
    clock = clock_of("4wh", "2026-11-23 10:00")
    assert paused(clock, "2026-11-23 09:00").left_s == 4 * 3600
    clock = paused(clock, "2026-11-23 11:00")
    assert text(resumed(clock, "2026-11-23 08:00").due_at) == "2026-11-23 16:00"


def test_pausing_twice_and_resuming_twice_are_refused() -> None:
    clock = clock_of("4wh", "2026-11-23 10:00")
    with pytest.raises(NotPaused):
        resumed(clock, "2026-11-23 11:00")
    with pytest.raises(AlreadyPaused):
        paused(paused(clock, "2026-11-23 11:00"), "2026-11-23 11:30")


def test_a_pause_needs_a_reason_and_an_end_ahead() -> None:
    clock = clock_of("4wh", "2026-11-23 10:00")
    moment = at("2026-11-23 11:00")
    with pytest.raises(PauseWithoutReason):
        pause(clock, moment, CALENDAR, until=FAR, reason="　")
    with pytest.raises(PauseWithoutEnd):
        pause(clock, moment, CALENDAR, until=moment, reason="待补充材料")


def test_another_limit_keeps_start_pauses_and_extensions() -> None:
    """GLPI #15605: a pause was forgotten when the limit changed."""
    clock = paused(clock_of("8wh", "2026-11-23 08:00"), "2026-11-23 10:00")
    clock = extend(resumed(clock, "2026-11-24 10:00"), Limit.parse("1wd"), CALENDAR)
    clock = relimit(clock, Limit.parse("4wh"), CALENDAR)
    assert clock.allowed_s == 12 * 3600
    assert text(clock.due_at) == "2026-11-25 12:00"


def test_an_extension_keeps_its_worth_when_the_counting_changes() -> None:
    clock = extend(clock_of("2uh", "2026-11-23 08:00"), Limit.parse("30um"), CALENDAR)
    clock = relimit(clock, Limit.parse("1lwd"), CALENDAR)
    assert clock.extensions == (Limit.parse("1lwd"),)
    assert text(clock.due_at) == "2026-11-25 18:00"


def test_fractions_of_a_second_are_cut_off() -> None:
    moment = at("2026-11-23 10:00") + timedelta(microseconds=999_999)
    clock = begin(Limit.parse("1uh"), moment, CALENDAR)
    assert clock.started_at == at("2026-11-23 10:00")
    assert used_s(clock, moment, CALENDAR) == 0
    assert limit_s(clock.limit) == clock.allowed_s


def test_recomputing_with_the_same_calendar_changes_nothing() -> None:
    clock = paused(clock_of("5wd", "2026-09-28 09:00"), "2026-09-29 10:00")
    clock = extend(clock, Limit.parse("3wh"), CALENDAR)
    clock = resumed(clock, "2026-10-12 10:00")
    assert recompute(clock, CALENDAR) == clock
