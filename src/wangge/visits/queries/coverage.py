"""How well an area's households are looked after: counted live where few, else as last counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Min, Sum

from wangge.core.territory.level import Level
from wangge.core.visits import Rules
from wangge.visits.models import Coverage
from wangge.visits.queries.standing import EVERYWHERE, Counts, Where, count_by, count_by_class

_COLUMNS = {Level.TOWN: "town_id", Level.VILLAGE: "village_id", Level.GRID: "grid_id"}
_SUMS = ("households", "uncontacted", "overdue", "due_week", "unruled")


@dataclass(frozen=True, slots=True)
class Covered:
    """Counts by area, and when they were made."""

    by_area: dict[UUID, Counts]
    at: datetime

    @property
    def whole(self) -> Counts:
        """All of them together."""
        return sum(self.by_area.values(), Counts())


def covered_by(where: Where, level: Level, *, now: datetime) -> Covered:
    """Counts by areas of `level` within `where`. Two queries at most.

    Of a town or the county as the job last counted, some minutes ago; of a village or grid now.
    """
    if where.level in (Level.COUNTY, Level.TOWN):
        rows = Coverage.objects.all()
        if where.level is Level.TOWN:
            rows = rows.filter(town_id__in=list(where.areas))
        sums = rows.values(_COLUMNS[level]).annotate(
            oldest=Min("at"), **{f"sum_{name}": Sum(name) for name in _SUMS}
        )
        found = list(sums)
        if found:
            by_area = {
                row[_COLUMNS[level]]: Counts(*(row[f"sum_{name}"] for name in _SUMS))
                for row in found
            }
            return Covered(by_area, min(row["oldest"] for row in found))
    return Covered(count_by(where, level, at=now), now)


@dataclass(frozen=True, slots=True)
class RulePreview:
    """What a rule would do: households it holds for, and those not visited within its span."""

    households: int
    late: int
    late_before: int


def preview_rule(changed: Rules, visit_class: str, *, now: datetime) -> RulePreview:
    """How many households fall under the class's rule, and how many would be late were nobody
    given a first span of grace. Counts the whole county: some seconds where it is large.
    """
    before = count_by_class(EVERYWHERE, at=now)
    after = count_by_class(EVERYWHERE, at=now, rules=changed)
    return RulePreview(
        households=after.get(visit_class, (0, 0))[0],
        late=sum(overdue for _, overdue in after.values()),
        late_before=sum(overdue for _, overdue in before.values()),
    )
