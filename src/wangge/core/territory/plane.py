"""A local metric plane: metres east and north of a point, for distances and areas in one county.

Longitude and latitude on the WGS-84 ellipsoid are scaled by the metres of a degree at the middle
latitude: within a county (60 km) lengths and areas are right to better than 0.5 %. Ignores other
datums: see `lib.datum`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

Floats = NDArray[np.float64]

#: WGS-84: half the long axis in metres, first eccentricity squared.
_A_M = 6378137.0
_E2 = 0.00669437999014


@dataclass(frozen=True, slots=True)
class Plane:
    """Metres of a degree around `lat`; x = lon · lon_m, y = lat · lat_m."""

    lat: float
    lon_m: float
    lat_m: float

    @classmethod
    def at(cls, lat: float) -> Plane:
        """The plane that fits best at latitude `lat` (degrees)."""
        angle = math.radians(lat)
        bend = 1.0 - _E2 * math.sin(angle) ** 2
        lat_m = math.radians(_A_M * (1.0 - _E2) / bend**1.5)
        lon_m = math.radians(_A_M * math.cos(angle) / math.sqrt(bend))
        return cls(lat, lon_m, lat_m)

    @classmethod
    def for_geometry(cls, geometry: BaseGeometry) -> Plane:
        """The plane that fits best at the middle latitude of `geometry`."""
        _, south, _, north = geometry.bounds
        return cls.at((south + north) / 2.0)

    def area_m2(self, geometry: BaseGeometry) -> float:
        """The area of a lon-lat geometry in square metres."""
        return float(geometry.area) * self.lon_m * self.lat_m

    def areas_m2(self, geometries: NDArray[np.object_]) -> Floats:
        """`area_m2` of many at once."""
        areas: Floats = shapely.area(geometries) * (self.lon_m * self.lat_m)
        return areas

    def distance_m(self, one: tuple[float, float], other: tuple[float, float]) -> float:
        """Metres between two (lon, lat)."""
        east, north = (one[0] - other[0]) * self.lon_m, (one[1] - other[1]) * self.lat_m
        return math.hypot(east, north)

    def flat(self, geometry: BaseGeometry) -> BaseGeometry:
        """`geometry` in metres."""
        scale = np.array([self.lon_m, self.lat_m])
        flat: BaseGeometry = shapely.transform(geometry, lambda degrees: degrees * scale)
        return flat
