"""A triangle mesh of a polygon whose outer edge is exactly the polygon's own.

All corners are whole numbers of 1e-7° (1 cm). Extra corners on the polygon's edges are put only
where such a point lies *exactly* on the edge: a county given to six decimals has at least nine of
them on each. So the triangles cover the polygon without a square centimetre over, and every
partition made of them is exact. Ignores what the triangles are for.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import Polygon

from wangge.core.territory.plane import Plane

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: Corners are whole multiples of this many degrees.
UNITS_A_DEGREE = 10_000_000


@dataclass(frozen=True, slots=True)
class Dense:
    """A round patch where the mesh is finer: a built-up centre."""

    lon: float
    lat: float
    radius_m: float
    spacing_m: float


@dataclass(frozen=True, slots=True)
class Mesh:
    """Triangles of a polygon."""

    plane: Plane
    #: (n, 2) corners in units of 1e-7°.
    corners: Ints
    #: (m, 3) indices of corners, anticlockwise.
    triangles: Ints
    #: (m, 3) the triangle beyond the edge (0-1, 1-2, 2-0), -1 beyond the polygon.
    beyond: Ints
    #: (m, 2) centroids in metres on `plane`.
    centres_m: Floats
    #: (m,) areas in square metres.
    areas_m2: Floats


def build_mesh(
    polygon: Polygon, *, spacing_m: float, dense: tuple[Dense, ...], rng: np.random.Generator
) -> Mesh:
    """Triangles of about `spacing_m` (finer inside `dense`) that exactly fill `polygon`.

    Raises ValueError for a polygon whose corners are not on the 1e-7° lattice, or one so narrow
    that its edges do not all become edges of triangles.
    """
    plane = Plane.for_geometry(polygon)
    polygon = shapely.orient_polygons(polygon)
    rings = [_lattice(np.asarray(ring.coords)) for ring in (polygon.exterior, *polygon.interiors)]
    edge = np.concatenate([_divide(ring, plane, spacing_m * 0.7) for ring in rings])
    inner = _inner_points(polygon, plane, spacing_m, dense, rng)
    corners = np.unique(np.concatenate([edge, inner]), axis=0)
    triangles = _triangulate(corners, polygon, plane)
    beyond = _beyond(triangles)
    filled = _double_area(corners, triangles).sum() == sum(_ring_double_area(r) for r in rings)
    if not filled or int((beyond < 0).sum()) != len(edge):
        raise ValueError("the polygon is too narrow somewhere for a mesh of this spacing")
    centres = corners[triangles].mean(axis=1) / UNITS_A_DEGREE
    unit_m2 = plane.lon_m * plane.lat_m / UNITS_A_DEGREE**2
    doubled = _double_area(corners, triangles).astype(np.float64)
    return Mesh(
        plane=plane,
        corners=corners,
        triangles=triangles,
        beyond=beyond,
        centres_m=centres * [plane.lon_m, plane.lat_m],
        areas_m2=doubled * (unit_m2 / 2.0),
    )


def _lattice(coordinates: Floats) -> Ints:
    units = np.rint(coordinates * UNITS_A_DEGREE)
    if np.abs(coordinates - units / UNITS_A_DEGREE).max() > 1e-12:
        raise ValueError("the polygon's corners are finer than 1e-7 degrees")
    return units.astype(np.int64)


def _divide(ring: Ints, plane: Plane, spacing_m: float) -> Ints:
    """The ring's corners and, on each edge, equally spaced lattice points exactly on it."""
    pieces = []
    scale = np.array([plane.lon_m, plane.lat_m]) / UNITS_A_DEGREE
    for start, end in itertools.pairwise(ring):
        step = end - start
        shared = math.gcd(int(abs(step[0])), int(abs(step[1])))
        wanted = float(np.hypot(*(step * scale))) / spacing_m
        # the exact divisions of an edge are the divisors of what its two legs share
        count = min(_divisors(shared), key=lambda n: abs(math.log(n / max(wanted, 1.0))))
        pieces.append(start + np.arange(count)[:, None] * (step // count))
    return np.concatenate(pieces)


def _divisors(number: int) -> list[int]:
    small = [n for n in range(1, math.isqrt(number) + 1) if number % n == 0]
    return small + [number // n for n in small]


def _inner_points(
    polygon: Polygon,
    plane: Plane,
    spacing_m: float,
    dense: tuple[Dense, ...],
    rng: np.random.Generator,
) -> Ints:
    points = _hexagons(polygon, plane, spacing_m, rng)
    for patch in dense:
        middle = np.array([patch.lon * plane.lon_m, patch.lat * plane.lat_m])
        points = points[np.hypot(*(points - middle).T) > patch.radius_m]
        box = shapely.box(*(middle - patch.radius_m), *(middle + patch.radius_m))
        fine = _hexagons(
            shapely.transform(box, lambda m: m / [plane.lon_m, plane.lat_m]),
            plane,
            patch.spacing_m,
            rng,
        )
        points = np.concatenate([points, fine[np.hypot(*(fine - middle).T) <= patch.radius_m]])
    flat = plane.flat(polygon)
    shapely.prepare(flat)
    points = points[shapely.contains_xy(flat, points)]
    # a point too near the edge would hide a piece of the edge from the triangulation
    near = shapely.distance(shapely.points(points), flat.boundary)
    points = points[near > spacing_m * 0.75]
    units: Ints = np.rint(points / [plane.lon_m, plane.lat_m] * UNITS_A_DEGREE).astype(np.int64)
    return units


def _hexagons(polygon: Polygon, plane: Plane, spacing_m: float, rng: np.random.Generator) -> Floats:
    """A jittered honeycomb over the box of `polygon`, in metres."""
    west, south, east, north = plane.flat(polygon).bounds
    rows = math.ceil((north - south) / (spacing_m * 0.866)) + 1
    columns = math.ceil((east - west) / spacing_m) + 1
    row, column = np.mgrid[0:rows, 0:columns]
    x = west + (column + (row % 2) * 0.5) * spacing_m
    y = south + row * spacing_m * 0.866
    jitter = (rng.random((2, rows, columns)) - 0.5) * spacing_m * 0.62
    return np.stack([(x + jitter[0]).ravel(), (y + jitter[1]).ravel()], axis=1)


def _triangulate(corners: Ints, polygon: Polygon, plane: Plane) -> Ints:
    scale = np.array([plane.lon_m, plane.lat_m]) / UNITS_A_DEGREE
    collection = shapely.delaunay_triangles(shapely.multipoints(corners * scale))
    rings = shapely.get_coordinates(shapely.get_parts(collection)).reshape(-1, 4, 2)[:, :3]
    units = np.rint(rings / scale).astype(np.int64)
    # `corners` is sorted by x then y (np.unique), so a combined key finds a corner's index
    keys = (corners[:, 0] << 32) + corners[:, 1]
    triangles = np.searchsorted(keys, (units[..., 0] << 32) + units[..., 1])
    centres = corners[triangles].mean(axis=1) / UNITS_A_DEGREE
    shapely.prepare(polygon)
    triangles = triangles[shapely.contains_xy(polygon, centres)].astype(np.int64)
    # three corners in line on the edge may come back as a triangle without area
    triangles = triangles[_double_area(corners, triangles) != 0]
    clockwise = _double_area(corners, triangles) < 0
    triangles[clockwise] = triangles[clockwise][:, ::-1]
    # one fixed order, whatever the triangulation's
    triangles = np.take_along_axis(
        triangles, (triangles.argmin(axis=1)[:, None] + np.arange(3)) % 3, axis=1
    )
    return triangles[np.lexsort(triangles.T[::-1])]


def _double_area(corners: Ints, triangles: Ints) -> Ints:
    """Twice the signed area of each triangle, exact."""
    a, b, c = (corners[triangles[:, i]] for i in range(3))
    doubled: Ints = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (c[:, 0] - a[:, 0]) * (
        b[:, 1] - a[:, 1]
    )
    return doubled


def _ring_double_area(ring: Ints) -> int:
    """Twice the signed area of a ring, exact: positive for a shell, negative for a hole."""
    x, y = (ring - ring[0]).T
    return int((x[:-1] * y[1:] - x[1:] * y[:-1]).sum())


def _beyond(triangles: Ints) -> Ints:
    """For each edge of each triangle, the other triangle that has it, or -1."""
    ends = np.stack([triangles, np.roll(triangles, -1, axis=1)], axis=2)
    ends = np.sort(ends, axis=2).reshape(-1, 2)
    order = np.lexsort((ends[:, 1], ends[:, 0]))
    same = (ends[order[:-1]] == ends[order[1:]]).all(axis=1)
    left, right = order[:-1][same], order[1:][same]
    beyond = np.full(len(ends), -1, dtype=np.int64)
    beyond[left], beyond[right] = right // 3, left // 3
    return beyond.reshape(-1, 3)
