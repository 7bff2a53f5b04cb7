"""How often the suggestions were right in use, by how sure they were 推荐准确率."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, F, Q

from wangge.core.triage.advice import LIKELY
from wangge.triage.models import SuggestionOutcome


class Accuracy(NamedTuple):
    """Of cases closed in a span: how many had a suggestion, and how many of those it was right for.

    `likely`, `likely_right`: of those said to be very likely.
    """

    settled: int
    suggested: int
    right: int
    likely: int
    likely_right: int


def accuracy(*, since: date, until: date, model: UUID | None = None) -> Accuracy:
    """Over cases settled on those days; `model`: only that one's suggestions. One query."""
    rows = SuggestionOutcome.objects.filter(settled_on__range=(since, until))
    if model is not None:
        rows = rows.filter(model_id=model)
    told, right = ~Q(suggested=""), Q(suggested=F("item"))
    likely = Q(probability__gte=LIKELY)
    found = rows.aggregate(
        n_settled=Count("pk"),
        n_suggested=Count("pk", filter=told),
        n_right=Count("pk", filter=told & right),
        n_likely=Count("pk", filter=told & likely),
        n_likely_right=Count("pk", filter=told & likely & right),
    )
    return Accuracy(**{name.removeprefix("n_"): count for name, count in found.items()})
