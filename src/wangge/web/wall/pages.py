"""The wall screen 大屏: a leader's room, ten metres away, nobody's name on it.

Read by whoever may read the figures of the area, or by a screen with a pass (`kiosk`), which needs
no sign-in and never times out. Nothing can be changed from here.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from functools import lru_cache
from uuid import UUID

import shapely
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from wangge.cases.queries.recent import by_grid_since
from wangge.core.errors import NotFound
from wangge.core.territory.level import Level
from wangge.ledger.access import may_read
from wangge.lib.clock import utc_now
from wangge.territory.access import NamedArea, territory_index
from wangge.territory.queries import areas_geojson
from wangge.ui.answers import language_of
from wangge.web.county.place import area_of, chain_of, level_below
from wangge.web.doors import actor_of, to_sign_in
from wangge.web.wall.figures import figures_of
from wangge.web.wall.kiosk import area_of_pass

#: The heat on the map is that of the last day.
_HEAT = timedelta(hours=24)


@require_GET
def wall(request: HttpRequest) -> HttpResponse:
    """The whole screen, with its first numbers in it."""
    place = _place(request)
    if place is None:
        return to_sign_in(request)
    now = utc_now()
    top = _top(request)
    area = {"area": str(place.id)}
    context = {
        "place": place,
        "crumbs": [
            (step.name, f"?{urlencode({'area': str(step.id)})}")
            for step in chain_of(place)
            if top is None or top in [one.id for one in chain_of(step)]
        ],
        "figures": figures_of(place, now=now, language=language_of(request)),
        "sources": {
            "data": f"{reverse('wall_data')}?{urlencode(area)}",
            "heat": f"{reverse('wall_heat')}?{urlencode(area)}",
            "borders": f"{reverse('wall_heat')}?{urlencode(area | {'borders': '1'})}",
        },
    }
    return render(request, "web/wall/wall.html", context)


@require_GET
def data(request: HttpRequest) -> HttpResponse:
    """The numbers of the screen, for keeping it fresh."""
    place = _place(request)
    if place is None:
        raise NotFound
    found = figures_of(place, now=utc_now(), language=language_of(request))
    return JsonResponse(found, json_dumps_params={"ensure_ascii": False})


@require_GET
def heat(request: HttpRequest) -> HttpResponse:
    """GeoJSON: the reports of the last day, each at the middle of its grid.

    With `borders`: the parts of the area, with the address each leads to.
    """
    place = _place(request)
    if place is None:
        raise NotFound
    features = _borders(place) if "borders" in request.GET else _heat(place, utc_now())
    body = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)
    return HttpResponse(body, content_type="application/geo+json")


def _place(request: HttpRequest) -> NamedArea | None:
    """The area the screen may show; None for whoever should sign in. Refuses: NotFound."""
    try:
        wanted = UUID(request.GET["area"]) if "area" in request.GET else None
    except ValueError:
        raise NotFound(field="area") from None
    top = area_of_pass(request)
    if top is not None:
        known = territory_index().areas
        found = known.get(wanted or top)
        if found is None or top not in [step.id for step in chain_of(found)]:
            raise NotFound(field="area")
        return found
    actor = actor_of(request)
    if actor.is_stranger:
        return None
    if not actor.may("ledger.read"):
        raise NotFound
    return area_of(actor, wanted)


def _top(request: HttpRequest) -> UUID | None:
    """The widest area this screen may show, so that no crumb leads to a closed door."""
    found = area_of_pass(request)
    if found is not None:
        return found
    actor, county = actor_of(request), territory_index().county_id
    return None if may_read(actor, [county]) else area_of(actor, None).id


def _borders(place: NamedArea) -> list[dict[str, object]]:
    below = level_below(place)
    level, parent = (below, place.id) if below else (place.level, place.parent_id)
    found = []
    for feature in json.loads(areas_geojson(level, parent).body)["features"]:
        area = feature["properties"]["id"]
        if below is None and area != str(place.id):
            continue
        href = f"{reverse('wall')}?{urlencode({'area': area})}" if below else ""
        properties = {
            "id": area,
            "name": feature["properties"]["name"],
            "href": href,
            "synthetic": feature["properties"]["synthetic"],
        }
        found.append(feature | {"properties": properties})
    return found


def _heat(place: NamedArea, now: datetime) -> list[dict[str, object]]:
    middles = _middles(territory_index().version_id)
    return [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": middles[grid]},
            "properties": {"count": count},
        }
        for grid, count in by_grid_since(place.level, place.id, now - _HEAT).items()
        if grid in middles
    ]


@lru_cache(maxsize=2)
def _middles(version: UUID) -> dict[UUID, tuple[float, float]]:
    """A point inside every grid of that version: a report is never shown more exactly."""
    found = {}
    for feature in json.loads(areas_geojson(Level.GRID, None).body)["features"]:
        point = shapely.from_geojson(json.dumps(feature["geometry"])).representative_point()
        found[UUID(feature["properties"]["id"])] = (round(point.x, 4), round(point.y, 4))
    return found
