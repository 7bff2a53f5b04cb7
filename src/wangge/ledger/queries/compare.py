"""Figures side by side: the parts of an area for a map, and the departments of the county.

A rate over a handful of cases says nothing, so who closed fewer than `RANKED_FROM` is not ranked.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple, TypeVar
from uuid import UUID

import msgspec

from wangge.ledger.queries.figures import Figures, figures_of
from wangge.ledger.queries.live import Live, live_of
from wangge.lib.clock import SHANGHAI
from wangge.territory.access import roster, territory_index
from wangge.territory.models import Area, Department

#: Closed cases in the span below which a place or department is shown but not ranked.
RANKED_FROM = 20


class AreaFigures(msgspec.Struct, frozen=True, kw_only=True):
    """One area with its figures and what is open there now."""

    area_id: UUID
    code: str
    name: str
    level: str
    figures: Figures
    live: Live


class DepartmentFigures(msgspec.Struct, frozen=True, kw_only=True):
    """One department 承办单位: what its posts handled, and what they owe now."""

    code: str
    title: str
    title_en: str
    figures: Figures
    live: Live


_Compared = TypeVar("_Compared", AreaFigures, DepartmentFigures)


def by_child_areas(
    area: UUID, since: date, until: date, *, now: datetime, line: str | None = None
) -> list[AreaFigures]:
    """Every area right below `area`, in order of code, those without cases too. Two queries.

    Areas that have ended, or begin on a day to come, are left out unless something counts there.
    """
    children = children_of(area, now=now)
    today = now.astimezone(SHANGHAI).date()
    ids = [child.id for child in children]
    counted = figures_of(ids, since, until, line=line)
    open_now = live_of(ids, now=now, line=line)
    return [
        AreaFigures(
            area_id=child.id,
            code=child.code,
            name=child.name,
            level=child.level,
            figures=counted.get(child.id, Figures()),
            live=open_now.get(child.id, Live()),
        )
        for child in children
        if child.stands(today) or child.id in counted or child.id in open_now
    ]


class Child(NamedTuple):
    """An area right below another, as long as it stands."""

    id: UUID
    code: str
    name: str
    level: str
    since: date
    until: date | None

    def stands(self, day: date) -> bool:
        """Whether it does on that day."""
        return self.since <= day and (self.until is None or day < self.until)


def children_of(area: UUID, *, now: datetime) -> tuple[Child, ...]:
    """The areas right below one, ended ones too, in order of code. One query at most."""
    return _children(territory_index(at=now).version_id, area)


@lru_cache(maxsize=256)
def _children(version: UUID, area: UUID) -> tuple[Child, ...]:
    """The areas right below one; as fresh as the territory version every process remembers."""
    rows = Area.objects.filter(parent_id=area).order_by("sort_key")
    return tuple(
        Child(row.pk, row.code, row.name, row.level, row.valid_from, row.valid_until)
        for row in rows
    )


def by_department(
    since: date, until: date, *, now: datetime, line: str | None = None
) -> list[DepartmentFigures]:
    """Every department, in order of code. Three queries."""
    posts: dict[str, list[UUID]] = {}
    for post in roster().posts.values():
        if post.department is not None:
            posts.setdefault(post.department, []).append(post.id)
    every = [post for of_one in posts.values() for post in of_one]
    counted = figures_of(every, since, until, line=line)
    open_now = live_of(every, now=now, line=line)
    return [
        DepartmentFigures(
            code=department.code,
            title=department.title,
            title_en=department.title_en,
            figures=add_up([counted[post] for post in posts[department.code] if post in counted]),
            live=Live(
                states=tuple(
                    state
                    for post in posts[department.code]
                    for state in open_now.get(post, Live()).states
                )
            ),
        )
        for department in Department.objects.order_by("code")
        if department.code in posts
    ]


def ranked(
    compared: Sequence[_Compared], *, floor: int = RANKED_FROM
) -> tuple[list[_Compared], list[_Compared]]:
    """(ranked, unranked): by on-time rate, then by volume; too few closed cases are not ranked."""
    enough = [one for one in compared if one.figures.closed >= max(floor, 1)]
    enough.sort(key=lambda one: (-(one.figures.on_time_rate or 0.0), -one.figures.closed))
    return enough, [one for one in compared if one.figures.closed < max(floor, 1)]


def add_up(parts: Sequence[Figures]) -> Figures:
    """The figures of several subjects together."""
    if not parts:
        return Figures()
    summed = {
        name: sum(getattr(one, name) for one in parts)
        for name in Figures.__struct_fields__
        if name != "spread"
    }
    spread = tuple(map(sum, zip(*(one.spread for one in parts), strict=True)))
    return Figures(spread=spread, **summed)
