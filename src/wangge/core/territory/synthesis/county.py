"""A made-up but plausible division of a real county into towns and villages. 合成边界。

No public file has the borders below the county, so the demo draws its own and says so on every
map. Towns lie where they lie; their area follows the number and kind of their villages. The
result is an exact partition: no gap, no overlap, shared corners. Ignores rivers, roads and every
real border below the county's.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from wangge.core.territory.codes import UnitKind, is_street, unit_kind
from wangge.core.territory.synthesis.borders import draw
from wangge.core.territory.synthesis.mesh import Dense, Mesh, build_mesh
from wangge.core.territory.synthesis.share import Ground, share, warp

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: The mesh between villages in open country, and where street offices stand close together.
_SPACING_M, _DENSE_SPACING_M, _DENSE_MARGIN_M = 330.0, 150.0, 2_500.0


@dataclass(frozen=True, slots=True)
class PlannedVillage:
    """A village-level unit to be given land."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class PlannedTown:
    """A town to be given land around (lon, lat), and its villages."""

    code: str
    name: str
    lon: float
    lat: float
    villages: tuple[PlannedVillage, ...]


def divide(county: Polygon, towns: Sequence[PlannedTown], *, seed: int) -> dict[str, BaseGeometry]:
    """The land of every village, by code: an exact partition of `county` (degrees, WGS-84).

    The same input and seed give the same land. Raises ValueError for a county whose corners are
    not whole multiples of 1e-7°. Takes seconds.
    """
    rng = np.random.Generator(np.random.PCG64(seed))
    mesh = build_mesh(county, spacing_m=_SPACING_M, dense=_dense(towns), rng=rng)
    ground = Ground(mesh.centres_m, mesh.areas_m2, mesh.beyond)
    town_of = _share_towns(mesh, ground, towns, rng)
    owner = np.zeros(len(town_of), dtype=np.int64)
    first = 0
    for index, town in enumerate(towns):
        inside = town_of == index
        owner[inside] = first + _share_villages(mesh, ground.part(inside), town, rng)
        first += len(town.villages)
    codes = [village.code for town in towns for village in town.villages]
    return dict(zip(codes, draw(mesh, owner, first), strict=True))


def hosts(lands: Mapping[str, BaseGeometry], guests: Sequence[str]) -> dict[str, str]:
    """For each unit without a grid of its own, the neighbour whose grid looks after its land.

    A neighbour of the same town before one of another, then the longest shared border, then the
    lower code.
    """
    found = {}
    for guest in guests:
        ranked = [
            (code[:9] == guest[:9], _shared_length(land, lands[guest]), code)
            for code, land in lands.items()
            if code not in guests and shapely.intersects(land, lands[guest])
        ]
        found[guest] = max(
            (entry for entry in ranked if entry[1] > 0), key=lambda e: (e[0], e[1], _reversed(e[2]))
        )[2]
    return found


def _reversed(code: str) -> int:
    return -int(code)


def _shared_length(one: BaseGeometry, other: BaseGeometry) -> float:
    return float(shapely.length(shapely.intersection(one.boundary, other.boundary)))


def _weight(town_code: str, village_code: str) -> float:
    """How much land a unit wants, a rural village being 1: streets and committees are small."""
    kind = unit_kind(village_code)
    if kind is UnitKind.VILLAGERS:
        return 0.55 if is_street(town_code) else 1.0
    if kind is UnitKind.RESIDENTS:
        return 0.13 if is_street(town_code) else 0.45
    return 1.0


def _dense(towns: Sequence[PlannedTown]) -> tuple[Dense, ...]:
    streets = [town for town in towns if is_street(town.code)]
    if not streets:
        return ()
    lon = sum(town.lon for town in streets) / len(streets)
    lat = sum(town.lat for town in streets) / len(streets)
    reach_m = max(math.hypot(town.lon - lon, town.lat - lat) for town in streets) * 111_000.0
    return (Dense(lon, lat, min(reach_m + _DENSE_MARGIN_M, 9_000.0), _DENSE_SPACING_M),)


def _share_towns(
    mesh: Mesh, ground: Ground, towns: Sequence[PlannedTown], rng: np.random.Generator
) -> Ints:
    wanted = np.array([sum(_weight(t.code, v.code) for v in t.villages) for t in towns])
    scale = [mesh.plane.lon_m, mesh.plane.lat_m]
    places = np.array([[town.lon, town.lat] for town in towns]) * scale
    rough = Ground(
        warp(ground.points_m, swing_m=1_300.0, wave_m=6_500.0, rng=rng),
        ground.areas_m2,
        ground.beyond,
    )
    return share(rough, places, wanted, rounds=80, drift=0.01)


def _share_villages(
    mesh: Mesh, ground: Ground, town: PlannedTown, rng: np.random.Generator
) -> Ints:
    """For each triangle of the town the index of its village in `town.villages`."""
    count = len(town.villages)
    centre = np.array([town.lon * mesh.plane.lon_m, town.lat * mesh.plane.lat_m])
    size_m = math.sqrt(ground.areas_m2.sum() / count)
    places = _spread(ground.points_m, count, centre)
    by_centre = np.argsort(np.hypot(*(places - centre).T))
    # committees, and the village the town is named after, stand in the middle of the town
    core = town.name.removesuffix("镇").removesuffix("街道")
    chance = rng.random(count)
    order = sorted(
        range(count),
        key=lambda i: (
            unit_kind(town.villages[i].code) is UnitKind.VILLAGERS,
            not town.villages[i].name.startswith(core),
            chance[i],
        ),
    )
    mixed = 0.65 + 0.7 * rng.random(count)
    wanted = np.array([_weight(town.code, v.code) for v in town.villages]) * mixed
    placed = np.empty((count, 2))
    placed[order] = places[by_centre]
    rough = Ground(
        warp(ground.points_m, swing_m=size_m * 0.2, wave_m=size_m * 0.9, rng=rng),
        ground.areas_m2,
        ground.beyond,
    )
    return share(rough, placed, wanted, rounds=60, drift=0.25)


def _spread(points: Floats, count: int, centre: Floats) -> Floats:
    """`count` points far from each other, the first nearest to the centre."""
    chosen = [int(np.hypot(*(points - centre).T).argmin())]
    far = np.hypot(*(points - points[chosen[0]]).T)
    while len(chosen) < count:
        chosen.append(int(far.argmax()))
        far = np.minimum(far, np.hypot(*(points - points[chosen[-1]]).T))
    return points[chosen]
