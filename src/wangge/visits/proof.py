"""The second promise, proven from the rows: every household has a contact and is visited.

For now, or as it was at any past instant. What stood then is asked of the same rows: households,
contacts, visits and rules are all valid in time, and border moves lead back to the grid of that
day. A household's own class has no history: that of today is taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from psycopg import sql

from wangge.core.errors import NotFound
from wangge.core.territory.level import Level
from wangge.core.visits import FaultKind, HouseholdFault
from wangge.territory.access import TerritoryIndex, roster, territory_index
from wangge.visits.queries.standing import EVERYWHERE, Standing, day_of, facts_of, stream


def household_faults(*, at: datetime, now: datetime) -> tuple[int, Iterator[HouseholdFault]]:
    """How many households stood at that instant, and every counter-example among them.

    The second is read as it is walked through, some thousand rows at a time. A post that was
    closed or vacant is none: it falls to the post above. Refuses: NoTerritory.
    """
    at = min(at, now)
    index = territory_index(at=at)
    count, grids, posts = facts_of(EVERYWHERE, at=at)
    known = roster()
    wrong = Wrong(
        grids={grid for grid in grids if not _is_grid(index, grid)},
        unknown={post for post in posts if post not in known.posts},
        silent={
            post
            for post in posts
            if post in known.posts and known.answering(post, at).person is None
        },
    )
    return count, _faults(at, index, wrong)


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with the grids and posts that households name."""

    grids: set[UUID]
    #: Posts the county does not have, and posts nobody answers for.
    unknown: set[UUID]
    silent: set[UUID]


def _is_grid(index: TerritoryIndex, grid: UUID) -> bool:
    area = index.areas.get(grid)
    return area is not None and area.level is Level.GRID


_BROKEN = sql.SQL(
    "(s.post_id IS NULL OR s.due < %(day)s OR s.grid_id = ANY(%(grids)s::uuid[])"
    " OR s.post_id = ANY(%(wrong)s::uuid[]))"
)


def _faults(at: datetime, index: TerritoryIndex, wrong: Wrong) -> Iterator[HouseholdFault]:
    given = {"grids": list(wrong.grids), "wrong": [*wrong.unknown, *wrong.silent]}
    for home, later in stream(EVERYWHERE, at=at, but=_BROKEN, given=given):
        if home.grid_id in wrong.grids:
            yield _fault(FaultKind.NO_GRID, home, index)
        if home.post_id is None:
            kind = FaultKind.NO_CONTACT if later is None else FaultKind.CONTACT_NOT_YET
            yield _fault(kind, home, index, later)
        elif home.post_id in wrong.unknown:
            yield _fault(FaultKind.UNKNOWN_POST, home, index)
        elif home.post_id in wrong.silent:
            yield _fault(FaultKind.UNANSWERED, home, index)
        if home.days_late:
            kind = FaultKind.NEVER_VISITED if home.last_at is None else FaultKind.OVERDUE
            yield _fault(kind, home, index, home.last_at)


def _fault(
    kind: FaultKind, home: Standing, index: TerritoryIndex, day: datetime | None = None
) -> HouseholdFault:
    try:
        chain = index.chain_of_area(home.grid_id)
    except NotFound:
        chain = None
    areas = [chain.grid, chain.village, chain.town] if chain else []
    rule = home.rule
    return HouseholdFault(
        kind=kind,
        household_id=home.id,
        no=home.no,
        address=home.address,
        town=index.name(chain.town) if chain else "",
        village=index.name(chain.village) if chain else "",
        grid=index.name(chain.grid) if chain else "",
        areas=tuple(area for area in areas if area is not None),
        lon=home.lon,
        lat=home.lat,
        days_late=home.days_late,
        day=day_of(day) if day else None,
        rule=(rule.say("zh"), rule.say("en")) if rule else ("", ""),
        last_at=home.last_at,
    )
