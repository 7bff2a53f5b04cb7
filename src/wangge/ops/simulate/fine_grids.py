"""A county's land cut into many grids, for measuring at size: every cut runs inside a village.

The cuts are drawn by chance around points spread evenly; old and new borders share their corners,
so that the grids tile the county exactly.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from wangge.ops.simulate.county_rows import points_in

#: Degrees; about a centimetre, as borders are kept.
_STEP = 1e-7


def cut(lands: Sequence[BaseGeometry], count: int, *, seed: int) -> list[list[BaseGeometry]]:
    """The lands cut into `count` pieces in all, each land into at least one, by their area.

    For each land its pieces. All corners are shared: the pieces of any lands, put together, tile
    them without a seam.
    """
    areas = shapely.area(np.array(lands))
    parts = 1 + np.floor((count - len(lands)) * areas / areas.sum()).astype(int)
    for place in np.argsort(-areas)[: count - int(parts.sum())]:
        parts[place] += 1
    cells: list[BaseGeometry] = []
    of_land: list[int] = []
    for place, (land, wanted) in enumerate(zip(lands, parts.tolist(), strict=True)):
        found = _cells(land, wanted, seed=seed + place)
        cells += found
        of_land += [place] * len(found)
    pieces: list[list[BaseGeometry]] = [[] for _ in lands]
    for shape, place in zip(_snapped(cells), of_land, strict=True):
        pieces[place].append(shape)
    return pieces


def _cells(shape: BaseGeometry, count: int, *, seed: int) -> list[BaseGeometry]:
    """The shape in pieces around `count` points spread over it, all of one piece."""
    if count == 1:
        return [shape]
    many = np.array(points_in(shape, 12 * count, seed=seed))
    chosen = _spread(many, count)
    cells = shapely.get_parts(
        shapely.voronoi_polygons(shapely.multipoints(chosen), extend_to=shape)
    )
    cells = shapely.intersection(cells, shape)
    whole = []
    strays = []
    for cell in cells:
        ranked = sorted(shapely.get_parts(cell), key=lambda part: -part.area)
        ranked = [part for part in ranked if part.geom_type == "Polygon" and part.area > 0]
        whole += ranked[:1]
        strays += ranked[1:]
    for stray in strays:  # a piece cut off by a bend of the border goes to a neighbour
        touching = [shapely.length(shapely.intersection(one, stray)) for one in whole]
        place = int(np.argmax(touching))
        whole[place] = shapely.union(whole[place], stray)
    return whole


def _spread(points: np.typing.NDArray[np.float64], count: int) -> np.typing.NDArray[np.float64]:
    """`count` of the points, each far from those before it."""
    chosen = [0]
    far = np.hypot(*(points - points[0]).T)
    while len(chosen) < count:
        chosen.append(int(far.argmax()))
        far = np.minimum(far, np.hypot(*(points - points[chosen[-1]]).T))
    return points[chosen]


def _snapped(cells: Sequence[BaseGeometry]) -> list[BaseGeometry]:
    """The cells with corners on whole steps, every corner of one also a corner of the other."""
    borders = shapely.union_all(shapely.boundary(np.array(cells)), grid_size=_STEP)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(borders)))
    middles = shapely.point_on_surface(faces)
    tree = shapely.STRtree(cells)
    face, cell = tree.query(middles, predicate="intersects")
    pieces: dict[int, list[BaseGeometry]] = {}
    for one, owner in dict(zip(face.tolist(), cell.tolist(), strict=True)).items():
        pieces.setdefault(owner, []).append(faces[one])
    return [
        shapely.coverage_union_all(pieces[n]) if len(pieces[n]) > 1 else pieces[n][0]
        for n in range(len(cells))
    ]
