"""How well the households of an area are looked after, by the areas it is made of. 走访覆盖."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wangge.core.duty import Actor
from wangge.core.territory.level import Level
from wangge.lib.clock import utc_now
from wangge.territory.access import territory_index
from wangge.visits.access import land_of
from wangge.visits.queries.coverage import Covered, covered_by
from wangge.visits.queries.standing import Counts
from wangge.web.doors import actor_of
from wangge.web.visits.frame import area_href, area_named, crumbs, level_word, reader, shown
from wangge.web.visits.homes import homes


@require_GET
@reader
def coverage(request: HttpRequest, area: UUID | None = None) -> HttpResponse:
    """Households, visited in time, overdue, without a contact: of an area and each of its parts."""
    actor, now = actor_of(request), utc_now()
    where = land_of(actor, area, now=now)
    if where.level is Level.GRID:
        return homes(request, min(where.areas, key=str))
    found, rows = parts_of(actor, area, now=now)
    place = area_named(next(iter(where.areas))) if len(where.areas) == 1 else None
    below = where.level.child
    assert below is not None
    context = {
        "place": place.name if place else _("我的辖区"),
        "area": str(area or ""),
        "crumbs": crumbs(actor, place),
        "below": level_word(below),
        "whole": _figures(found.whole),
        "rows": rows,
        "homes": _homes(place.id) if place and place.level is not Level.COUNTY else "",
        "counted_at": found.at,
    }
    return shown(request, "coverage.html", context)


def parts_of(
    actor: Actor, area: UUID | None, *, now: datetime
) -> tuple[Covered, list[dict[str, Any]]]:
    """The figures of an area's parts, in order of code. At most two queries. Refuses: NotFound."""
    where = land_of(actor, area, now=now)
    below = where.level.child if where.level is not Level.GRID else Level.GRID
    assert below is not None
    found = covered_by(where, below, now=now)
    areas = [
        one
        for one in territory_index(at=now).areas.values()
        if one.level is below and _within(one.id, where.areas)
    ]
    rows = [
        _figures(found.by_area.get(one.id, Counts()))
        | {"code": one.code, "name": one.name, "href": area_href(one), "homes": _homes(one.id)}
        for one in sorted(areas, key=lambda one: one.code)
    ]
    return found, rows


def _within(area: UUID, wanted: frozenset[UUID]) -> bool:
    known = territory_index().areas
    here = known.get(area)
    while here is not None:
        if here.id in wanted:
            return True
        here = known.get(here.parent_id) if here.parent_id else None
    return False


def _homes(area: UUID) -> str:
    return reverse("visits_homes", args=[area])


def _figures(counts: Counts) -> dict[str, Any]:
    ruled = counts.households - counts.unruled
    in_time = ruled - counts.overdue
    return {
        "households": counts.households,
        "in_time": in_time,
        "rate": f"{in_time / ruled:.1%}" if ruled else "—",
        "overdue": counts.overdue,
        "due_week": counts.due_week,
        "uncontacted": counts.uncontacted,
    }
