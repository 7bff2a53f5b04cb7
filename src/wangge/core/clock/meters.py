"""Meters: the five ways of counting time, behind one face.

A meter turns instants into a running count of seconds and back. Everything else about clocks is
the same for all five. Legal meters move in whole days, at close of business 停止业务活动的时间.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol, assert_never

from wangge.core.clock.calendar import WorkCalendar
from wangge.core.clock.instants import instant, wall_second
from wangge.core.clock.limits import DAY_S, HOUR_S, WORK_DAY_S, Counting


class Meter(Protocol):
    """A way of counting. `count` never falls, and only differences of counts mean anything."""

    @property
    def step_s(self) -> int:
        """The smallest amount that can be left before a deadline, counted seconds."""

    def counts_from(self, started_at: datetime) -> datetime:
        """From when a clock started then begins to count."""

    def count(self, at: datetime) -> int:
        """Counted seconds up to `at`."""

    def due(self, since: datetime, left_s: int) -> datetime:
        """The first instant by which `left_s` more than at `since` will be counted."""

    def falls_to(self, since: datetime, left_s: int, warn_s: int) -> datetime:
        """The first instant, not before `since`, with at most `warn_s` of `left_s` left."""


class UrgentMeter:
    """紧急 24×7: the seconds of the wall."""

    step_s = 1

    def counts_from(self, started_at: datetime) -> datetime:
        """At once."""
        return started_at

    def count(self, at: datetime) -> int:
        """Seconds since 1970."""
        return int(at.timestamp())

    def due(self, since: datetime, left_s: int) -> datetime:
        """So many seconds later."""
        return since + timedelta(seconds=left_s)

    def falls_to(self, since: datetime, left_s: int, warn_s: int) -> datetime:
        """So many seconds before the deadline."""
        return since + timedelta(seconds=max(0, left_s - warn_s))


class WorkMeter:
    """工作时: seconds inside working windows."""

    step_s = 1

    def __init__(self, calendar: WorkCalendar) -> None:
        self.calendar = calendar

    def counts_from(self, started_at: datetime) -> datetime:
        """At once."""
        return started_at

    def count(self, at: datetime) -> int:
        """Working seconds up to `at`."""
        wall_s = wall_second(at)
        return self.calendar.table(wall_s // DAY_S).worked_before(wall_s)

    def due(self, since: datetime, left_s: int) -> datetime:
        """When so many working seconds more have been worked."""
        target = self.count(since) + left_s
        table = self.calendar.table(wall_second(since) // DAY_S)
        while (wall_s := table.reached(target)) is None:
            table = self.calendar.table(table.end_day)
        return instant(wall_s)

    def falls_to(self, since: datetime, left_s: int, warn_s: int) -> datetime:
        """So many working seconds before the deadline."""
        return since if left_s <= warn_s else self.due(since, left_s - warn_s)


class LegalWorkDayMeter:
    """法定工作日: working days, each counted when its business closes (民法典 201, 203)."""

    step_s = WORK_DAY_S

    def __init__(self, calendar: WorkCalendar) -> None:
        self.calendar = calendar

    def counts_from(self, started_at: datetime) -> datetime:
        """The midnight after the start: that day is not counted."""
        return next_midnight(started_at)

    def count(self, at: datetime) -> int:
        """Working days closed by `at`, eight hours each."""
        day, second = divmod(wall_second(at), DAY_S)
        table = self.calendar.table(day)
        closed = table.worked_on(day) and second >= table.closes_s(day)
        return (table.workdays_before(day) + closed) * WORK_DAY_S

    def due(self, since: datetime, left_s: int) -> datetime:
        """Close of business of the last of so many working days."""
        number = (self.count(since) + left_s) // WORK_DAY_S
        table = self.calendar.table(wall_second(since) // DAY_S)
        while (day := table.workday_with_number(number)) is None:
            table = self.calendar.table(table.end_day)
        return instant(day * DAY_S + table.closes_s(day))

    def falls_to(self, since: datetime, left_s: int, warn_s: int) -> datetime:
        """The close of business after which no more days than that are left, at least the last."""
        steps = days_until(left_s, max(warn_s, WORK_DAY_S), WORK_DAY_S)
        return since if steps <= 0 else self.due(since, steps * WORK_DAY_S)


class LegalDayMeter:
    """法定自然日: calendar days; a last day of rest gives way to the next working day (203)."""

    step_s = DAY_S

    def __init__(self, calendar: WorkCalendar) -> None:
        self.calendar = calendar

    def counts_from(self, started_at: datetime) -> datetime:
        """The midnight after the start: that day is not counted."""
        return next_midnight(started_at)

    def count(self, at: datetime) -> int:
        """Days closed by `at`: at close of business, or at 24:00 on a day of rest."""
        day, second = divmod(wall_second(at), DAY_S)
        return (day + (second >= self.calendar.table(day).closes_s(day))) * DAY_S

    def last_day(self, since: datetime, left_s: int) -> int:
        """The wall day that is the last of so many, before it gives way to a working day."""
        return (self.count(since) + left_s) // DAY_S - 1

    def due(self, since: datetime, left_s: int) -> datetime:
        """Close of business of the last day, or of the first working day after it."""
        last_day = self.last_day(since, left_s)
        table = self.calendar.table(last_day)
        number = table.workdays_before(last_day) + 1
        while (day := table.workday_with_number(number)) is None:
            table = self.calendar.table(table.end_day)
        return instant(day * DAY_S + table.closes_s(day))

    def falls_to(self, since: datetime, left_s: int, warn_s: int) -> datetime:
        """The close of the day after which no more days than that are left, at least the last."""
        steps = days_until(left_s, max(warn_s, DAY_S), DAY_S)
        if steps <= 0:
            return since
        day = self.last_day(since, steps * DAY_S)
        return instant(day * DAY_S + self.calendar.table(day).closes_s(day))


class DayEndMeter:
    """日清: days of the wall, each over at 24:00, the day of the start the first of them."""

    step_s = DAY_S
    #: Amber comes in the last eight hours at the earliest: the evening of the last day.
    _WARN_S = 8 * HOUR_S

    def counts_from(self, started_at: datetime) -> datetime:
        """At once."""
        return started_at

    def count(self, at: datetime) -> int:
        """Days over by `at`."""
        return wall_second(at) // DAY_S * DAY_S

    def due(self, since: datetime, left_s: int) -> datetime:
        """The midnight that ends the last of so many days."""
        return instant(self.count(since) + left_s)

    def falls_to(self, since: datetime, left_s: int, warn_s: int) -> datetime:
        """Some hours of the wall before the deadline."""
        return max(since, self.due(since, left_s) - timedelta(seconds=min(warn_s, self._WARN_S)))


def next_midnight(at: datetime) -> datetime:
    """The county midnight that ends the day of `at`."""
    return instant((wall_second(at) // DAY_S + 1) * DAY_S)


def days_until(left_s: int, warn_s: int, day_s: int) -> int:
    """How many whole days must pass until at most `warn_s` of `left_s` is left."""
    return -((warn_s - left_s) // day_s)


def meter_of(counting: Counting, calendar: WorkCalendar) -> Meter:
    """The meter that counts that way in that calendar."""
    match counting:
        case Counting.urgent:
            return _URGENT
        case Counting.working:
            return WorkMeter(calendar)
        case Counting.legal_work_days:
            return LegalWorkDayMeter(calendar)
        case Counting.legal_days:
            return LegalDayMeter(calendar)
        case Counting.day_ends:
            return _DAY_ENDS
    assert_never(counting)


_URGENT = UrgentMeter()
_DAY_ENDS = DayEndMeter()
