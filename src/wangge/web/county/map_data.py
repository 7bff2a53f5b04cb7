"""The map of an area by its parts, coloured by how they stand; each part leads on.

Borders come from the territory, numbers from the ledger, put together for every look: borders are
remembered, numbers are not.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from wangge.core.territory.level import Level
from wangge.ledger.queries import AreaFigures, by_child_areas
from wangge.lib.clock import utc_now
from wangge.territory.access import NamedArea, territory_index
from wangge.territory.queries import areas_geojson
from wangge.web.county.asked import days_of, line_of
from wangge.web.county.place import address_of, area_of, level_below
from wangge.web.doors import actor_of, staff

#: What the colours of the map may say.
COLOURS = ("open", "overdue", "late")


@require_GET
@staff
def map_data(request: HttpRequest, area: UUID) -> HttpResponse:
    """GeoJSON of the parts of an area; `by` one of `COLOURS`. Properties: load 0 to 1, href."""
    place = area_of(actor_of(request), area)
    now = utc_now()
    today, since = days_of(now)
    line = line_of(request)
    below = level_below(place)
    by = request.GET.get("by", COLOURS[0])
    parts = by_child_areas(place.id, since, today, now=now, line=line) if below else []
    loads = _loads(parts, by if by in COLOURS else COLOURS[0])
    known = territory_index().areas
    features = []
    for feature in _borders(place, below):
        properties = feature["properties"]
        id_ = UUID(properties["id"])
        properties = properties | {
            "load": loads.get(id_, 0.0),
            "href": address_of(known[id_]) if below and id_ in known else "",
        }
        features.append(feature | {"properties": properties})
    body = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)
    return HttpResponse(
        body,
        content_type="application/geo+json",
        headers={"Cache-Control": "private, no-cache"},
    )


def is_synthetic(area: NamedArea) -> bool:
    """Whether any border on the area's map is made up and must be marked so."""
    return any(one["properties"]["synthetic"] for one in _borders(area, level_below(area)))


def _borders(area: NamedArea, below: Level | None) -> list[dict[str, Any]]:
    """The borders of the parts; of a grid, its own."""
    if below is not None:
        return _features(areas_geojson(below, area.id).body)
    parent = areas_geojson(area.level, area.parent_id).body
    return [one for one in _features(parent) if one["properties"]["id"] == str(area.id)]


@lru_cache(maxsize=64)
def _features(body: bytes) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(body)["features"]
    return found


def _loads(parts: list[AreaFigures], by: str) -> dict[UUID, float]:
    """How dark each part is, 0 to 1: against the darkest, or by the share of late cases."""
    if by == "late":
        rates = {part.area_id: part.figures.on_time_rate for part in parts}
        return {id_: round(1 - rate, 3) for id_, rate in rates.items() if rate is not None}
    numbers = {part.area_id: getattr(part.live, by) for part in parts}
    most = max(numbers.values(), default=0) or 1
    return {id_: round(number / most, 3) for id_, number in numbers.items()}
