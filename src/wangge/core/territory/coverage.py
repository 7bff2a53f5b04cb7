"""Proving that polygons tile their parent: no gap, no overlap, nothing beyond. 不重不漏。

A border is allowed 1 m²: what several slivers between the same neighbours add up to must stay
below it. Ignores which area ought to be where: only shapes, names, and for the datum the shapes
known so far.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from wangge.core.territory.faults import Fault, FaultKind
from wangge.core.territory.plane import Plane
from wangge.lib.datum import Datum, from_wgs84

Objects = NDArray[np.object_]
Floats = NDArray[np.float64]

#: Design invariant 1: a gap or overlap up to this size a border is rounding.
TOLERANCE_M2 = 1.0
#: A piece of land this near a gap (degrees, 11 cm) is one of its neighbours.
_NEIGHBOUR_DEGREES = 1e-6
#: A common shift of at least this, with this much of it shared by all, is a datum, not a survey.
_SHIFT_M, _SHARED = 200.0, 0.25
#: Fewer areas than this may be shifted alike by chance (one grid split in two): they must also fit
#: the shapes known so far once moved back, this much of their land.
_MANY, _FITS = 5, 0.8


@dataclass(frozen=True, slots=True)
class Piece:
    """A shape with the name people know it by."""

    name: str
    #: Polygon or MultiPolygon, degrees WGS-84.
    geometry: BaseGeometry


def check_coverage(
    pieces: Sequence[Piece], parent: BaseGeometry, *, beyond: str = "县界"
) -> list[Fault]:
    """Every fault of `pieces` as a tiling of `parent`, in order of kind and size.

    `beyond`: what the parent is called where something reaches out of it.

    Faults: invalid shapes (then repaired for the rest of the check), overlaps, gaps, land beyond
    the parent. Seconds for 5,000 pieces.
    """
    plane = Plane.for_geometry(parent)
    shapes, faults = _repaired(pieces)
    names = [piece.name for piece in pieces]
    tree = shapely.STRtree(shapes)
    faults += _overlaps(shapes, names, tree, plane)
    union = shapely.union_all(shapes)
    shapely.prepare(parent)
    faults += _grouped(FaultKind.GAP, parent.difference(union), names, tree, plane)
    reaching = _grouped(FaultKind.OUTSIDE, union.difference(parent), names, tree, plane)
    faults += [replace(fault, detail=beyond) for fault in reaching]
    return sorted(faults, key=lambda fault: (list(FaultKind).index(fault.kind), -fault.area_m2))


def _repaired(pieces: Sequence[Piece]) -> tuple[Objects, list[Fault]]:
    shapes = np.array([piece.geometry for piece in pieces], dtype=np.object_)
    faults = []
    for index in np.flatnonzero(~shapely.is_valid(shapes) | (shapely.area(shapes) == 0.0)).tolist():
        shape = shapes[index]
        reason = shapely.is_valid_reason(shape) if not shape.is_empty else "Empty"
        point = shapely.get_coordinates(shape)[:1]
        lon, lat = point[0].tolist() if len(point) else (0.0, 0.0)
        faults.append(
            Fault(FaultKind.INVALID, (pieces[index].name,), lon=lon, lat=lat, detail=reason)
        )
        shapes[index] = areal(shapely.make_valid(shape))
    return shapes, faults


def areal(geometry: BaseGeometry) -> BaseGeometry:
    """The polygons of `geometry` as one MultiPolygon, its points and lines left out."""
    flat = shapely.get_parts(shapely.get_parts(geometry))
    return shapely.multipolygons(flat[shapely.get_type_id(flat) == 3])


def _overlaps(
    shapes: Objects, names: list[str], tree: shapely.STRtree, plane: Plane
) -> list[Fault]:
    shapely.prepare(shapes)
    one, other = tree.query(shapes, predicate="intersects")
    once = one < other
    one, other = one[once], other[once]
    # neighbours that only share a line are told apart without computing what they share
    both = shapely.relate_pattern(shapes[one], shapes[other], "T********")
    one, other = one[both], other[both]
    common = shapely.intersection(shapes[one], shapes[other])
    return [
        _fault(FaultKind.OVERLAP, [common[k]], (names[one[k]], names[other[k]]), plane)
        for k in np.flatnonzero(plane.areas_m2(common) > TOLERANCE_M2).tolist()
    ]


def _grouped(
    kind: FaultKind, land: BaseGeometry, names: list[str], tree: shapely.STRtree, plane: Plane
) -> list[Fault]:
    """One fault for all the pieces of `land` between the same neighbours, if they are too much."""
    groups: dict[tuple[int, ...], list[BaseGeometry]] = defaultdict(list)
    for part in shapely.get_parts(areal(land)):
        near = tree.query(part, predicate="dwithin", distance=_NEIGHBOUR_DEGREES)
        groups[tuple(sorted(near.tolist()))].append(part)
    return [
        _fault(kind, parts, tuple(names[i] for i in near), plane)
        for near, parts in groups.items()
        if sum(plane.area_m2(part) for part in parts) > TOLERANCE_M2
    ]


def _fault(
    kind: FaultKind, parts: Iterable[BaseGeometry], names: tuple[str, ...], plane: Plane
) -> Fault:
    """The fault of these parts, placed in the largest of them."""
    ranked = sorted(parts, key=lambda part: -float(part.area))
    area_m2 = sum(plane.area_m2(part) for part in ranked)
    around_m = sum(float(plane.flat(part).length) for part in ranked)
    point = ranked[0].representative_point()
    return Fault(
        kind,
        names,
        area_m2=area_m2,
        width_m=2.0 * area_m2 / around_m,
        lon=float(point.x),
        lat=float(point.y),
    )


def suspect_datum(
    given: Mapping[str, BaseGeometry], known: Mapping[str, BaseGeometry]
) -> Fault | None:
    """A fault if `given` stands beside `known` as another datum would, else None.

    Both map a code to a shape in what is said to be WGS-84; the middles of common codes are
    compared. A shift of hundreds of metres that nearly all share is no new survey.
    """
    common = sorted(given.keys() & known.keys())
    if not common:
        return None
    theirs, ours = (
        shapely.get_coordinates(shapely.centroid([shapes[code] for code in common]))
        for shapes in (given, known)
    )
    lon, lat = np.median(ours, axis=0).tolist()
    plane = Plane.at(lat)
    shifts = (theirs - ours) * [plane.lon_m, plane.lat_m]
    shift = np.median(shifts, axis=0)
    length_m = float(np.hypot(*shift))
    spread_m = float(np.median(np.hypot(*(shifts - shift).T)))
    if length_m < _SHIFT_M or spread_m > length_m * _SHARED:
        return None
    if len(common) < _MANY and not _same_when_moved_back(given, known, common, shift, plane):
        return None
    guess = _nearest_datum(lon, lat, shift, plane)
    detail = f"整体偏移约{length_m:.0f}米" + (f"，像是{guess.value}坐标" if guess else "")
    return Fault(FaultKind.DATUM, (), width_m=0.0, lon=lon, lat=lat, detail=detail)


def _same_when_moved_back(
    given: Mapping[str, BaseGeometry],
    known: Mapping[str, BaseGeometry],
    codes: Sequence[str],
    shift: Floats,
    plane: Plane,
) -> bool:
    degrees = shift / [plane.lon_m, plane.lat_m]
    back = shapely.make_valid(shapely.transform([given[c] for c in codes], lambda c: c - degrees))
    ours = shapely.make_valid(np.array([known[code] for code in codes]))
    shared = shapely.area(shapely.intersection(back, ours)).sum()
    return bool(shared > _FITS * shapely.area(shapely.union(back, ours)).sum())


def _nearest_datum(lon: float, lat: float, shift: Floats, plane: Plane) -> Datum | None:
    """The datum whose shift at this place explains `shift` (metres) to a quarter, if any."""
    for datum in (Datum.GCJ02, Datum.BD09):
        east, north = from_wgs84(lon, lat, datum)
        expected = np.array([(east - lon) * plane.lon_m, (north - lat) * plane.lat_m])
        if np.hypot(*(shift - expected)) < _SHARED * np.hypot(*expected):
            return datum
    return None
