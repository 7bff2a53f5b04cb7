"""Counting how the households of every grid stand, for pages that show whole towns."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from wangge.core.errors import NotFound
from wangge.core.territory.level import Level
from wangge.territory.access import territory_index
from wangge.visits.models import Coverage
from wangge.visits.queries.standing import EVERYWHERE, count_by


@transaction.atomic
def count_coverage(*, now: datetime) -> int:
    """The counts of every grid are those of now; how many grids. Some seconds in a large county."""
    index = territory_index(at=now)
    rows = []
    for grid, counts in count_by(EVERYWHERE, Level.GRID, at=now).items():
        try:
            chain = index.chain_of_area(grid)
        except NotFound:
            continue  # no grid in force: the proof names its households
        if chain.village is None or chain.town is None:
            continue
        rows.append(
            Coverage(
                grid_id=grid,
                village_id=chain.village,
                town_id=chain.town,
                households=counts.households,
                uncontacted=counts.uncontacted,
                overdue=counts.overdue,
                due_week=counts.due_week,
                unruled=counts.unruled,
                at=now,
            )
        )
    Coverage.objects.exclude(at=now).delete()
    Coverage.objects.bulk_create(rows, batch_size=1_000, ignore_conflicts=True)
    return len(rows)
