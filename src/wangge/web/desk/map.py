"""The map of open work 案件地图: cases by their light, and beside it the same as a list.

Near by, each case is a sign; from afar, areas say how many are open and late, from the ledger. So
an answer is short at any zoom, in a county of any size.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

import shapely
import shapely.geometry
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wangge.cases.models import Case
from wangge.cases.queries.case_view import item_title
from wangge.cases.queries.on_map import Box, most_pressing, open_within
from wangge.catalogue.access import catalogue
from wangge.core.duty import Actor, Sight
from wangge.core.territory.level import Level
from wangge.ledger.access import may_read
from wangge.ledger.queries import Live, live_of
from wangge.lib.clock import utc_now
from wangge.territory.access import territory_index
from wangge.territory.queries import areas_geojson
from wangge.ui.answers import language_of
from wangge.web.case.rows import light_of_row, list_rows
from wangge.web.doors import actor_of, staff

#: So many areas at most are told apart on one screen.
MOST_AREAS = 120
A_LIST = 50
_LEVELS = (Level.GRID, Level.VILLAGE, Level.TOWN)  # the finest first
#: From this share of late cases on an area's sign is red.
_MANY_LATE = 0.2


class _Spot(NamedTuple):
    """An area on the map: its rectangle and a point within it, (lon, lat)."""

    area: UUID
    bounds: Box
    middle: tuple[float, float]


@require_GET
@staff
def desk_map(request: HttpRequest) -> HttpResponse:
    """The page; for htmx the list alone: the most pressing cases of what the map shows."""
    actor, now, language = actor_of(request), utc_now(), language_of(request)
    line, box = _line(request.GET), _box(request.GET)
    land = _land_box(actor)
    rows, count = most_pressing(actor, box or land, line, limit=A_LIST, now=now)
    here = _address(line, box)
    asked = {"line": line} if line else {}
    context: dict[str, object] = {
        "rows": list_rows(rows, now=now, language=language, back=here),
        "all_shown": count == len(rows),
        "count": count,
        "now": now,
        "here": here,
        "line": line or "",
        "lines": [
            (one.code, one.title if language.startswith("zh") else one.title_en)
            for one in catalogue().lines
        ],
        "box": ",".join(f"{side:.5f}" for side in box or land),
        "source": f"{reverse('desk_map_data')}?{urlencode(asked)}",
        "land": reverse("desk_map_land"),
        "lights": [
            ("red", _("超期")),
            ("amber", _("临期")),
            ("green", _("未到期")),
            ("paused", _("挂账")),
        ],
    }
    part = request.headers.get("HX-Target") == "list"
    answer = render(request, "web/desk/map_list.html" if part else "web/desk/map.html", context)
    patch_vary_headers(answer, ["HX-Target"])
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_GET
@staff
def data(request: HttpRequest) -> HttpResponse:
    """GeoJSON of a rectangle (`box`): cases, or where there are too many, areas with numbers."""
    actor, now = actor_of(request), utc_now()
    line, box = _line(request.GET), _box(request.GET) or _land_box(actor)
    rows = open_within(actor, box, line, now=now)
    if rows is not None:
        features = [_sign(row, now, language_of(request)) for row in rows]
    else:
        features = list(_numbers(actor, box, line, now))
    answer = JsonResponse({"type": "FeatureCollection", "features": features})
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_GET
@staff
def land(request: HttpRequest) -> HttpResponse:
    """GeoJSON: the borders beneath; of towns, or of a town's villages for whom it is all."""
    towns = _towns(actor_of(request))
    borders = (
        areas_geojson(Level.VILLAGE, next(iter(towns)))
        if len(towns) == 1
        else areas_geojson(Level.TOWN)
    )
    if request.headers.get("If-None-Match") == borders.etag:
        return HttpResponse(status=304)
    return HttpResponse(
        borders.body,
        content_type="application/geo+json",
        headers={"Cache-Control": "private, no-cache", "ETag": borders.etag},
    )


def _sign(row: Case, now: datetime, language: str) -> dict[str, Any]:
    """A case as a point."""
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [row.lon, row.lat]},
        "properties": {
            "no": row.no,
            "title": item_title(row.line, row.item, language),
            "place": row.place,
            "light": light_of_row(row, now),
            "href": reverse("case", args=[row.no]),
        },
    }


def _numbers(actor: Actor, box: Box, line: str | None, now: datetime) -> Iterable[dict[str, Any]]:
    """The areas of the finest level that still fit, each with its numbers. One query."""
    index = territory_index()
    spots: list[_Spot] = []
    for level in _LEVELS:
        spots = [
            spot
            for spot in _spots(areas_geojson(level).body)
            if _meet(spot.bounds, box) and may_read(actor, index.chain_of_area(spot.area).areas())
        ]
        if len(spots) <= MOST_AREAS:
            break
    known = live_of([spot.area for spot in spots], now=now, line=line)
    for spot in spots:
        live = known.get(spot.area)
        if live is not None and live.open:
            yield _bubble(spot, index.name(spot.area), live)


def _bubble(spot: _Spot, name: str, live: Live) -> dict[str, Any]:
    """An area as a point: red from a fifth late, amber where any is."""
    share = live.overdue / live.open
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": list(spot.middle)},
        "properties": {
            "name": name,
            "open": live.open,
            "overdue": live.overdue,
            "light": "red" if share >= _MANY_LATE else "amber" if share else "green",
            "box": ",".join(map(str, spot.bounds)),
        },
    }


@lru_cache(maxsize=8)
def _spots(borders: bytes) -> tuple[_Spot, ...]:
    """Where the areas of a map lie, read once from their borders."""
    return tuple(_spot(feature) for feature in json.loads(borders)["features"])


def _spot(feature: Mapping[str, Any]) -> _Spot:
    shape = shapely.geometry.shape(feature["geometry"])
    middle = shapely.point_on_surface(shape)
    west, south, east, north = shape.bounds
    return _Spot(
        UUID(feature["properties"]["id"]), (west, south, east, north), (middle.x, middle.y)
    )


def _meet(one: Box, other: Box) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def _towns(actor: Actor) -> frozenset[UUID]:
    """The towns the actor's land lies in; none: the whole county."""
    index, towns = territory_index(), set()
    for grant in actor.grants:
        if grant.sees is Sight.SUBTREE and grant.area_id in index.ever:
            town = index.chain_of_area(grant.area_id).town
            if town is None:
                return frozenset()
            towns.add(town)
    return frozenset(towns)


def _land_box(actor: Actor) -> Box:
    """The rectangle around the actor's land; of who sees none by his post, around the county."""
    areas = {grant.area_id for grant in actor.grants if grant.sees is Sight.SUBTREE}
    known = [spot for level in _LEVELS for spot in _spots(areas_geojson(level).body)]
    mine = [spot.bounds for spot in known if spot.area in areas] or [spot.bounds for spot in known]
    west, south, east, north = zip(*mine, strict=True)
    return min(west), min(south), max(east), max(north)


def _box(given: Mapping[str, str]) -> Box | None:
    """The rectangle an address asks for; None where it says none that can be."""
    try:
        west, south, east, north = (float(side) for side in given.get("box", "").split(","))
    except ValueError:
        return None
    if -180 <= west < east <= 180 and -90 <= south < north <= 90:  # never true of NaN
        return west, south, east, north
    return None


def _line(given: Mapping[str, str]) -> str | None:
    line = given.get("line")
    return line if line in {one.code for one in catalogue().lines} else None


def _address(line: str | None, box: Box | None) -> str:
    asked = {"line": line} if line else {}
    if box:
        asked["box"] = ",".join(f"{side:.5f}" for side in box)
    return f"{reverse('desk_map')}?{urlencode(asked)}" if asked else reverse("desk_map")
