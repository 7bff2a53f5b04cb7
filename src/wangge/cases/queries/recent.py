"""What has just happened, without anybody's name: for screens that many people look at.

Read for an area by whoever may read its figures; it tells class, village and step, no more.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from django.db import connection
from django.db.models import Count

from wangge.cases.models import Case
from wangge.core.territory.level import Level

#: How far back in the log is looked for what happened, and of a small area at how many of its
#: newest cases: in a large county the last steps anywhere say little of one village.
_LOOKED_AT, _NEWEST = 400, 60


class Happening(msgspec.Struct, frozen=True, kw_only=True):
    """One step of a case. `name`: of the event, `case.dispatched`."""

    position: int
    name: str
    at: datetime
    line: str
    item: str
    town_id: UUID | None
    village_id: UUID | None


_COLUMN = {Level.TOWN: "town_id", Level.VILLAGE: "village_id", Level.GRID: "grid_id"}


def happenings(
    level: Level, area: UUID, names: Sequence[str], *, limit: int = 20
) -> list[Happening]:
    """The last steps of those names in the area, newest first. One query."""
    column = _COLUMN.get(level)
    last = (
        "SELECT position, name, at, subject FROM audit_entry"
        " WHERE kind = 'case' AND name = ANY(%(names)s) ORDER BY position DESC LIMIT %(looked_at)s"
    )
    if column:
        last = (
            f"({last}) UNION SELECT e.position, e.name, e.at, e.subject FROM ("  # noqa: S608
            f"  SELECT id FROM cases_case WHERE {column} = %(area)s"
            "  ORDER BY reported_at DESC LIMIT %(newest)s"
            ") n JOIN audit_entry e ON e.subject = n.id WHERE e.name = ANY(%(names)s)"
        )
    within = f"WHERE c.{column} = %(area)s" if column else ""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.position, e.name, e.at, c.line, c.item, c.town_id, c.village_id"  # noqa: S608
            f" FROM ({last}) e JOIN cases_case c ON c.id = e.subject {within}"
            " ORDER BY e.position DESC LIMIT %(limit)s",
            {
                "names": list(names),
                "area": area,
                "limit": limit,
                "looked_at": _LOOKED_AT,
                "newest": _NEWEST,
            },
        )
        return [
            Happening(
                position=row[0],
                name=row[1],
                at=row[2],
                line=row[3],
                item=row[4],
                town_id=row[5],
                village_id=row[6],
            )
            for row in cursor.fetchall()
        ]


def by_grid_since(level: Level, area: UUID, since: datetime) -> dict[UUID, int]:
    """Reports since an instant by grid, in the area. One query over an index of time."""
    rows = Case.objects.filter(reported_at__gte=since, grid_id__isnull=False)
    column = _COLUMN.get(level)
    if column:
        rows = rows.filter(**{column: area})
    counted = rows.values_list("grid_id").annotate(count=Count("pk")).order_by()
    return {grid: count for grid, count in counted if grid is not None}
