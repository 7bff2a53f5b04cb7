"""How far from home a visit was recorded. Ignores hills and roads."""

from __future__ import annotations

from math import cos, hypot, radians

#: Metres of a degree of latitude.
_M_PER_DEGREE = 111_320.0

Place = tuple[float | None, float | None]


def metres_between(one: Place, other: Place) -> float | None:
    """Metres between two points (lon, lat; WGS-84), good within a county; None without both."""
    (lon, lat), (other_lon, other_lat) = one, other
    if lon is None or lat is None or other_lon is None or other_lat is None:
        return None
    east = (lon - other_lon) * _M_PER_DEGREE * cos(radians((lat + other_lat) / 2))
    return hypot(east, (lat - other_lat) * _M_PER_DEGREE)
