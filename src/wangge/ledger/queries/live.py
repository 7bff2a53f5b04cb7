"""What is open now 在办: by line and state, and how much of it is overdue, exact to the second.

The gauges know who was overdue at the mark; whoever fell due between the mark and `now` is added
(or, looking back before the mark, taken off) from an index in the same statement.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection


class LiveState(msgspec.Struct, frozen=True, kw_only=True):
    """The open cases of one line in one state."""

    line: str
    state: str
    open: int
    paused: int
    overdue: int


class Live(msgspec.Struct, frozen=True, kw_only=True):
    """The open cases of a subject; `states` without those that have none."""

    states: tuple[LiveState, ...] = ()

    @property
    def open(self) -> int:
        """All open cases 在办."""
        return sum(one.open for one in self.states)

    @property
    def paused(self) -> int:
        """Those suspended 挂账."""
        return sum(one.paused for one in self.states)

    @property
    def overdue(self) -> int:
        """Those past their deadline 超期."""
        return sum(one.overdue for one in self.states)


def live(subject: UUID, *, now: datetime, line: str | None = None, item: str | None = None) -> Live:
    """What is open at an area, or owed by a post. One query."""
    return live_of([subject], now=now, line=line, item=item).get(subject, Live())


def live_of(
    subjects: Collection[UUID],
    *,
    now: datetime,
    line: str | None = None,
    item: str | None = None,
) -> dict[UUID, Live]:
    """What is open at each subject; those with nothing are left out. One query."""
    facts: dict[str, Any] = {
        "subjects": list(subjects),
        "now": now,
        "line": line,
        "item": item or "",
    }
    with connection.cursor() as cursor:
        cursor.execute(_LIVE, facts)
        rows = cursor.fetchall()
    found: dict[UUID, list[LiveState]] = {}
    for subject, row_line, state, count, paused, overdue in rows:
        one = LiveState(line=row_line, state=state, open=count, paused=paused, overdue=overdue)
        found.setdefault(subject, []).append(one)
    return {subject: Live(states=tuple(states)) for subject, states in found.items()}


_LIVE = """
WITH mark AS (SELECT coalesce(max(until), '-infinity') AS until FROM ledger_overduemark),
since AS (
    SELECT subject, c.line, c.state, 1 AS change
    FROM ledger_countedcase c, mark,
        unnest(ARRAY[c.county_id, c.town_id, c.village_id, c.grid_id, c.owner_id]) AS subject
    WHERE c.open AND c.due_at >= mark.until AND c.due_at < %(now)s
        AND (%(item)s = '' OR c.item = %(item)s)
    UNION ALL
    SELECT subject, c.line, c.state, -1
    FROM ledger_countedcase c, mark,
        unnest(ARRAY[c.county_id, c.town_id, c.village_id, c.grid_id, c.owner_id]) AS subject
    WHERE c.open AND c.due_at >= %(now)s AND c.due_at < mark.until
        AND (%(item)s = '' OR c.item = %(item)s)
)
SELECT subject_id, line, state, sum(count)::int, sum(paused)::int, sum(overdue)::int FROM (
    SELECT subject_id, line, state, count, paused, overdue FROM ledger_opentally
    WHERE subject_id = ANY(%(subjects)s) AND item = %(item)s
    UNION ALL
    SELECT subject, line, state, 0, 0, change FROM since WHERE subject = ANY(%(subjects)s)
) AS every
WHERE %(line)s::text IS NULL OR line = %(line)s
GROUP BY subject_id, line, state HAVING sum(count) <> 0
ORDER BY subject_id, line, state
"""
