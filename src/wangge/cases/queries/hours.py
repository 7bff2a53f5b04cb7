"""How many cases came in each hour of a day, and of other days like it: is today as usual?

Read from an index of time, so it costs what those days hold, not what the county ever held.
Ignores who asks: hours and counts are nobody's data.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection

from wangge.core.territory.level import Level

_COLUMN = {Level.TOWN: "town_id", Level.VILLAGE: "village_id", Level.GRID: "grid_id"}

#: Reports in each of the 24 hours after an instant.
Hours = tuple[int, ...]


def reported_by_hour(
    level: Level, area: UUID, midnights: Sequence[datetime]
) -> dict[datetime, Hours]:
    """Reports in the area by the hour after each of those instants; none: left out. One query."""
    column = _COLUMN.get(level)
    within = f"AND c.{column} = %(area)s" if column else ""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.start, floor(extract(epoch FROM c.reported_at - s.start) / 3600)::int,"  # noqa: S608
            " count(*) FROM unnest(%(midnights)s::timestamptz[]) AS s(start) JOIN cases_case c"
            " ON c.reported_at >= s.start AND c.reported_at < s.start + interval '24 hours'"
            f" {within} GROUP BY 1, 2",
            {"midnights": list(midnights), "area": area},
        )
        rows = cursor.fetchall()
    found: dict[datetime, list[int]] = {}
    for start, hour, count in rows:
        found.setdefault(start, [0] * 24)[hour] = count
    return {start: tuple(counts) for start, counts in found.items()}
