"""Open cases on a map: those inside a rectangle, one by one while they can be told apart.

Where there are more, the map shows how many there are by area, from the ledger; this module says
only that there are too many. No answer is longer than `MOST_POINTS`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet

from wangge.cases.access import cases_for
from wangge.cases.models import OPEN, Case
from wangge.cases.queries.filters import Filters, narrow
from wangge.core.duty import Actor

#: More signs than this on one screen hide each other.
MOST_POINTS = 300

Box = tuple[float, float, float, float]  #: west, south, east, north; degrees, WGS-84


def open_within(
    actor: Actor, box: Box, line: str | None = None, *, now: datetime
) -> Sequence[Case] | None:
    """The open cases inside the rectangle within sight, most pressing first; None: too many.

    One query.
    """
    rows = narrow(_open(actor), Filters(within=box, line=line), now)
    found = list(rows[: MOST_POINTS + 1])
    return None if len(found) > MOST_POINTS else sorted(found, key=_pressing)


def most_pressing(
    actor: Actor, box: Box | None, line: str | None = None, *, limit: int, now: datetime
) -> Sequence[Case]:
    """The open cases with the earliest deadlines; for a rectangle that holds too many. One query.

    Where many match, the index of deadlines finds the first of them soon.
    """
    filters = Filters(within=box, line=line)
    rows = narrow(_open(actor).filter(due_at__isnull=False), filters, now)
    return list(rows.order_by("due_at", "id")[:limit])


def _open(actor: Actor) -> QuerySet[Case]:
    """The open cases on the actor's land; of who sees none, those his posts owe."""
    scope = actor.scope()
    if scope.everything or scope.areas:
        return cases_for(actor).filter(OPEN)
    return Case.objects.filter(OPEN, owner_id__in=list(scope.posts))


def _pressing(row: Case) -> tuple[bool, float, int]:
    """Suspended cases, which have no deadline, at the end."""
    return row.due_at is None, row.due_at.timestamp() if row.due_at else 0.0, row.pk.int
