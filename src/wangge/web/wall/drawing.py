"""Drawings a phone gets as a part of its page: the land with its overdue, and thirty days.

Plain SVG, some ten kilobytes: no script, no library, prints. One circle gathers all that is overdue
in a part; whoever presses the part sees it taken apart.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from wangge.core.territory.level import Level
from wangge.territory.access import NamedArea, territory_index
from wangge.territory.queries import areas_geojson
from wangge.web.county.place import level_below
from wangge.web.wall.happened import middles_of
from wangge.web.wall.kept import keep

#: The land is drawn as wide as a phone, in its own units.
_WIDE, _EDGE = 360, 8
#: A sign of a name is so wide and high; names that would overlap are left out.
_SIGN, _HIGH = 11.5, 14
#: Shades of the ground, from nothing open to the most.
_SHADES = 4


class Outline(msgspec.Struct, frozen=True, kw_only=True):
    """The parts of an area as paths, and where the middle of each lies on the drawing."""

    high: int
    paths: dict[str, str]
    middles: dict[str, tuple[float, float]]
    synthetic: bool


def land_drawn(
    place: NamedArea, parts: list[dict[str, Any]], *, now: datetime
) -> dict[str, Any] | None:
    """The parts with their shade, circle and name, the most overdue last and so on top."""
    below = level_below(place)
    if below is None or not parts:
        return None
    key = ("outline", territory_index().version_id, place.id)
    outline = keep(key, timedelta(hours=1), lambda: _outline(below, place.id), now=now)
    most = max((one["overdue"] for one in parts), default=0) or 1
    shown = [one for one in parts if one["id"] in outline.paths]
    shown.sort(key=lambda one: (-one["overdue"], -one["open"]))
    radii = {one["id"]: _radius(one["overdue"], most) for one in shown}
    taken = [(*outline.middles[id_], radius, radius) for id_, radius in radii.items() if radius]
    drawn = []
    for one in shown:
        (x, y), radius = outline.middles[one["id"]], radii[one["id"]]
        middle = y + radius + _HIGH / 2 if radius else y
        name = _room((x, middle, len(one["name"]) * _SIGN / 2, _HIGH / 2 - 1), taken)
        drawn.append(
            {
                **one,
                "path": outline.paths[one["id"]],
                "shade": math.ceil(one["load"] * _SHADES),
                "x": round(x),
                "y": round(y),
                "radius": round(radius),
                "text_y": round(middle + 4),
                "said": one["name"] if name else "",
            }
        )
    return {
        "wide": _WIDE,
        "high": outline.high,
        "parts": drawn[::-1],
        "synthetic": outline.synthetic,
    }


def days_drawn(trend: dict[str, list[Any]]) -> dict[str, Any]:
    """Thirty bars of reports and the line of closed cases, in units of the drawing."""
    wide, high = 360, 90
    top = max(1, *trend["reported"], *trend["closed"])
    step = wide / max(1, len(trend["days"]))
    bars = [
        {"x": round(n * step + 1), "y": round(high - count / top * high, 1), "count": count,
         "high": round(count / top * high, 1), "day": day}
        for n, (day, count) in enumerate(zip(trend["days"], trend["reported"], strict=True))
    ]  # fmt: skip
    line = " ".join(
        f"{n * step + step / 2:.0f},{high - count / top * high:.1f}"
        for n, count in enumerate(trend["closed"])
    )
    return {"wide": wide, "high": high, "bar": round(step - 2), "bars": bars, "line": line,
            "top": top, "first": trend["days"][0], "last": trend["days"][-1]}  # fmt: skip


def _outline(below: Level, parent: UUID) -> Outline:
    features = json.loads(areas_geojson(below, parent).body)["features"]
    inside = middles_of(territory_index().version_id, below)
    rings = {one["properties"]["id"]: _rings(one["geometry"]) for one in features}
    points = [point for of_one in rings.values() for ring in of_one for point in ring]
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    squeeze = math.cos(math.radians((south + north) / 2))  # a degree of longitude is shorter
    scale = (_WIDE - 2 * _EDGE) / max((east - west) * squeeze, (north - south) * 0.75)
    shift = (_WIDE - (east - west) * squeeze * scale) / 2

    def on_paper(lon: float, lat: float) -> tuple[float, float]:
        return shift + (lon - west) * squeeze * scale, _EDGE + (north - lat) * scale

    return Outline(
        high=round((north - south) * scale + 2 * _EDGE + _HIGH),
        paths={id_: _path(of_one, on_paper) for id_, of_one in rings.items()},
        middles={id_: on_paper(*inside[UUID(id_)]) for id_ in rings},
        synthetic=any(one["properties"]["synthetic"] for one in features),
    )


_Point = tuple[float, float]
#: Middle, and half its width and height.
_Box = tuple[float, float, float, float]


def _rings(geometry: dict[str, Any]) -> list[list[_Point]]:
    """The outer and inner rings of a polygon or of several."""
    found = geometry["coordinates"]
    polygons = [found] if geometry["type"] == "Polygon" else found
    return [[(x, y) for x, y, *_ in ring] for polygon in polygons for ring in polygon]


def _path(rings: list[list[_Point]], on_paper: Callable[[float, float], _Point]) -> str:
    """The rings as an SVG path of whole units, without points that fall together."""
    said = []
    for ring in rings:
        points: list[tuple[int, int]] = []
        for lon, lat in ring[:-1]:
            x, y = on_paper(lon, lat)
            if not points or points[-1] != (round(x), round(y)):
                points.append((round(x), round(y)))
        said.append("M" + "L".join(f"{x} {y}" for x, y in points) + "Z")
    return "".join(said)


def _radius(overdue: int, most: int) -> float:
    return 7 + 8 * math.sqrt(overdue / most) if overdue else 0.0


def _room(box: _Box, taken: list[_Box]) -> bool:
    """Whether the box is free beside those taken; then it is taken too."""
    for x, y, wide, high in taken:
        if abs(box[0] - x) < box[2] + wide and abs(box[1] - y) < box[3] + high:
            return False
    taken.append(box)
    return True
