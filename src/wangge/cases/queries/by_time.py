"""Lists newest first, through any filters, without looking at more rows than a page can bear.

Each filter that an index serves in order of time is a *way* into the cases: an area, an item, an
open state, no grid, or time itself. One question asks how far back a fixed number of rows reaches
on each way; the way that reaches farthest is taken, and only that stretch of it is read through
the other filters. A page that is not full then says how far back it has looked, and its cursor
goes on from there. Nothing depends on what the database guesses about how many rows there are.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet, Value

from wangge.cases.access import cases_for
from wangge.cases.models import OPEN, Case
from wangge.cases.queries.cursor import Mark, read_cursor, write_cursor
from wangge.cases.queries.filters import COLUMN, Filters, Listed, narrow, size_of
from wangge.cases.queries.parties import taken_part
from wangge.catalogue.access import catalogue
from wangge.core.case.flow import Kind
from wangge.core.duty import Actor, Scope
from wangge.core.errors import Refusal
from wangge.core.territory.level import Level

#: How many rows are looked at for a page: at first, and once more if that did not fill it.
STRETCHES = (1_000, 5_000)
#: More areas than this are looked for along time itself.
_MOST_AREAS = 16
_FIRST_ID = UUID(int=0)


class Way(NamedTuple):
    """Conditions each of which one index serves in order of time; any of them leads to a row.

    `exact`: every row on it is wanted, whatever the filters.
    """

    parts: tuple[Q, ...]
    exact: bool = False


def by_time(
    actor: Actor, filters: Filters, cursor: str | None, limit: int, *, now: datetime, of: object
) -> Listed:
    """A page of what the actor sees through the filters, newest first. At most five queries."""
    before = read_cursor(cursor, of=of) if cursor else None
    scope = actor.scope()
    if scope.nothing:
        return Listed([], None)
    if not scope.everything and not scope.areas:
        return _of_parties(scope, filters, before, limit, now, of)
    wanted = narrow(cases_for(actor), filters, now)
    size = size_of(limit)
    if filters.within is not None and _asks_for_open(filters):
        inside = _inside(wanted, before, size + 1)
        if inside is not None:
            return _page(inside, size, of)
    ways = _ways(scope, filters)
    exact = next((way for way in ways if way.exact), None)
    if exact is not None:
        return _page(_read(wanted, exact, before, None, size + 1), size, of)
    found: list[Case] = []
    for rows in STRETCHES:
        way, edge = _farthest(ways, filters, before, rows)
        found += _read(wanted, way, before, edge, size + 1 - len(found))
        if len(found) > size or edge is None:
            return _page(found, size, of)
        before = Mark(edge, _FIRST_ID)
    assert before is not None  # the last stretch had an edge
    return Listed(found, write_cursor(before, of=of), before.at)


def count_by_time(actor: Actor, filters: Filters, most: int, *, now: datetime) -> tuple[int, bool]:
    """How many there are, counted up to `most`, and whether those are all. At most two queries."""
    scope = actor.scope()
    if scope.nothing:
        return 0, True
    wanted = narrow(cases_for(actor), filters, now)
    if not scope.everything and not scope.areas:
        part = taken_part(scope, None, most)
        found = wanted.filter(pk__in=[mark.id for mark in part.marks]).count()
        return found, part.to is None
    ways = _ways(scope, filters)
    exact = next((way for way in ways if way.exact), None)
    way, edge = (exact, None) if exact else _farthest(ways, filters, None, STRETCHES[-1])
    some = wanted.filter(_any(way.parts))
    if edge is not None:
        some = some.filter(reported_at__gte=edge)
    count = some[:most].count()
    return count, count < most and edge is None


def _inside(wanted: QuerySet[Case], before: Mark | None, most: int) -> list[Case] | None:
    """The newest of the open cases in a rectangle, by the index of open places; None: too many.

    Two queries. In a rectangle with so many, time itself leads to the first of them soon.
    """
    some = list(_before(wanted, before).values_list("reported_at", "pk")[: STRETCHES[-1]])
    if len(some) == STRETCHES[-1]:
        return None
    newest = sorted(some, key=lambda one: (one[0], one[1].int), reverse=True)[:most]
    rows = Case.objects.filter(pk__in=[pk for _at, pk in newest])
    return sorted(rows, key=_order, reverse=True)


def _ways(scope: Scope, filters: Filters) -> list[Way]:
    """Every way that leads to all wanted rows, the ones likely to be narrow first."""
    ways = []
    if filters.supervised:
        ways.append(Way((Q(supervised=True),)))
    if filters.unlocated:
        ways.append(Way((Q(grid_id__isnull=True),), exact=_only(scope, filters, "unlocated")))
    land = _land(scope, filters)
    if land:
        ways.append(Way(land, exact=_only(scope, filters, "area", "level")))
    if filters.item is not None:
        ways.append(Way((Q(item=filters.item),)))
    if (state := _open_state(filters)) is not None:
        ways.append(Way((OPEN & Q(state=state),), exact=_only(scope, filters, "state")))
    if filters.kind == Kind.WAITING.value:
        ways.append(Way((Q(kind=Kind.WAITING.value),), exact=_only(scope, filters, "kind")))
    ways.append(Way((Q(),), exact=_only(scope, filters)))
    return ways


def _only(scope: Scope, filters: Filters, *served: str) -> bool:
    """Whether nothing but what the way serves, and a span of time, is asked for."""
    if scope.everything or "area" in served:
        seen = not any(one.lines for one in scope.areas)
    else:
        seen = any(one.level is Level.COUNTY and not one.lines for one in scope.areas)
    if "area" in served and filters.area is not None:
        seen = scope.everything or any(
            one.level is Level.COUNTY and not one.lines for one in scope.areas
        )
    named = {name: getattr(filters, name) for name in served}
    return seen and filters == Filters(since=filters.since, until=filters.until, **named)


def _land(scope: Scope, filters: Filters) -> tuple[Q, ...]:
    """The areas to look in; none: the whole county, or too many areas to look into one by one."""
    if filters.area is not None and filters.level is not Level.COUNTY:
        return (Q(**{COLUMN[filters.level or Level.GRID]: filters.area}),)
    if scope.everything or any(one.level is Level.COUNTY for one in scope.areas):
        return ()
    areas = [(one.level, area) for one in scope.areas for area in sorted(one.areas)]
    if len(areas) > _MOST_AREAS:
        return ()
    return tuple(Q(**{COLUMN[level]: area}) for level, area in dict.fromkeys(areas))


def _open_state(filters: Filters) -> str | None:
    """The state that is asked for, where only open cases can be in it."""
    if filters.state is None:
        return None
    try:
        flows = list(catalogue().flows.values())
    except Refusal:  # no catalogue yet
        flows = []
    kinds = {one.kind for flow in flows for one in flow.states if one.code == filters.state}
    open_only = bool(kinds) and Kind.CLOSED not in kinds
    return filters.state if open_only or _asks_for_open(filters) else None


def _asks_for_open(filters: Filters) -> bool:
    return (
        filters.unfinished
        or filters.overdue
        or filters.due_before is not None
        or filters.kind in (Kind.OPEN.value, Kind.WAITING.value)
    )


def _farthest(
    ways: list[Way], filters: Filters, before: Mark | None, rows: int
) -> tuple[Way, datetime | None]:
    """The way on which so many rows reach farthest back, and how far; None: to its end."""
    probes = []
    for n, way in enumerate(ways):
        each = max(1, rows // len(way.parts))
        for part in way.parts:
            along = _since_until(Case.objects.filter(part), filters, before)
            along = along.order_by("-reported_at").annotate(way=Value(n))
            probes.append(along.values_list("way", "reported_at")[each - 1 : each])
    reached = probes[0].union(*probes[1:], all=True) if len(probes) > 1 else probes[0]
    edges: dict[int, datetime] = {}
    for n, at in reached:
        edges[n] = max(at, edges.get(n, at))
    for n, way in enumerate(ways):
        if n not in edges:
            return way, None
    best = min(edges, key=lambda n: (edges[n], n))
    return ways[best], edges[best]


def _read(
    wanted: QuerySet[Case], way: Way, before: Mark | None, edge: datetime | None, most: int
) -> list[Case]:
    """The wanted rows on the way, newest first, down to the edge. One query."""
    pieces = []
    for part in way.parts:
        rows = _before(wanted.filter(part), before)
        if edge is not None:
            rows = rows.filter(reported_at__gte=edge)
        pieces.append(rows.order_by("-reported_at", "-id")[:most])
    if len(pieces) == 1:
        return list(pieces[0])
    found = {row.pk: row for row in pieces[0].union(*pieces[1:], all=True)}
    return sorted(found.values(), key=_order, reverse=True)[:most]


def _before(rows: QuerySet[Case], before: Mark | None) -> QuerySet[Case]:
    """Those after the mark in a list newest first."""
    if before is None:
        return rows
    at = before.instant()
    # `<=` alone is what an index can start from; the rest breaks ties.
    return rows.filter(reported_at__lte=at).exclude(reported_at=at, id__gte=before.id)


def _since_until(rows: QuerySet[Case], filters: Filters, before: Mark | None) -> QuerySet[Case]:
    if filters.since is not None:
        rows = rows.filter(reported_at__gte=filters.since)
    if filters.until is not None:
        rows = rows.filter(reported_at__lt=filters.until)
    if before is not None:
        rows = rows.filter(reported_at__lte=before.instant())
    return rows


def _of_parties(
    scope: Scope, filters: Filters, before: Mark | None, limit: int, now: datetime, of: object
) -> Listed:
    """The list of who sees what he took part in. Two queries."""
    size = size_of(limit)
    plain = filters == Filters()
    part = taken_part(scope, before, 2 * (size + 1) if plain else STRETCHES[0])
    rows = narrow(Case.objects.filter(pk__in=[mark.id for mark in part.marks]), filters, now)
    found = list(rows.order_by("-reported_at", "-id")[: size + 1])
    if len(found) > size or part.to is None:
        return _page(found, size, of)
    return Listed(found, write_cursor(part.to, of=of), part.to.at)


def _any(parts: Iterable[Q]) -> Q:
    found = Q(pk__in=[])
    for part in parts:
        if not part:
            return Q()
        found |= part
    return found


def _order(row: Case) -> tuple[float, int]:
    return row.reported_at.timestamp(), row.pk.int


def _page(found: list[Case], size: int, of: object) -> Listed:
    """The page and its cursor, from one row more than a page holds."""
    if len(found) <= size:
        return Listed(found, None)
    last = found[size - 1]
    return Listed(found[:size], write_cursor(Mark(last.reported_at, last.pk), of=of))
