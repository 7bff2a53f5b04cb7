"""Shapes as they are kept: MultiPolygons in WKB, longitude and latitude WGS-84, to 1e-7°."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from wangge.core.territory.coverage import areal

#: Coordinates are kept to this many decimals of a degree: 1 cm.
DECIMALS = 7


def pack(shapes: Sequence[BaseGeometry]) -> list[bytes]:
    """The WKB of each shape's polygons, as one MultiPolygon each."""
    return list(shapely.to_wkb(np.array([areal(shape) for shape in shapes], dtype=np.object_)))


def unpack(wkbs: Sequence[bytes | memoryview]) -> list[BaseGeometry]:
    """The shapes of what `pack` made."""
    return list(shapely.from_wkb([bytes(wkb) for wkb in wkbs]))


def rounded(shape: BaseGeometry) -> BaseGeometry:
    """The shape with each corner on the lattice; corners that two shapes share stay shared."""
    moved: BaseGeometry = shapely.transform(shape, lambda degrees: np.round(degrees, DECIMALS))
    return moved
