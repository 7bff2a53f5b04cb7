"""Locating a point: which grid it lies in, how near the border is, which grids come into question.

Most points fall into a raster cell that lies wholly inside one grid; the rest ask a tree of
polygons. A point on a border belongs to the grid with the lowest id. A point outside every grid is
not refused: it has no grid and its nearest ones as candidates. Ignores names and chains.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from wangge.core.territory.coverage import areal
from wangge.core.territory.plane import Plane
from wangge.core.territory.raster import BORDER, Raster, build_raster

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: A phone's fix is good to some tens of metres: nearer to a border than this, the neighbours are
#: offered too.
NEAR_M = 30.0
#: Of the grids around a point outside, how many are offered.
_OFFERED_OUTSIDE = 5


class How(StrEnum):
    """How a point lies to the grids."""

    INSIDE = "inside"  #: 在网格内
    NEAR_BORDER = "near_border"  #: 在网格内, 距边界 30 米以内
    OUTSIDE = "outside"  #: 不在任何网格内


@dataclass(frozen=True, slots=True)
class Located:
    """Where a point lies."""

    #: The grid the point lies in, None outside.
    grid_id: UUID | None
    how: How
    #: Metres to the nearest border of that grid, outside to the nearest grid.
    distance_m: float
    #: Other grids in question with their distance in metres, nearest first: those within 30 m,
    #: outside the nearest.
    candidates: tuple[tuple[UUID, float], ...]


class Locator:
    """An index over grids, never changed once built; safe to share between threads."""

    def __init__(
        self,
        ids: tuple[UUID, ...],
        polygons: NDArray[np.object_],
        tree: shapely.STRtree,
        raster: Raster,
        plane: Plane,
    ) -> None:
        #: In ascending order: "lowest id" is "lowest index".
        self.ids = ids
        self._polygons = polygons
        self._tree = tree
        self._raster = raster
        self._cells = raster.cells.data
        self._plane = plane
        scale = np.array([plane.lon_m, plane.lat_m])
        self._flat = shapely.transform(polygons, lambda degrees: degrees * scale)
        self._borders = shapely.boundary(self._flat)
        self._flat_tree = shapely.STRtree(self._flat)

    @classmethod
    def build(cls, grids: Sequence[tuple[UUID, BaseGeometry]]) -> Locator:
        """The index over `grids` (lon-lat polygons, WGS-84). Raises ValueError without any."""
        if not grids:
            raise ValueError("a locator needs at least one grid")
        ordered = sorted(grids, key=lambda grid: grid[0])
        # a damaged border, with lines among its polygons, is named by the proof and breaks nothing
        polygons = np.array([areal(geometry) for _, geometry in ordered], dtype=np.object_)
        tree = shapely.STRtree(polygons)
        shapely.prepare(polygons)

        def lookup(xs: Floats, ys: Floats) -> Ints:
            return lowest_holder(tree, xs, ys)

        south, north = shapely.total_bounds(polygons)[[1, 3]]
        plane = Plane.at(float(south + north) / 2.0)
        raster = build_raster(polygons, lookup)
        return cls(tuple(i for i, _ in ordered), polygons, tree, raster, plane)

    def locate(self, lon: float, lat: float, *, near_m: float = NEAR_M) -> Located:
        """Where the WGS-84 point lies. Distances are right within 1 %."""
        index = self._index_at(lon, lat)
        if index < 0:
            return self._outside(lon, lat)
        plane = self._plane
        point = shapely.points((lon * plane.lon_m, lat * plane.lat_m))
        distance_m = float(self._borders[index].distance(point))
        if distance_m > near_m:
            return Located(self.ids[index], How.INSIDE, distance_m, ())
        near = self._flat_tree.query(point, "dwithin", near_m)
        others = near[near != index]
        return Located(
            self.ids[index],
            How.NEAR_BORDER,
            distance_m,
            self._ranked(others, shapely.distance(self._flat[others], point)),
        )

    def shape(self, grid_id: UUID) -> BaseGeometry:
        """The land of a grid, degrees WGS-84. Raises ValueError for what is no grid of these."""
        found: BaseGeometry = self._polygons[self.ids.index(grid_id)]
        return found

    def beside(self, grid_id: UUID) -> tuple[UUID, ...]:
        """The grids that have a stretch of border in common with this one."""
        land = self.shape(grid_id)
        near = self._tree.query(land, "intersects")
        common = shapely.intersection(shapely.boundary(land), self._polygons[near])
        return tuple(
            self.ids[place]
            for place, length in zip(near.tolist(), shapely.length(common).tolist(), strict=True)
            if length > 0.0 and self.ids[place] != grid_id
        )

    def locate_bulk(self, lons: Floats, lats: Floats) -> Ints:
        """For each WGS-84 point the index into `ids` of its grid, -1 outside."""
        found = self._raster.cells_of(lons, lats).astype(np.int64)
        unsure = np.flatnonzero(found == BORDER)
        if len(unsure):
            found[unsure] = lowest_holder(self._tree, lons[unsure], lats[unsure])
        return found

    def _index_at(self, lon: float, lat: float) -> int:
        raster = self._raster
        column = (lon - raster.west) * raster.columns_a_unit
        row = (lat - raster.south) * raster.rows_a_unit
        if not (0.0 <= column < raster.columns and 0.0 <= row < raster.rows):
            return -1
        said: int = self._cells[int(row) * raster.columns + int(column)]
        if said != BORDER:
            return said
        holders = self._tree.query(shapely.points((lon, lat)), "intersects")
        return int(holders.min()) if len(holders) else -1

    def _outside(self, lon: float, lat: float) -> Located:
        plane = self._plane
        point = shapely.points((lon * plane.lon_m, lat * plane.lat_m))
        nearest_m = float(shapely.distance(self._flat[self._flat_tree.nearest(point)], point))
        around = self._flat_tree.query(point, "dwithin", nearest_m * 1.02 + NEAR_M)
        flat_m = shapely.distance(self._flat[around], point)
        around = around[np.argsort(flat_m, kind="stable")[:_OFFERED_OUTSIDE]]
        candidates = self._ranked(around, np.array([self._far_m(i, point) for i in around]))
        return Located(None, How.OUTSIDE, candidates[0][1], candidates)

    def _far_m(self, index: int, point: BaseGeometry) -> float:
        """Metres to a grid, measured on the plane halfway: right also for a point far away."""
        here, there = shapely.get_coordinates(shapely.shortest_line(self._flat[index], point))
        lon, lat = (here - there) / [self._plane.lon_m, self._plane.lat_m]
        between = Plane.at((here[1] + there[1]) / 2.0 / self._plane.lat_m)
        return float(np.hypot(lon * between.lon_m, lat * between.lat_m))

    def _ranked(self, indices: Ints, metres: Floats) -> tuple[tuple[UUID, float], ...]:
        pairs = sorted(zip(metres.tolist(), indices.tolist(), strict=True))
        return tuple((self.ids[index], distance_m) for distance_m, index in pairs)


def lowest_holder(tree: shapely.STRtree, lons: Floats, lats: Floats) -> Ints:
    """For each point the lowest index of a polygon of `tree` that holds or touches it, or -1.

    This is the plain way, and the yardstick: one query of shapely's tree.
    """
    point, polygon = tree.query(shapely.points(lons, lats), "intersects")
    lowest = np.full(len(lons), np.iinfo(np.int64).max)
    np.minimum.at(lowest, point, polygon)
    lowest[lowest == np.iinfo(np.int64).max] = -1
    return lowest
