"""How many cases stood open in each state when a day ended 日末在办, for any past day.

What came in less what went out, day by day, kept by the follower: nothing is guessed from how
cases stand now. From what is open now one goes back, or from the first day forward, whichever is
the shorter way; either is one statement over the rows of one subject.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection


class Stood(msgspec.Struct, frozen=True, kw_only=True):
    """The open cases as one day ended: (line, state) → how many; those with none left out."""

    day: date
    states: Mapping[tuple[str, str], int]

    @property
    def open(self) -> int:
        """All of them."""
        return sum(self.states.values())

    def of_state(self, state: str) -> int:
        """Those in that state, of every line."""
        return sum(count for (_, one), count in self.states.items() if one == state)


def standing(
    subject: UUID, day: date, *, line: str | None = None, item: str | None = None
) -> Stood:
    """What was open at an area, or owed by a post, as that day ended. One query."""
    return standing_days(subject, day, day, line=line, item=item)[0]


def standing_days(
    subject: UUID, since: date, until: date, *, line: str | None = None, item: str | None = None
) -> list[Stood]:
    """The same for each day from `since` to `until`, oldest first. One query."""
    facts: dict[str, Any] = {
        "subject": subject,
        "since": since,
        "until": until,
        "line": line or None,
        "item": item or "",
    }
    changes: dict[date, dict[tuple[str, str], int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_CHANGES, facts)
        for day, of_line, state, change in cursor.fetchall():
            changes.setdefault(day, {})[of_line, state] = int(change)
    now: dict[tuple[str, str], int] = {}
    found = []
    for n in range((until - since).days + 1):
        for key, change in changes.get(since + timedelta(days=n), {}).items():
            now[key] = now.get(key, 0) + change
        states = {key: count for key, count in sorted(now.items()) if count}
        found.append(Stood(day=since + timedelta(days=n), states=states))
    return found


#: Everything before the first day counts on it.
_CHANGES = """
SELECT t.day, t.line, p.state, t.change
FROM (
    SELECT greatest(d.day, %(since)s) AS day, d.line, one.place, sum(one.change) AS change
    FROM ledger_daytally d, unnest(d.standing) WITH ORDINALITY AS one(change, place)
    WHERE d.subject_id = %(subject)s AND d.item = %(item)s AND d.day <= %(until)s
        AND (%(line)s::text IS NULL OR d.line = %(line)s) AND one.change <> 0
    GROUP BY 1, 2, 3
) t JOIN ledger_stateplace p ON p.place = t.place
WHERE t.change <> 0
"""
