"""Today hour by hour, beside what is usual by now: the mean of the same weekday of four weeks.

Comparing half a day with whole days would call every morning quiet, so hours are compared. Days
without any report (before the county began) do not count as usual.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from wangge.cases.queries.hours import Hours, reported_by_hour
from wangge.lib.clock import SHANGHAI
from wangge.territory.access import NamedArea
from wangge.web.wall.kept import keep

#: Weeks back that make the usual, and how long it stays so.
_WEEKS = 4
_USUAL_FOR = timedelta(hours=1)
#: How old the bars of today may be; the figure itself comes from the tallies.
_TODAY_FOR = timedelta(seconds=20)

_NONE: Hours = (0,) * 24


class Today(msgspec.Struct, frozen=True, kw_only=True):
    """Reports of today by the hour, and of a usual day like it; hours to come are None."""

    counts: tuple[int | None, ...]
    usual: tuple[float, ...]
    #: Usual reports from midnight to now; None where no such day is known.
    by_now: float | None


def today_of(place: NamedArea, *, now: datetime) -> Today:
    """Today in the area. At most two queries, none while what was read is young enough."""
    local = now.astimezone(SHANGHAI)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)

    def read_usual() -> tuple[Hours, ...]:
        days = [midnight - timedelta(weeks=n) for n in range(1, _WEEKS + 1)]
        return tuple(reported_by_hour(place.level, place.id, days).values())

    def read_today() -> Hours:
        return next(iter(reported_by_hour(place.level, place.id, [midnight]).values()), _NONE)

    days = keep(("usual", place.id, midnight.date()), _USUAL_FOR, read_usual, now=now)
    counts = keep(("today", place.id, midnight.date()), _TODAY_FOR, read_today, now=now)
    usual = tuple(sum(day[hour] for day in days) / len(days) if days else 0.0 for hour in range(24))
    part = (local.minute * 60 + local.second) / 3600
    by_now = sum(usual[: local.hour]) + part * usual[local.hour] if days else None
    return Today(
        counts=tuple(count if hour <= local.hour else None for hour, count in enumerate(counts)),
        usual=usual,
        by_now=by_now,
    )
