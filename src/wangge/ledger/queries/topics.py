"""What people report most 热点: classes of the last days, beside how many one would expect.

From the day tallies; as quick at ten million cases as at ten thousand.
"""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import msgspec
from django.db.models import Q, Sum

from wangge.ledger.models import DayTally


class Topic(msgspec.Struct, frozen=True, kw_only=True):
    """One class of cases: reports in the span, and in as many days of the four spans before."""

    line: str
    item: str
    count: int
    usual: float

    @property
    def rises(self) -> bool:
        """Clearly more than usual: at least three more, and half as many again."""
        return self.count >= self.usual + 3 and self.count >= self.usual * 1.5


def topics(subject: UUID, *, until: date, days: int = 7, limit: int = 8) -> list[Topic]:
    """The most reported classes of the last `days` days, the most first. One query."""
    first = until - timedelta(days=days - 1)
    before = first - timedelta(days=4 * days)
    rows = (
        DayTally.objects.filter(subject_id=subject, day__range=(before, until))
        .exclude(item="")
        .values("line", "item")
        .annotate(
            count=Sum("reported", filter=Q(day__gte=first), default=0),
            earlier=Sum("reported", filter=Q(day__lt=first), default=0),
        )
        .filter(count__gt=0)
        .order_by("-count", "line", "item")[:limit]
    )
    return [
        Topic(line=row["line"], item=row["item"], count=row["count"], usual=row["earlier"] / 4)
        for row in rows
    ]
