"""County time in tests: `at("2026-09-30 16:00")`, `text(clock.due_at)`, and the seed calendar."""

from __future__ import annotations

from datetime import datetime

from wangge.core.clock import Clock, Limit, WorkCalendar, begin
from wangge.core.clock.seed import seed_calendar
from wangge.lib.clock import SHANGHAI

#: The calendar as on 2026-11-23: announced to the end of 2026.
CALENDAR = seed_calendar(2026)


def at(text: str) -> datetime:
    """The instant of a county date and time."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def text(moment: datetime | None) -> str | None:
    """County date and time to the minute."""
    return moment and moment.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")


def clock_of(limit: str, start: str, calendar: WorkCalendar = CALENDAR) -> Clock:
    return begin(Limit.parse(limit), at(start), calendar)


def due(limit: str, start: str, calendar: WorkCalendar = CALENDAR) -> str | None:
    return text(clock_of(limit, start, calendar).due_at)
