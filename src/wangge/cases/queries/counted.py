"""How many open cases a change of the rules would concern: asked before it is made.

Counts over open cases alone, which stay in the tens of thousands however old the county is.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from wangge.cases.models import OPEN, Case


def open_under_condition(line: str, item: str, condition: str) -> int:
    """Open cases filed under that condition. One query."""
    rows = Case.objects.filter(OPEN, line=line, item=item)
    return rows.filter(fact__contains=f'"condition":"{condition}"').count()


def open_due_from(first: date) -> int:
    """Open cases whose deadline lies on or after that day: those a notice may move. One query."""
    return Case.objects.filter(OPEN, due_at__date__gte=first).count()


def open_owned_by(post_id: UUID) -> int:
    """Open cases the post owes the next step of. One query."""
    return Case.objects.filter(OPEN, owner_id=post_id).count()
