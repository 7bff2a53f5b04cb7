"""Invariant 1, land: the grids tile the county, and each stands under exactly one village.

不重不漏: derived again from the areas and their shapes alone, whatever any other code believes.
Ignores posts: whether each grid is served is proven where posts are known.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from wangge.core.territory.coverage import TOLERANCE_M2, Piece, areal, check_coverage
from wangge.core.territory.faults import Fault, FaultKind
from wangge.core.territory.level import Level
from wangge.core.territory.plane import Plane

#: The levels that must tile the county.
TILED = (Level.TOWN, Level.VILLAGE, Level.GRID)
#: Two faults of the same areas and size whose points lie this near are one.
_SAME_PLACE_M = 50.0


@dataclass(frozen=True, slots=True)
class Land:
    """An area with its shape, as the proof sees it."""

    id: UUID
    level: Level
    code: str
    name: str
    parent_id: UUID | None
    #: Degrees WGS-84; None for an area without a border.
    shape: BaseGeometry | None
    #: False for a village-level unit explained to have no grid of its own.
    counts_as_grid: bool = True
    #: The village whose grid looks after such a unit's land.
    looked_after_by: UUID | None = None


def land_faults(lands: Sequence[Land]) -> list[Fault]:
    """Every counter-example to invariant 1; empty when it holds.

    Faults: an area without a border; a gap, overlap or overhang of towns, villages or grids
    against the county; an area that reaches out of the one above; a grid under no village; a
    village without a grid and without a reason.
    """
    by_id = {land.id: land for land in lands}
    faults = [
        Fault(FaultKind.MISSING, (land.name,))
        for land in lands
        if land.shape is None and land.level is not Level.MICRO_GRID
    ]
    counties = [land for land in lands if land.level is Level.COUNTY and land.shape is not None]
    if len(counties) != 1:
        detail = f"应有一个县界，实有{len(counties)}个"
        return [*faults, Fault(FaultKind.NO_PARENT, tuple(c.name for c in counties), detail=detail)]
    county = counties[0].shape
    for level in TILED:
        pieces = [
            Piece(land.name, land.shape)
            for land in lands
            if land.level is level and land.shape is not None
        ]
        faults += check_coverage(pieces, county)
    reaching = [one for one in _unnested(lands, by_id, county) if not _is_told(one, faults, county)]
    return faults + reaching + _ungridded(lands, by_id)


def _is_told(reaching: Fault, faults: Sequence[Fault], county: BaseGeometry) -> bool:
    """Whether land reaching out of the area above is the very overlap or overhang told already.

    A grid drawn into its neighbour of the next village also leaves its own: one fault, not two.
    """
    plane = Plane.for_geometry(county)
    return any(
        fault.kind in (FaultKind.OVERLAP, FaultKind.OUTSIDE)
        and reaching.names[0] in fault.names
        and abs(fault.area_m2 - reaching.area_m2) <= TOLERANCE_M2
        and plane.distance_m((fault.lon, fault.lat), (reaching.lon, reaching.lat)) <= _SAME_PLACE_M
        for fault in faults
    )


def _unnested(
    lands: Sequence[Land], by_id: Mapping[UUID, Land], county: BaseGeometry
) -> list[Fault]:
    """Areas under nothing of the level above, and areas that reach out of what they stand under."""
    faults: list[Fault] = []
    inner, outer, names = [], [], []
    guests: dict[UUID, list[BaseGeometry]] = {}
    for land in lands:
        if land.looked_after_by is not None and land.shape is not None:
            guests.setdefault(land.looked_after_by, []).append(land.shape)
    for land in lands:
        if land.level not in TILED:
            continue
        parent = by_id.get(land.parent_id) if land.parent_id else None
        if parent is None or parent.level is not land.level.parent:
            detail = f"没有{land.level.parent.zh if land.level.parent else ''}"
            faults.append(Fault(FaultKind.NO_PARENT, (land.name,), detail=detail))
        elif land.shape is not None and parent.shape is not None:
            ground = parent.shape
            if land.level is Level.GRID and parent.id in guests:
                ground = shapely.union_all([ground, *guests[parent.id]])
            inner.append(shapely.make_valid(land.shape))
            outer.append(shapely.make_valid(ground))
            names.append((land.name, parent.name))
    plane = Plane.for_geometry(county)
    beyond = shapely.difference(np.array(inner), np.array(outer))
    for index in np.flatnonzero(plane.areas_m2(beyond) > TOLERANCE_M2).tolist():
        land_beyond = areal(beyond[index])
        point = land_beyond.representative_point()
        area_m2 = plane.area_m2(land_beyond)
        name, above = names[index]
        faults.append(
            Fault(
                FaultKind.OUTSIDE,
                (name,),
                area_m2=area_m2,
                width_m=2.0 * area_m2 / float(plane.flat(land_beyond).length),
                lon=float(point.x),
                lat=float(point.y),
                detail=above,
            )
        )
    return faults


def _ungridded(lands: Sequence[Land], by_id: Mapping[UUID, Land]) -> list[Fault]:
    """Village-level units that neither have a grid nor are looked after by one that has."""
    gridded = {land.parent_id for land in lands if land.level is Level.GRID}
    faults = []
    for land in lands:
        if land.level is not Level.VILLAGE or land.id in gridded:
            continue
        host = by_id.get(land.looked_after_by) if land.looked_after_by else None
        if land.counts_as_grid or host is None or host.id not in gridded:
            faults.append(Fault(FaultKind.NO_GRID, (land.name,)))
    return faults
