"""Open cases on a map: those inside a rectangle, one by one while they can be told apart.

Where there are more, the map shows how many there are by area, from the ledger; this module says
only that there are too many. No answer is longer than `MOST_POINTS`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

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

    At most two queries: whole rows are read only of those that are shown.
    """
    wanted = narrow(_open(actor), Filters(within=box, line=line), now)
    ids = list(wanted.values_list("pk", flat=True)[: MOST_POINTS + 1])
    if len(ids) > MOST_POINTS:
        return None
    return sorted(Case.objects.filter(pk__in=ids), key=_pressing)


def most_pressing(
    actor: Actor, box: Box, line: str | None = None, *, limit: int, now: datetime
) -> tuple[Sequence[Case], int | None]:
    """The first open cases by deadline inside the rectangle, and how many there are; None: many.

    Two queries. Where there are many, the index of deadlines finds the first of them soon.
    """
    wanted = narrow(_open(actor), Filters(within=box, line=line), now)
    some = list(wanted.values_list("due_at", "pk")[: MOST_POINTS + 1])
    if len(some) > MOST_POINTS:
        return list(wanted.filter(due_at__isnull=False).order_by("due_at", "id")[:limit]), None
    rows = Case.objects.filter(pk__in=[pk for _due, pk in sorted(some, key=_order)[:limit]])
    return sorted(rows, key=_pressing), len(some)


def _open(actor: Actor) -> QuerySet[Case]:
    """The open cases on the actor's land; of who sees none, those his posts owe."""
    scope = actor.scope()
    if scope.everything or scope.areas:
        return cases_for(actor).filter(OPEN)
    return Case.objects.filter(OPEN, owner_id__in=list(scope.posts))


def _pressing(row: Case) -> tuple[bool, float, int]:
    return _order((row.due_at, row.pk))


def _order(one: tuple[datetime | None, UUID]) -> tuple[bool, float, int]:
    """Suspended cases, which have no deadline, at the end."""
    due_at, pk = one
    return due_at is None, due_at.timestamp() if due_at else 0.0, pk.int
