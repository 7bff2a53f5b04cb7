"""The one place that looks at the clock. Everything else is given `now`."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

#: The zone every county of the country lives in; instants are stored in UTC.
SHANGHAI = ZoneInfo("Asia/Shanghai")


def utc_now() -> datetime:
    """This instant, aware, in UTC."""
    return datetime.now(UTC)


def midnight(day: date) -> datetime:
    """The instant at which that day begins in the county, in UTC: its changes hold from then on."""
    return datetime.combine(day, time.min, SHANGHAI).astimezone(UTC)
