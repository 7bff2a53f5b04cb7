"""How far a round has come: who was visited, what was found, mended, re-checked, cleared.

The cases of a round are those its visits made, by ids that follow from the visits' own; nothing is
kept twice. Ignores who asks but for the land given (`visits.access.land_of`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from wangge.cases.models import Case
from wangge.core.territory.level import Level
from wangge.visits.models import Round, RoundTarget, Visit
from wangge.visits.queries.problems import problem_id
from wangge.visits.queries.standing import Where

COLUMN = {Level.TOWN: "town_id", Level.VILLAGE: "village_id", Level.GRID: "grid_id"}

#: How far a problem has come by the state it is in; other closed states need nothing more.
_FAR = {"found": 0, "mending": 0, "rechecking": 1, "clearing": 2, "cleared": 3}

#: Steps of a problem, in their order; each includes those after it.
STEPS = ("found", "mended", "rechecked", "cleared")


@dataclass(frozen=True, slots=True)
class Counted:
    """Of one area, or of the whole: households and problems."""

    targets: int = 0
    visited: int = 0
    found: int = 0
    mended: int = 0
    rechecked: int = 0
    cleared: int = 0

    @property
    def left(self) -> int:
        """Problems not yet cleared."""
        return self.found - self.cleared

    @property
    def to_visit(self) -> int:
        """Households not yet visited."""
        return self.targets - self.visited


def targets_of(row: Round, where: Where) -> QuerySet[RoundTarget]:
    """The households of the round on that land."""
    return row.targets.filter(on_land(where))


def problems_of(row: Round, where: Where, *, step: str = "found") -> QuerySet[Case]:
    """The problems of the round on that land that have come at least so far. Unordered."""
    found = Case.objects.filter(pk__in=problem_ids(row)).filter(on_land(where))
    wanted = STEPS.index(step)
    return found.filter(state__in=_states(wanted)) if wanted else found.exclude(state__in=_dropped)


def left_of(row: Round, where: Where) -> QuerySet[Case]:
    """The problems of the round on that land that are not cleared yet."""
    return problems_of(row, where).exclude(state="cleared")


def counts(row: Round, where: Where, level: Level) -> dict[UUID, Counted]:
    """The round on that land, by areas of that level. Three queries."""
    column = COLUMN[level]
    homes = targets_of(row, where).order_by().values_list(column)
    made = {
        area: Counted(targets=targets, visited=visited)
        for area, targets, visited in homes.annotate(Count("id"), Count("done_at"))
    }
    states = problems_of(row, where).order_by().values_list(column, "state").annotate(Count("pk"))
    for area, state, number in states:
        made[area] = _with(made.get(area, Counted()), state, number)
    return made


def total(parts: Mapping[UUID, Counted]) -> Counted:
    """All parts together."""
    sums = {name: sum(getattr(one, name) for one in parts.values()) for name in Counted.__slots__}
    return Counted(**sums)


def problem_ids(row: Round) -> list[UUID]:
    """The ids of all cases the round's visits made. One query."""
    visits = Visit.objects.filter(round_id=row.pk, found__gt=0).values_list("pk", "found")
    return [problem_id(pk, place) for pk, found in visits for place in range(found)]


def on_land(where: Where) -> Q:
    """A row stands on that land."""
    column = COLUMN.get(where.level)
    return Q() if column is None else Q(**{f"{column}__in": list(where.areas)})


#: Closed without having been a problem.
_dropped = ("rejected", "voided", "merged")


def _states(far: int) -> Collection[str]:
    return [state for state, reached in _FAR.items() if reached >= far]


def _with(one: Counted, state: str, number: int) -> Counted:
    far = _FAR.get(state, 0)
    return replace(
        one,
        found=one.found + number,
        mended=one.mended + number * (far >= 1),
        rechecked=one.rechecked + number * (far >= 2),
        cleared=one.cleared + number * (far >= 3),
    )
