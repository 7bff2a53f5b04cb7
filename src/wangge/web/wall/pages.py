"""The wall screen 大屏: a leader's room, ten metres away, nobody's name on it.

Read by whoever may read the figures of the area, or by a screen with a pass (`kiosk`), which needs
no sign-in and never times out. Nothing can be changed from here.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from wangge.accounts.keys import SEEN
from wangge.cases.queries.recent import by_grid_since
from wangge.core.errors import NotFound
from wangge.core.territory.level import Level
from wangge.ledger.access import may_read
from wangge.ledger.queries.fresh import Fresh
from wangge.lib.clock import utc_now
from wangge.territory.access import NamedArea, territory_index
from wangge.territory.queries import areas_geojson
from wangge.ui.answers import language_of
from wangge.web.county.place import area_of, chain_of, level_below
from wangge.web.doors import actor_of, to_sign_in
from wangge.web.wall.answers import Body, answer, packed, shown
from wangge.web.wall.happened import middles_of
from wangge.web.wall.kept import keep
from wangge.web.wall.kiosk import area_of_pass, renew

#: The heat on the map is that of the last day, and may be half a minute old.
_HEAT, _HEAT_FOR = timedelta(hours=24), timedelta(seconds=30)
_GEOJSON = "application/geo+json"


@require_GET
def wall(request: HttpRequest) -> HttpResponse:
    """The whole screen, with its first numbers in it."""
    place, top = _asked(request)
    if place is None:
        return to_sign_in(request)
    now, language = utc_now(), language_of(request)
    found, stands = shown(place, top=top, now=now, language=language)
    is_kiosk = not actor_of(request).may("ledger.read")
    context = {
        "place": place,
        "figures": found.figures,
        "etag": found.body.etag,
        "told": _told(stands, now),
        "kiosk": is_kiosk,
        "proofs": "" if is_kiosk else reverse("proofs"),
    }
    response = render(request, "web/wall/wall.html", context)
    renew(request, response)
    return response


@require_GET
def data(request: HttpRequest) -> HttpResponse:
    """The numbers of the screen, for keeping it fresh. 304 for whoever has them already.

    Who asks with `X-Nobody` is a screen by itself, which keeps no session awake.

    Headers: `X-Now`, the instant of the answer (ms since 1970), `X-Behind`, by how many seconds
    the figures lag behind it, and `X-Waiting`, about how many entries are not counted yet.
    """
    seen = request.session.get(SEEN)
    place, top = _asked(request)
    if place is None:
        raise NotFound
    if "X-Nobody" in request.headers and request.session.get(SEEN) != seen:
        # the screen asked, no hand: somebody who has gone away is signed out in time all the same
        request.session[SEEN] = seen
        request.session.modified = False
    now = utc_now()
    found, stands = shown(place, top=top, now=now, language=language_of(request))
    response = answer(request, found.body, "application/json")
    for name, value in _told(stands, now).items():
        response[f"X-{name.title()}"] = str(value)
    return response


def _told(stands: Fresh, now: datetime) -> dict[str, int]:
    return {
        "now": round(now.timestamp() * 1000),
        "behind": round((now - stands.as_of(now)).total_seconds()),
        "waiting": stands.waiting,
    }


@require_GET
def heat(request: HttpRequest) -> HttpResponse:
    """GeoJSON: the reports of the last day, each at the middle of its grid.

    With `borders`: the parts of the area, whose `id` is what to ask for next.
    """
    place, _ = _asked(request)
    if place is None:
        raise NotFound
    now, version = utc_now(), territory_index().version_id
    if "borders" in request.GET:
        key = ("borders", version, place.id)
        borders = keep(key, timedelta(hours=1), lambda: _collection(_borders(place)), now=now)
        response = answer(request, borders, _GEOJSON)
        response["Cache-Control"] = "private, max-age=3600"  # the address names the version
        return response
    key = ("heat", version, place.id)
    spots = keep(key, _HEAT_FOR, lambda: _collection(_heat(place, now)), now=now)
    return answer(request, spots, _GEOJSON)


def _asked(request: HttpRequest) -> tuple[NamedArea | None, UUID | None]:
    """The area to show, None for whoever should sign in, and the widest this screen may show.

    The widest is None where that is the county. Refuses: NotFound.
    """
    try:
        wanted = UUID(request.GET["area"]) if "area" in request.GET else None
    except ValueError:
        raise NotFound(field="area") from None
    actor = actor_of(request)
    if actor.may("ledger.read"):
        county = territory_index().county_id
        top = None if may_read(actor, [county]) else area_of(actor, None).id
        return area_of(actor, wanted), top
    passed = area_of_pass(request)
    if passed is not None:
        known = territory_index().areas
        found = known.get(wanted or passed)
        if found is None or passed not in [step.id for step in chain_of(found)]:
            raise NotFound(field="area")
        return found, passed
    if actor.is_stranger:
        return None, None
    raise NotFound


def _collection(features: list[dict[str, object]]) -> Body:
    return packed({"type": "FeatureCollection", "features": features})


def _borders(place: NamedArea) -> list[dict[str, object]]:
    below = level_below(place)
    level, parent = (below, place.id) if below else (place.level, place.parent_id)
    found = []
    for feature in json.loads(areas_geojson(level, parent).body)["features"]:
        area = feature["properties"]["id"]
        if below is None and area != str(place.id):
            continue
        properties = {
            "id": area,
            "name": feature["properties"]["name"],
            "leads": below is not None,
            "synthetic": feature["properties"]["synthetic"],
        }
        found.append(feature | {"properties": properties})
    return found


def _heat(place: NamedArea, now: datetime) -> list[dict[str, object]]:
    middles = middles_of(territory_index().version_id, Level.GRID)
    return [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": middles[grid]},
            "properties": {"count": count},
        }
        for grid, count in by_grid_since(place.level, place.id, now - _HEAT).items()
        if grid in middles
    ]
