"""A table of square cells that knows, for most of them, the one grid they lie wholly inside.

A cell no border touches lies in one grid, or in none: looking it up is an array access. The cells
a border touches are left to whoever can compute. Ignores ids and distances.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
#: (xs, ys) → index of the polygon holding each point, -1 where none.
Lookup = Callable[[Floats, Floats], Ints]

#: What a cell says when it does not name a polygon.
NOTHING, BORDER = -1, -2
#: Cells across one polygon of average size: 40 leaves under a tenth of the land to border cells.
_CELLS_ACROSS = 40
_MOST_CELLS = 16_000_000
#: How much a border is thickened, in cells, against rounding.
_EPSILON = 1e-6


@dataclass(frozen=True, slots=True)
class Raster:
    """Cells of `west + column / columns_a_unit`, rows northward from `south`."""

    west: float
    south: float
    columns_a_unit: float
    rows_a_unit: float
    columns: int
    rows: int
    #: Flat table, row by row: index of a polygon, NOTHING or BORDER.
    cells: NDArray[np.int32]

    def cells_of(self, xs: Floats, ys: Floats) -> NDArray[np.int32]:
        """What the table says of each point; NOTHING beyond its edge and for NaN."""
        with np.errstate(invalid="ignore", over="ignore"):
            column = np.floor((xs - self.west) * self.columns_a_unit)
            row = np.floor((ys - self.south) * self.rows_a_unit)
            inside = (column >= 0) & (column < self.columns) & (row >= 0) & (row < self.rows)
            flat = np.where(inside, row * self.columns + column, 0.0).astype(np.int64)
        said: NDArray[np.int32] = np.where(inside, self.cells[flat], np.int32(NOTHING))
        return said


def build_raster(polygons: NDArray[np.object_], lookup: Lookup) -> Raster:
    """The table of `polygons`; `lookup` settles one point for each stretch without a border."""
    west, south, east, north = (float(edge) for edge in shapely.total_bounds(polygons))
    side = _CELLS_ACROSS * math.sqrt(len(polygons))
    width, height = east - west, north - south
    columns = max(4, math.ceil(side * math.sqrt(width / height)))
    rows = max(4, math.ceil(side * math.sqrt(height / width)))
    shrink = min(1.0, math.sqrt(_MOST_CELLS / (columns * rows)))
    columns, rows = math.ceil(columns * shrink), math.ceil(rows * shrink)
    # one cell of margin, so that the border on the far edge falls into the table
    frame = (west - width / columns, south - height / rows)
    per_x, per_y = columns / width, rows / height
    columns, rows = columns + 3, rows + 3
    marked = _mark_borders(polygons, frame, (per_x, per_y), (columns, rows))
    cells = _fill(marked, frame, (per_x, per_y), lookup)
    return Raster(*frame, per_x, per_y, columns, rows, cells)


def _mark_borders(
    polygons: NDArray[np.object_],
    frame: tuple[float, float],
    per: tuple[float, float],
    size: tuple[int, int],
) -> NDArray[np.bool_]:
    """True for every cell a border line touches, with a hair to spare."""
    rings = shapely.get_rings(shapely.get_parts(polygons))
    points, ring = shapely.get_coordinates(rings, return_index=True)
    points = (points - frame) * per
    same = ring[:-1] == ring[1:]
    start, end = points[:-1][same], points[1:][same]
    # a shared border comes twice, once each way
    ends = np.where((start > end)[:, :1], np.hstack([end, start]), np.hstack([start, end]))
    ends = np.unique(ends, axis=0)
    x0, y0, x1, y1 = ends.T
    first = np.floor(x0 - _EPSILON).astype(np.int64)
    count = np.floor(x1 + _EPSILON).astype(np.int64) - first + 1
    # one piece of the line for each column it passes through, then one mark for each row of it
    which = np.repeat(np.arange(len(ends)), count)
    column = first[which] + _ranges(count)
    slope = np.divide(y1 - y0, x1 - x0, out=np.zeros_like(x0), where=x1 > x0)
    enter = np.clip(column - _EPSILON, x0[which], x1[which])
    leave = np.clip(column + 1 + _EPSILON, x0[which], x1[which])
    steep = (x1 - x0)[which] < 1e-9
    y_enter = np.where(steep, y0[which], y0[which] + (enter - x0[which]) * slope[which])
    y_leave = np.where(steep, y1[which], y0[which] + (leave - x0[which]) * slope[which])
    low = np.floor(np.minimum(y_enter, y_leave) - _EPSILON).astype(np.int64)
    high = np.floor(np.maximum(y_enter, y_leave) + _EPSILON).astype(np.int64)
    tall = high - low + 1
    marked = np.zeros((size[1], size[0]), dtype=np.bool_)
    marked[np.repeat(low, tall) + _ranges(tall), np.repeat(column, tall)] = True
    return marked


def _ranges(counts: Ints) -> Ints:
    """0…count-1 for each count, one after the other."""
    ends = np.cumsum(counts)
    ranges: Ints = np.arange(int(ends[-1])) - np.repeat(ends - counts, counts)
    return ranges


def _fill(
    marked: NDArray[np.bool_],
    frame: tuple[float, float],
    per: tuple[float, float],
    lookup: Lookup,
) -> NDArray[np.int32]:
    """The flat table: neighbouring cells without a border between them say the same.

    Row by row, a run of unmarked cells takes the word of an unmarked cell below it; only a run
    with nothing below is looked up, at the middle of its first cell.
    """
    rows, columns = marked.shape
    unknown = np.int32(-3)
    table = np.full((rows, columns), np.int32(BORDER))
    below = np.full(columns, np.int32(BORDER))
    for row in range(rows):
        open_ = ~marked[row]
        edges = np.flatnonzero(np.diff(open_, prepend=False, append=False))
        starts, lengths = edges[::2], edges[1::2] - edges[::2]
        if not len(starts):
            below = table[row]
            continue
        told = np.where(open_ & (below != BORDER), below, unknown)
        words = np.maximum.reduceat(np.append(told, unknown), edges)[::2]
        silent = np.flatnonzero(words == unknown)
        if len(silent):
            xs = (starts[silent].astype(np.float64) + 0.5) / per[0] + frame[0]
            ys = np.full(len(silent), (row + 0.5) / per[1] + frame[1])
            words[silent] = lookup(xs, ys)
        table[row, open_] = np.repeat(words, lengths)
        below = table[row]
    return table.ravel()
