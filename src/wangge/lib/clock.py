"""The one place that looks at the clock. Everything else is given `now`."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

#: The zone every county of the country lives in; instants are stored in UTC.
SHANGHAI = ZoneInfo("Asia/Shanghai")


def utc_now() -> datetime:
    """This instant, aware, in UTC."""
    return datetime.now(UTC)
