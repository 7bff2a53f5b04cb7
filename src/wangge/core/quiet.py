"""When somebody may be disturbed 通知时段: not a deadline's working time, but the day around it.

A mail that can wait waits for the beginning of the next worked day's hours; the lunch break and a
deadline's pauses are no concern of it. What is urgent does not ask here.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from wangge.core.clock import WorkCalendar
from wangge.lib.clock import SHANGHAI

#: Holidays end; this many days without one worked day means a calendar that is wrong.
_LOOK_AHEAD_DAYS = 60


def not_before(at: datetime, calendar: WorkCalendar) -> datetime:
    """The first instant from `at` on at which somebody may be disturbed, in UTC.

    That is between the first and the last working minute of a worked day, lunch included; `at`
    itself if the calendar works no day for two months.
    """
    local = at.astimezone(SHANGHAI)
    for ahead in range(_LOOK_AHEAD_DAYS):
        day = local.date() + timedelta(days=ahead)
        windows = calendar.windows_on(day)
        if not windows:
            continue
        midnight = datetime.combine(day, time(), SHANGHAI)
        begins = midnight + timedelta(seconds=windows[0].opens_s)
        ends = midnight + timedelta(seconds=windows[-1].closes_s)
        if local < ends:
            return max(local, begins).astimezone(UTC)
    return at
