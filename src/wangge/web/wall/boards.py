"""The boards of a wall: who closes in time and who does not, with floors; what is owed by line.

A rate over a handful of cases says nothing, so who has too few is told, not ranked. Of a long
ranking the first and the last are shown: praise and pressure fit on one screen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from operator import attrgetter
from typing import Any
from uuid import UUID

import msgspec

from wangge.cases.queries.case_view import line_title
from wangge.core.territory.level import Level
from wangge.ledger.queries import RANKED_FROM, Figures, Live
from wangge.ledger.queries.figures import figures_of
from wangge.ledger.queries.live import live_of
from wangge.territory.access import NamedArea, roster, territory_index
from wangge.territory.models import Department
from wangge.web.county.numbers import added, percent
from wangge.web.county.place import level_below
from wangge.web.wall.kept import keep

#: Names of departments change seldom, rates over thirty days slowly; the latter cost the most.
_NAMES_FOR, _RATES_FOR = timedelta(minutes=5), timedelta(seconds=10)


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    """One place or department: what it did in thirty days, what it owes now."""

    id: str
    name: str
    figures: Figures
    live: Live
    #: Of a place: closed in time. Of a department: handled in time.
    rate: float | None
    #: The cases the rate is of.
    volume: int


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """An area now, its parts and, for the county, its departments."""

    live: Live
    parts: tuple[Compared, ...]
    departments: tuple[Compared, ...]


def standing_of(
    place: NamedArea, since: date, until: date, *, now: datetime, language: str
) -> Standing:
    """The area, its parts and departments together. At most three queries."""
    below = level_below(place)
    found = territory_index().areas.values() if below else ()
    parts = sorted((one for one in found if one.parent_id == place.id), key=attrgetter("code"))
    posts = _posts_by_department() if place.level is Level.COUNTY else {}
    ids = [*(one.id for one in parts), *(post for of in posts.values() for post in of)]
    key = ("compared", place.id, since, until)
    counted = keep(key, _RATES_FOR, lambda: figures_of(ids, since, until), now=now) if ids else {}
    open_now = live_of([place.id, *ids], now=now)
    zh = language.startswith("zh")
    names = _department_names(now) if posts else {}
    return Standing(
        live=open_now.get(place.id, Live()),
        parts=tuple(_part(one, counted, open_now) for one in parts),
        departments=tuple(
            _department(code, names.get(code, (code, code))[not zh], of, counted, open_now)
            for code, of in sorted(posts.items())
        ),
    )


def board(compared: Sequence[Compared], *, first: int, last: int) -> dict[str, Any]:
    """The best `first` and the worst `last` of those with enough cases, each with its rank.

    Where there is room left, those with too few come after, by what they owe, without a rank.
    """
    enough = [one for one in compared if one.volume >= RANKED_FROM and one.rate is not None]
    enough.sort(key=lambda one: (-(one.rate or 0.0), -one.volume))
    ranked = list(enumerate(enough, 1))
    shown = ranked if len(ranked) <= first + last else ranked[:first] + ranked[-last:]
    few = [one for one in compared if one not in enough]
    few.sort(key=lambda one: (-one.live.overdue, -one.live.open))
    return {
        "rows": [
            {
                "id": one.id,
                "rank": rank,
                "name": one.name,
                "rate": one.rate,
                "said": percent(one.rate),
                "count": one.volume,
                "overdue": one.live.overdue,
            }
            for rank, one in shown
        ],
        "gap": len(ranked) > first + last,
        "few": [
            {"id": one.id, "name": one.name, "open": one.live.open, "overdue": one.live.overdue}
            for one in few[: first + last - len(shown)]
        ],
        "unranked": len(few),
        "floor": RANKED_FROM,
    }


def by_line(live: Live, language: str) -> list[dict[str, Any]]:
    """What is open and overdue now by service line, the most open first."""
    found: dict[str, list[int]] = {}
    for state in live.states:
        numbers = found.setdefault(state.line, [0, 0])
        numbers[0] += state.open
        numbers[1] += state.overdue
    rows = sorted(found.items(), key=lambda one: (-one[1][0], one[0]))
    return [
        {"name": line_title(line, language), "open": count, "overdue": late}
        for line, (count, late) in rows
        if count > 0
    ]


def _posts_by_department() -> dict[str, list[UUID]]:
    posts: dict[str, list[UUID]] = {}
    for post in roster().posts.values():
        if post.department is not None:
            posts.setdefault(post.department, []).append(post.id)
    return posts


def _department_names(now: datetime) -> Mapping[str, tuple[str, str]]:
    def read() -> dict[str, tuple[str, str]]:
        rows = Department.objects.values_list("code", "title", "title_en")
        return {code: (title, title_en) for code, title, title_en in rows}

    return keep(("departments",), _NAMES_FOR, read, now=now)


def _part(
    area: NamedArea, counted: Mapping[UUID, Figures], open_now: Mapping[UUID, Live]
) -> Compared:
    found = counted.get(area.id, Figures())
    return Compared(
        id=str(area.id),
        name=area.name,
        figures=found,
        live=open_now.get(area.id, Live()),
        rate=found.on_time_rate,
        volume=found.closed,
    )


def _department(
    code: str,
    name: str,
    posts: Sequence[UUID],
    counted: Mapping[UUID, Figures],
    open_now: Mapping[UUID, Live],
) -> Compared:
    parts = [counted[post] for post in posts if post in counted]
    found = added(parts) if parts else Figures()
    states = tuple(state for post in posts for state in open_now.get(post, Live()).states)
    return Compared(
        id=code,
        name=name,
        figures=found,
        live=Live(states=states),
        rate=found.handled_on_time_rate,
        volume=found.handled,
    )
