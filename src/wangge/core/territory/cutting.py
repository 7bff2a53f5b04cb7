"""Cutting land along a line, or by drawn pieces, so that the parts are exactly the whole. 划分。

Every face between the old border and the cut goes to one part, so nothing is left over and nothing
is given twice. New corners on an old border stand to full precision, for rounding them to the
lattice would move land of the neighbours. Ignores codes, names and who may cut.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from wangge.core.territory.coverage import TOLERANCE_M2, Piece, areal, check_coverage
from wangge.core.territory.faults import Fault
from wangge.core.territory.plane import Plane
from wangge.core.territory.refusals import BadCut, bad_cut

#: A part of less than this is a slip of the hand, not a grid (about 20 m square).
LEAST_M2 = 400.0
#: A loose bit narrower than this belongs to the part it lies along.
_BIT_WIDTH_M = 1.0
#: A corner this near an old border (degrees, 0.1 mm) lies on it.
_ON_BORDER = 1e-9


def cut(land: BaseGeometry, line: BaseGeometry) -> tuple[BaseGeometry, BaseGeometry]:
    """The two parts of `land` on either side of `line`, from west to east.

    The line must go right across. Where it leaves the land and comes back, a part is several
    pieces; a piece it does not touch goes with the nearest. Refuses: BadCut.
    """
    if line.geom_type != "LineString" or not line.is_simple or line.is_empty:
        raise bad_cut("line", BadCut.CROSSES_ITSELF)
    noded = shapely.node(shapely.union_all([shapely.boundary(land), line]))
    faces = [
        face
        for face in shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
        if shapely.contains_properly(land, face.representative_point())
    ]
    sides = _sides(faces, line)
    if sides is None:
        raise bad_cut("line", BadCut.NOT_ACROSS)
    one, other = (
        _joined([face for face, side in zip(faces, sides, strict=True) if side is which])
        for which in (False, True)
    )
    return _checked(one, other, land)


def by_pieces(land: BaseGeometry, drawn: Sequence[BaseGeometry]) -> tuple[BaseGeometry, ...]:
    """`land` shared out as drawn, the parts in the order given, exactly the land together.

    What is drawn a hair beside the old border follows the old border, and the last part takes what
    nobody drew; ask `faults_of_pieces` first whether that is much. Refuses: BadCut.
    """
    rest, parts = land, []
    for piece in drawn[:-1]:
        part = areal(shapely.intersection(rest, shapely.make_valid(piece)))
        parts.append(part)
        rest = areal(shapely.difference(rest, part))
    parts.append(rest)
    tidied = _without_bits(parts, Plane.for_geometry(land))
    plane = Plane.for_geometry(land)
    if len(tidied) < 2 or any(plane.area_m2(part) < LEAST_M2 for part in tidied):
        raise bad_cut("parts", BadCut.TOO_SMALL)
    return tuple(tidied)


def faults_of_pieces(land: BaseGeometry, drawn: Sequence[BaseGeometry], name: str) -> list[Fault]:
    """Gaps, overlaps and overhangs of what was drawn, against the land it is to share out.

    Slivers (narrower than 1 m: two drawings of one line) are none: `by_pieces` mends them.
    """
    pieces = [Piece(f"{name}（{place}）", piece) for place, piece in enumerate(drawn, start=1)]
    return [fault for fault in check_coverage(pieces, land, beyond=name) if not fault.sliver]


def with_corners(
    shapes: Mapping[UUID, BaseGeometry], parts: Iterable[BaseGeometry], old: BaseGeometry
) -> dict[UUID, BaseGeometry]:
    """Those of `shapes` on whose border the parts have a corner that was none before, with it.

    No land moves; but borders that are shared stay shared corner by corner.
    """
    before = set(map(tuple, shapely.get_coordinates(old).tolist()))
    after = {pair for part in parts for pair in map(tuple, shapely.get_coordinates(part).tolist())}
    fresh = shapely.points(np.array(sorted(after - before)).reshape(-1, 2))
    outer = fresh[shapely.dwithin(fresh, shapely.boundary(old), _ON_BORDER)]
    if not len(outer):
        return {}
    corners = shapely.multipoints(outer)
    return {
        key: shapely.snap(shape, corners, _ON_BORDER)
        for key, shape in shapes.items()
        if shapely.dwithin(shape, corners, _ON_BORDER)
    }


def _sides(faces: Sequence[BaseGeometry], line: BaseGeometry) -> list[bool] | None:
    """On which side of the line each face lies; None if the line parts nothing.

    Faces that meet along the line lie on different sides; one the line does not reach lies with
    the nearest.
    """
    sides: dict[int, bool] = {}
    meets = {
        (i, j)
        for i, one in enumerate(faces)
        for j, other in enumerate(faces)
        if i != j and _share_a_stretch(one, other, line)
    }
    if not meets:
        return None
    for start in sorted({i for i, _ in meets}):
        if start not in sides:  # the first of a stretch that hangs together with no other
            sides[start] = _side_of_nearest(faces[start], faces, sides) if sides else False
            todo = [start]
            while todo:
                here = todo.pop()
                for i, j in meets:
                    if i == here and j not in sides:
                        sides[j] = not sides[here]
                        todo.append(j)
    for i in range(len(faces)):
        if i not in sides:
            sides[i] = _side_of_nearest(faces[i], faces, sides)
    return [sides[i] for i in range(len(faces))]


def _share_a_stretch(one: BaseGeometry, other: BaseGeometry, line: BaseGeometry) -> bool:
    if not shapely.touches(one, other):
        return False
    common = shapely.intersection(one, other)
    return bool(common.length > 0.0 and shapely.dwithin(line, common, _ON_BORDER))


def _side_of_nearest(
    face: BaseGeometry, faces: Sequence[BaseGeometry], sides: Mapping[int, bool]
) -> bool:
    def nearness(i: int) -> tuple[float, float]:
        other = faces[i]
        return (float(face.distance(other)), -float(shapely.intersection(face, other).length))

    return sides[min(sides, key=nearness)]


def _joined(faces: Sequence[BaseGeometry]) -> BaseGeometry:
    """The faces as one; they share their corners, so the union is exact."""
    return areal(shapely.coverage_union_all(faces))


def _checked(
    one: BaseGeometry, other: BaseGeometry, land: BaseGeometry
) -> tuple[BaseGeometry, BaseGeometry]:
    plane = Plane.for_geometry(land)
    if min(plane.area_m2(one), plane.area_m2(other)) < LEAST_M2:
        raise bad_cut("line", BadCut.TOO_SMALL)
    west, east = sorted((one, other), key=lambda part: float(part.centroid.x))
    return west, east


def _without_bits(parts: Sequence[BaseGeometry], plane: Plane) -> list[BaseGeometry]:
    """Loose bits as thin as a pencil line go to the other part they lie along."""
    pieces = [list(shapely.get_parts(part)) for part in parts]
    kept = [[piece for piece in some if not _is_bit(piece, plane)] for some in pieces]
    for place, some in enumerate(pieces):
        for bit in some:
            if _is_bit(bit, plane):
                lies_along = [
                    sum(float(shapely.intersection(bit, piece).length) for piece in there)
                    for there in kept
                ]
                best = max(range(len(kept)), key=lambda i: (lies_along[i], i == place))
                kept[best].append(bit)
    return [areal(shapely.union_all(some)) for some in kept]


def _is_bit(piece: BaseGeometry, plane: Plane) -> bool:
    area_m2 = plane.area_m2(piece)
    width_m = 2.0 * area_m2 / float(plane.flat(piece).length)
    return area_m2 < TOLERANCE_M2 or (width_m < _BIT_WIDTH_M and area_m2 < LEAST_M2)
