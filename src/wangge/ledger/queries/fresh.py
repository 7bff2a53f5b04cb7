"""How fresh the figures are: how far the ledger has read the log, and since when it lags.

Three look-ups by index, so that a screen may ask every few seconds whether there is anything new.
"""

from __future__ import annotations

from datetime import datetime

import msgspec
from django.db import connection

from wangge.ledger.followers import NAME


class Fresh(msgspec.Struct, frozen=True, kw_only=True):
    """Where the ledger and the log stand. Equal ones: nothing was written and nothing counted."""

    #: The last entry counted, as (transaction id, position); zeros before the first.
    counted: tuple[int, int] = (0, 0)
    #: The last position of the log.
    written: int = 0
    #: When the first entry not yet counted was made; None: everything is counted.
    waiting_since: datetime | None = None
    #: When the ledger last counted something.
    moved_at: datetime | None = None

    @property
    def waiting(self) -> int:
        """About how many entries are not yet counted: many after an import or a rebuilding."""
        return max(0, self.written - self.counted[1]) if self.waiting_since else 0

    def as_of(self, now: datetime) -> datetime:
        """The instant up to which the figures are complete.

        What comes from another system may have been made years ago; it waits no longer than since
        the ledger last moved.
        """
        if self.waiting_since is None:
            return now
        return min(now, max(self.waiting_since, self.moved_at or self.waiting_since))


def fresh() -> Fresh:
    """How far the figures go now. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_FRESH, [NAME])
        xid, position, written, waiting_since, moved_at = cursor.fetchone()
    return Fresh(
        counted=(xid, position),
        written=written or 0,
        waiting_since=waiting_since,
        moved_at=moved_at,
    )


_FRESH = """
SELECT f.xid, f.position, (SELECT max(position) FROM audit_entry), (
    SELECT e.at FROM audit_entry e WHERE (e.xid, e.position) > (f.xid::text::xid8, f.position)
    ORDER BY e.xid, e.position LIMIT 1
), f.moved_at
FROM (
    SELECT coalesce(max(xid), 0) AS xid, coalesce(max(position), 0) AS position,
        max(moved_at) AS moved_at
    FROM audit_follower WHERE name = %s
) f
"""
