"""`wangge bench locate`: our locator next to shapely's tree, same grids, same points, same answers.

The land is a made-up square county of wiggly grids (a triangle mesh shared out and smoothed, as
for the synthetic borders of a county). Ignores the database: locating never touches it.
"""

from __future__ import annotations

import time
from uuid import UUID

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from wangge.core.territory.locate import Locator, lowest_holder

Floats = NDArray[np.float64]

#: A county of about this many degrees a side, where Liling lies.
_WEST, _SOUTH, _SIDE = 113.2, 27.4, 0.55
#: Points beyond the county, part of the sample: they must be found outside.
_BEYOND = 0.01
#: Promised: one point at a time.
_BUDGET_US = 15.0


def bench_locate(
    n_grids: int = 5_000, n_points: int = 200_000, seed: int = 1
) -> dict[str, float | int | str]:
    """Points a second, ours and shapely's `STRtree.query`, in one run; raises if answers differ.

    Each is timed three times and its best taken, so that a busy machine harms both alike.
    """
    began = time.perf_counter()
    rng = np.random.Generator(np.random.PCG64(seed))
    polygons = wiggly_grids(n_grids, rng)
    locator = Locator.build([(UUID(int=i), polygon) for i, polygon in enumerate(polygons)])
    tree = shapely.STRtree(polygons)
    shapely.prepare(polygons)
    lons = _WEST - _BEYOND + rng.random(n_points) * (_SIDE + 2 * _BEYOND)
    lats = _SOUTH - _BEYOND + rng.random(n_points) * (_SIDE + 2 * _BEYOND)
    ours, theirs = np.inf, np.inf
    for _ in range(3):
        start = time.perf_counter()
        found = locator.locate_bulk(lons, lats)
        ours = min(ours, time.perf_counter() - start)
        start = time.perf_counter()
        expected = lowest_holder(tree, lons, lats)
        theirs = min(theirs, time.perf_counter() - start)
        if not np.array_equal(found, expected):
            raise AssertionError("the locator and shapely's tree disagree")
    return {
        "name": "locate",
        "value": round(n_points / ours),
        "unit": "points/s",
        "yardstick": "shapely STRtree.query",
        "yardstick_value": round(n_points / theirs),
        "ratio": round(theirs / ours, 2),
        "n": n_points,
        "seconds": round(time.perf_counter() - began, 2),
    }


def bench_locate_single(
    n_grids: int = 5_000, n_points: int = 20_000, seed: int = 1
) -> dict[str, float | int | str]:
    """The median time of one `locate` inside the county, its distance to the border included."""
    began = time.perf_counter()
    rng = np.random.Generator(np.random.PCG64(seed))
    polygons = wiggly_grids(n_grids, rng)
    locator = Locator.build([(UUID(int=i), polygon) for i, polygon in enumerate(polygons)])
    points = [_WEST, _SOUTH] + rng.random((n_points, 2)) * _SIDE
    times = []
    for lon, lat in points.tolist():
        start = time.perf_counter_ns()
        locator.locate(lon, lat)
        times.append(time.perf_counter_ns() - start)
    median_us = float(np.median(times)) / 1_000.0
    return {
        "name": "locate-single",
        "value": round(median_us, 2),
        "unit": "µs",
        "yardstick": "budget",
        "yardstick_value": _BUDGET_US,
        "ratio": round(_BUDGET_US / median_us, 2),
        "n": n_points,
        "seconds": round(time.perf_counter() - began, 2),
    }


def wiggly_grids(count: int, rng: np.random.Generator) -> NDArray[np.object_]:
    """`count` polygons with wiggly shared borders that exactly tile a square (lon-lat).

    Voronoi cells, each side broken into pieces by midpoints moved aside, the same for both sides.
    """
    side = int(np.ceil(np.sqrt(count)))
    row, column = np.divmod(np.arange(count), side)
    jitter = (rng.random((count, 2)) - 0.5) * 0.7
    sites = (np.stack([column, row], axis=1) + 0.5 + jitter) / side
    box = shapely.box(0.0, 0.0, 1.0, 1.0)
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(sites), extend_to=box))
    cells = shapely.set_precision(shapely.intersection(cells, box), 1e-6)
    polygons = [_wiggle(cell, side) for cell in cells]
    scaled = shapely.transform(polygons, lambda unit: unit * _SIDE + [_WEST, _SOUTH])
    return np.array(scaled, dtype=np.object_)


def _wiggle(cell: BaseGeometry, side: int) -> BaseGeometry:
    """The cell with each side bent eight times by a wave that both neighbours compute alike."""
    corners = shapely.get_coordinates(cell)
    start, end = corners[:-1], corners[1:]
    swap = (start[:, 0] > end[:, 0]) | ((start[:, 0] == end[:, 0]) & (start[:, 1] > end[:, 1]))
    low, high = np.where(swap[:, None], end, start), np.where(swap[:, None], start, end)
    part = np.arange(1, 9)[None, :, None] / 9.0
    line = low[:, None] + (high - low)[:, None] * part
    across = np.stack([low[:, 1] - high[:, 1], high[:, 0] - low[:, 0]], axis=1)
    phase = (low[:, 0] * 7_919 + low[:, 1] * 104_729) % 1.0
    bend = np.sin(np.pi * part) * 0.06 * np.sin(9.0 * part + 2 * np.pi * phase[:, None, None])
    on_edge = ((low == high) & ((low == 0.0) | (low == 1.0))).any(axis=1)
    line = line + np.where(on_edge[:, None, None], 0.0, across[:, None] * bend)
    line = np.where(swap[:, None, None], line[:, ::-1], line)
    ring = np.concatenate([start[:, None], line], axis=1).reshape(-1, 2)
    return shapely.polygons(np.round(np.vstack([ring, ring[:1]]), 9))
