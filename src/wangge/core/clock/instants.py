"""Instants as whole seconds of county time, so that all reckoning is on integers.

County time is UTC+8: Asia/Shanghai has had no summer time since 1991, so from 1992 on an offset
that never moves is the zone itself (a test holds the two side by side). A *wall second* is the
number of seconds since 1970-01-01 00:00 county time; a *wall day* is that divided by a day.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

from wangge.core.clock.limits import DAY_S
from wangge.core.clock.refusals import OutsideCalendar

#: How far county time is ahead of UTC, seconds.
OFFSET_S = 8 * 3_600
FIRST_YEAR = 1992
LAST_YEAR = 2199

_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()


def whole_utc(at: datetime) -> datetime:
    """`at` in UTC, cut to the second. A naive `at` is a `ValueError`; refuses far-off years."""
    if at.tzinfo is None:
        raise ValueError("an instant must be aware of its time zone")
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise OutsideCalendar(field="at", year=at.year)
    if at.tzinfo is not UTC:
        at = at.astimezone(UTC)
    return at.replace(microsecond=0) if at.microsecond else at


def wall_second(at: datetime) -> int:
    """The wall second of an aware instant."""
    return int(at.timestamp()) + OFFSET_S


def instant(wall_s: int) -> datetime:
    """The UTC instant of a wall second."""
    return datetime.fromtimestamp(wall_s - OFFSET_S, UTC)


def wall_day(on: date) -> int:
    """The wall day of a date."""
    return on.toordinal() - _EPOCH_ORDINAL


def date_of(day: int) -> date:
    """The date of a wall day."""
    return date.fromordinal(day + _EPOCH_ORDINAL)


def midnight(day: int) -> int:
    """The wall second at which wall day `day` begins."""
    return day * DAY_S
