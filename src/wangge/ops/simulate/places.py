"""Where things happen: a few spots in every grid, some of them hot, each with a name.

The names are put together from the real village's name and invented corners of it; the spots lie
where the village lies. Ignores what happens there: that is `plan`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import cos, radians
from random import Random
from uuid import UUID

import shapely
from shapely.geometry.base import BaseGeometry

from wangge.core.territory.level import Level
from wangge.core.territory.shapes import unpack
from wangge.territory.access import territory_index
from wangge.territory.models import Boundary

#: Kind of spot → how often it is the scene, and what it may be called.
_KINDS: dict[str, tuple[float, tuple[str, ...]]] = {
    "road": (3, ("{v}村部前的路口", "{v}主干道弯道处", "{v}桥头路段", "{v}老供销社门前路段")),
    "market": (2.5, ("{v}集贸市场", "{v}农贸市场东门", "{v}赶集的老街")),
    "school": (2, ("{v}小学门口", "{v}中心学校后门", "{v}幼儿园门前")),
    "river": (1.5, ("{v}河堤段", "{v}小河桥下", "{v}老码头边")),
    "square": (1, ("{v}文体广场", "{v}休闲广场")),
    "hospital": (1, ("{v}卫生室门口", "{v}卫生院门前")),
    "estate": (2, ("{v}安置小区一期", "{v}家属院三栋", "{v}老居民楼二单元")),
    "group": (3, ("{v}{g}组屋场", "{v}{g}组公屋旁", "{v}{g}组晒谷坪")),
    "site": (0.8, ("{v}安置房工地", "{v}道路改造工地", "{v}厂房工地")),
    "field": (1.2, ("{v}{g}组垄里", "{v}大垄田边")),
    "pond": (0.8, ("{v}{g}组山塘", "{v}门口塘")),
    "hill": (0.8, ("{v}后山脚下", "{v}{g}组坳上")),
    "shop": (1.2, ("{v}街上门面", "{v}超市门口", "{v}饭店一条街")),
}
_GROUPS = "一二三四五六七八九十"
_METRES_A_DEGREE = 111_320.0
#: How far around a spot things happen.
_SPREAD_M = 35.0


@dataclass(frozen=True, slots=True)
class Spot:
    """A named corner of a grid. Longitude and latitude in WGS-84."""

    kind: str
    name: str
    lon: float
    lat: float
    weight: float


@dataclass(frozen=True, slots=True)
class Grid:
    """A grid with its spots and how much happens in it."""

    id: UUID
    code: str
    town: str  #: code
    village: str  #: name
    urban: bool
    weight: float
    spots: tuple[Spot, ...]

    def of_kinds(self, kinds: tuple[str, ...]) -> tuple[Spot, ...]:
        """The spots of those kinds; all of them where there is none."""
        return tuple(spot for spot in self.spots if spot.kind in kinds) or self.spots


def grids_with_spots(seed: int) -> tuple[Grid, ...]:
    """Every grid of the territory in force, by code; the same for the same seed."""
    index = territory_index()
    shapes = shapes_of(index.version_id)
    found = []
    for area in sorted(index.areas.values(), key=lambda one: one.code):
        if area.level is not Level.GRID or area.id not in shapes:
            continue
        _, village_id, town_id, _ = index.chain(area.id)
        village, town = index.areas[village_id], index.areas[town_id]
        rng = Random(f"{seed} {area.code}")
        urban = "街道" in town.name
        name = village.name.replace("居委会", "社区")
        found.append(
            Grid(
                id=area.id,
                code=area.code,
                town=town.code,
                village=name,
                urban=urban,
                weight=(2.2 if urban else 1.0) * rng.uniform(0.5, 1.6),
                spots=tuple(_spots(name, shapes[area.id], rng)),
            )
        )
    return tuple(found)


def near(spot: Spot, rng: Random) -> tuple[float, float]:
    """A point around the spot, (lon, lat)."""
    return moved(spot.lon, spot.lat, rng.gauss(0, _SPREAD_M), rng.gauss(0, _SPREAD_M))


def moved(lon: float, lat: float, east_m: float, north_m: float) -> tuple[float, float]:
    """The point so many metres away."""
    lat2 = lat + north_m / _METRES_A_DEGREE
    lon2 = lon + east_m / (_METRES_A_DEGREE * cos(radians(lat)))
    return round(lon2, 6), round(lat2, 6)


def shapes_of(version_id: UUID) -> Mapping[UUID, BaseGeometry]:
    """The borders of that version, by area."""
    rows = list(Boundary.objects.filter(version=version_id).values_list("area_id", "wkb"))
    ids, wkbs = zip(*rows, strict=True)
    return dict(zip(ids, unpack(wkbs), strict=True))


def _spots(village: str, shape: BaseGeometry, rng: Random) -> list[Spot]:
    """One or two spots of every kind, each inside the grid; a few of them are hot."""
    shapely.prepare(shape)
    spots = []
    for kind, (weight, names) in _KINDS.items():
        for name in rng.sample(names, 2 if weight >= 2 else 1):
            lon, lat = _inside(shape, rng)
            hot = 3.0 if rng.random() < 0.15 else 1.0
            called = name.format(v=village, g=rng.choice(_GROUPS))
            spots.append(Spot(kind, called, lon, lat, weight * hot))
    return spots


def _inside(shape: BaseGeometry, rng: Random) -> tuple[float, float]:
    west, south, east, north = shape.bounds
    for _ in range(60):
        lon, lat = rng.uniform(west, east), rng.uniform(south, north)
        if shapely.intersects_xy(shape, lon, lat):
            return lon, lat
    point = shape.representative_point()
    return point.x, point.y
