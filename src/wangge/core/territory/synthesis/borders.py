"""Drawing the borders between the shares of a mesh as smooth shared lines, and the land in them.

A border is drawn once, as an arc between two points where three lands meet, and both neighbours
are made from the same arc: there is nothing between them. All corners stay on the 1e-7° lattice;
arcs on the outer edge of the mesh are left exactly as they are.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from wangge.core.territory.synthesis.mesh import UNITS_A_DEGREE, Mesh

Ints = NDArray[np.int64]
Arc = tuple[int, int, Ints]


def draw(mesh: Mesh, owner: Ints, count: int) -> list[BaseGeometry]:
    """The land of each owner 0…count-1 in degrees: an exact partition of the mesh.

    Borders are smoothed twice; where that would make two lines cross, less.
    """
    arcs = _arcs(mesh, owner)
    for passes in (2, 1, 0):
        lands = _lands(mesh, arcs, count, passes)
        if lands is not None:
            return lands
    raise AssertionError("the borders of an unsmoothed mesh cannot cross")


def _arcs(mesh: Mesh, owner: Ints) -> list[Arc]:
    """(left owner, right owner or -1, corner indices) of every border line."""
    over = np.where(mesh.beyond >= 0, owner[mesh.beyond], -1)
    row, side = np.nonzero(over < owner[:, None])  # each border edge once, higher owner left
    start = mesh.triangles[row, side]
    end = mesh.triangles[row, (side + 1) % 3]
    left, right = owner[row], over[row, side]
    touching: dict[int, list[int]] = defaultdict(list)
    for edge, (a, b) in enumerate(zip(start.tolist(), end.tolist(), strict=True)):
        touching[a].append(edge)
        touching[b].append(edge)
    pair = list(zip(left.tolist(), right.tolist(), strict=True))
    leaving = {}
    for edge, a in enumerate(start.tolist()):
        leaving[(a, pair[edge])] = edge
    knots = {
        corner
        for corner, edges in touching.items()
        if len(edges) != 2 or pair[edges[0]] != pair[edges[1]]
    }
    used = [False] * len(pair)
    arcs: list[Arc] = []
    firsts = [e for e, a in enumerate(start.tolist()) if a in knots]
    for first in firsts + list(range(len(pair))):  # the second run finds closed rings
        if used[first]:
            continue
        line, edge = [int(start[first])], first
        while True:
            used[edge] = True
            line.append(int(end[edge]))
            if line[-1] in knots or line[-1] == line[0]:
                break
            edge = leaving[(line[-1], pair[edge])]
        arcs.append((*pair[first], np.array(line)))
    return arcs


def _smooth(line: Ints, passes: int) -> Ints:
    """The line with each inner corner moved towards its neighbours' middle, ends kept."""
    points = line.astype(np.float64)
    for _ in range(passes):
        points[1:-1] = (points[:-2] + 2.0 * points[1:-1] + points[2:]) / 4.0
    return np.rint(points).astype(np.int64)


def _lands(mesh: Mesh, arcs: list[Arc], count: int, passes: int) -> list[BaseGeometry] | None:
    lines: list[list[BaseGeometry]] = [[] for _ in range(count)]
    for left, right, corners in arcs:
        units = mesh.corners[corners]
        line = shapely.linestrings(
            (units if right < 0 else _smooth(units, passes)) / UNITS_A_DEGREE
        )
        lines[left].append(line)
        if right >= 0:
            lines[right].append(line)
    lands = [shapely.build_area(shapely.multilinestrings(own)) for own in lines]
    lands = [shapely.normalize(shapely.orient_polygons(land)) for land in lands]
    whole = shapely.area(lands).sum() * mesh.plane.lon_m * mesh.plane.lat_m
    exact = abs(whole - mesh.areas_m2.sum()) < 1.0
    valid = bool(shapely.is_valid(lands).all()) and bool(shapely.coverage_is_valid(lands))
    return lands if exact and valid else None
