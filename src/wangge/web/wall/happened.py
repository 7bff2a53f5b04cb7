"""The last steps on a wall: class, place and step, nobody's name, no place finer than a village."""

from __future__ import annotations

import json
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

import shapely
from django.utils.translation import gettext_lazy as _

from wangge.cases.queries.case_view import item_title
from wangge.cases.queries.recent import happenings
from wangge.core.territory.level import Level
from wangge.territory.access import NamedArea, territory_index
from wangge.territory.queries import areas_geojson
from wangge.ui.words import say_day
from wangge.web.county.place import chain_of

#: Steps worth a line on the wall, the words for them, and their tone.
_STEPS = {
    "case.reported": (_("上报"), "plain"),
    "case.dispatched": (_("派遣"), "plain"),
    "case.handled": (_("处置"), "plain"),
    "case.self_handled": (_("当场办结"), "green"),
    "case.verified": (_("核查通过"), "green"),
    "case.closed": (_("结案"), "green"),
    "case.reworked": (_("返工"), "amber"),
    "case.escalated": (_("超期升级"), "red"),
    "case.supervised": (_("督办"), "red"),
}
#: Each tone has its sign, so that nobody needs to tell red from green.
SIGNS = {"plain": "·", "green": "✓", "amber": "◐", "red": "●"}

_SHOWN = 12


def happened(place: NamedArea, language: str, *, now: datetime) -> list[dict[str, Any]]:
    """The last steps in the area, newest first. One query."""
    index = territory_index()
    around = {step.id for step in chain_of(place)}
    middles = middles_of(index.version_id, Level.VILLAGE)
    return [
        {
            "key": one.position,
            "time": say_day(one.at, now=now),
            "word": str(_STEPS[one.name][0]),
            "tone": _STEPS[one.name][1],
            "sign": SIGNS[_STEPS[one.name][1]],
            "place": "".join(
                index.ever[area].name
                for area in (one.town_id, one.village_id)
                if area is not None and area in index.ever and area not in around
            ),
            "title": item_title(one.line, one.item, language),
            "at": middles.get(one.village_id) if one.village_id else None,
        }
        for one in happenings(place.level, place.id, list(_STEPS), limit=_SHOWN)
    ]


@lru_cache(maxsize=8)
def middles_of(version: UUID, level: Level) -> dict[UUID, tuple[float, float]]:
    """A point inside every area of that level: nothing is ever shown more exactly."""
    found = {}
    for feature in json.loads(areas_geojson(level, None).body)["features"]:
        point = shapely.from_geojson(json.dumps(feature["geometry"])).representative_point()
        found[UUID(feature["properties"]["id"])] = (round(point.x, 4), round(point.y, 4))
    return found
