"""How far a round of visits has come. Reads only."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

import msgspec
from django.db.models import Count, QuerySet

from wangge.core.territory.level import Level
from wangge.core.visits import Field
from wangge.visits.models import Round, RoundTarget

_COLUMNS = {Level.TOWN: "town_id", Level.VILLAGE: "village_id", Level.GRID: "grid_id"}


@dataclass(frozen=True, slots=True)
class Progress:
    """Of how many on the list how many are done."""

    targets: int = 0
    done: int = 0

    @property
    def open(self) -> int:
        """How many are still to be visited."""
        return self.targets - self.done


def progress(row: Round) -> Progress:
    """How far the whole round has come. One query."""
    found = row.targets.aggregate(targets=Count("id"), done=Count("done_at"))
    return Progress(found["targets"], found["done"])


def progress_by(row: Round, level: Level) -> dict[UUID, Progress]:
    """How far it has come in each area of that level. One query."""
    column = _COLUMNS[level]
    rows = row.targets.order_by().values_list(column).annotate(Count("id"), Count("done_at"))
    return {area: Progress(targets, done) for area, targets, done in rows}


def open_targets(row: Round, grids: Collection[UUID] | None = None) -> QuerySet[RoundTarget]:
    """Who is still to be visited, of those grids if given."""
    found = row.targets.filter(done_at__isnull=True).order_by("grid_id", "household_id")
    return found if grids is None else found.filter(grid_id__in=list(grids))


def checklist_of(row: Round) -> tuple[Field, ...]:
    """The round's own questions."""
    return msgspec.convert(row.checklist, tuple[Field, ...])
