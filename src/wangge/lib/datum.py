"""Datums (坐标基准): every coordinate that enters says which one it is in.

GCJ-02 lies about 665 m from WGS-84 in Liling: a case in the wrong datum lands in the wrong village.
CGCS2000 differs from WGS-84 by decimetres, less than a grid needs, and is taken as equal.
Ignores heights and projections. Coordinates are longitude first, in degrees.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from enum import StrEnum
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Number = TypeVar("Number", float, Floats)


class Datum(StrEnum):
    """A datum a coordinate may be given in."""

    WGS84 = "wgs84"  #: GPS, browsers
    CGCS2000 = "cgcs2000"  #: 国家大地坐标系, 天地图
    GCJ02 = "gcj02"  #: 国测局坐标, 高德, 腾讯
    BD09 = "bd09"  #: 百度坐标


#: Krasovsky 1940, the ellipsoid the GCJ-02 shift is computed on.
_A_M = 6378245.0
_EE = 0.00669342162296594323
#: GCJ-02 shifts only inside this box (degrees); outside, it equals WGS-84.
_WEST, _EAST, _SOUTH, _NORTH = 72.004, 137.8347, 0.8293, 55.8271
_BD_PI = math.pi * 3000.0 / 180.0
#: Steps of the inverses. The shift's slope is under 0.01, so each step wins two digits; the
#: last of twelve changes nothing a float can hold.
_STEPS = 12
#: An inverse is found when the forward image is this close, in degrees (0.01 mm).
_CLOSE = 1e-10


def to_wgs84(lon: float, lat: float, datum: Datum) -> tuple[float, float]:
    """The point in WGS-84, exact inverse of `from_wgs84` to 1e-9°."""
    if datum is Datum.GCJ02:
        return _inverse(_wgs84_to_gcj02, lon, lat)
    if datum is Datum.BD09:
        return _inverse(_wgs84_to_gcj02, *_inverse(_gcj02_to_bd09, lon, lat))
    return lon, lat


def from_wgs84(lon: float, lat: float, datum: Datum) -> tuple[float, float]:
    """The WGS-84 point in `datum`."""
    if datum is Datum.GCJ02:
        return _wgs84_to_gcj02(lon, lat)
    if datum is Datum.BD09:
        return _gcj02_to_bd09(*_wgs84_to_gcj02(lon, lat))
    return lon, lat


def to_wgs84_bulk(lons: Floats, lats: Floats, datum: Datum) -> tuple[Floats, Floats]:
    """`to_wgs84` of many points at once; arrays of equal length in, new arrays out."""
    if datum is Datum.GCJ02:
        return _inverse_bulk(_wgs84_to_gcj02_bulk, lons, lats)
    if datum is Datum.BD09:
        return _inverse_bulk(_wgs84_to_gcj02_bulk, *_inverse_bulk(_gcj02_to_bd09_bulk, lons, lats))
    return lons.copy(), lats.copy()


def from_wgs84_bulk(lons: Floats, lats: Floats, datum: Datum) -> tuple[Floats, Floats]:
    """`from_wgs84` of many points at once."""
    if datum is Datum.GCJ02:
        return _wgs84_to_gcj02_bulk(lons, lats)
    if datum is Datum.BD09:
        return _gcj02_to_bd09_bulk(*_wgs84_to_gcj02_bulk(lons, lats))
    return lons.copy(), lats.copy()


class _Functions(Protocol[Number]):
    """What the modules `math` and `numpy` both know: formulas are written once for both."""

    pi: float

    def sqrt(self, x: Number, /) -> Number: ...
    def fabs(self, x: Number, /) -> Number: ...
    def sin(self, x: Number, /) -> Number: ...
    def cos(self, x: Number, /) -> Number: ...
    def atan2(self, y: Number, x: Number, /) -> Number: ...


def _gcj02_shift(m: _Functions[Number], lon: Number, lat: Number) -> tuple[Number, Number]:
    x, y = lon - 105.0, lat - 35.0
    root = m.sqrt(m.fabs(x))
    short = 20.0 * m.sin(6.0 * x * m.pi) + 20.0 * m.sin(2.0 * x * m.pi)
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
    north += (short + 20.0 * m.sin(y * m.pi) + 40.0 * m.sin(y / 3.0 * m.pi)) * 2.0 / 3.0
    north += (160.0 * m.sin(y / 12.0 * m.pi) + 320.0 * m.sin(y * m.pi / 30.0)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
    east += (short + 20.0 * m.sin(x * m.pi) + 40.0 * m.sin(x / 3.0 * m.pi)) * 2.0 / 3.0
    east += (150.0 * m.sin(x / 12.0 * m.pi) + 300.0 * m.sin(x / 30.0 * m.pi)) * 2.0 / 3.0
    angle = lat / 180.0 * m.pi
    magic = 1.0 - _EE * m.sin(angle) ** 2
    meridian_m = _A_M * (1.0 - _EE) / (magic * m.sqrt(magic)) * m.pi / 180.0
    parallel_m = _A_M / m.sqrt(magic) * m.cos(angle) * m.pi / 180.0
    return east / parallel_m, north / meridian_m


def _wgs84_to_gcj02(lon: float, lat: float) -> tuple[float, float]:
    if not (_WEST <= lon <= _EAST and _SOUTH <= lat <= _NORTH):
        return lon, lat
    east, north = _gcj02_shift(math, lon, lat)
    return lon + east, lat + north


def _wgs84_to_gcj02_bulk(lons: Floats, lats: Floats) -> tuple[Floats, Floats]:
    inside = (lons >= _WEST) & (lons <= _EAST) & (lats >= _SOUTH) & (lats <= _NORTH)
    east, north = _gcj02_shift(np, lons, lats)
    return np.where(inside, lons + east, lons), np.where(inside, lats + north, lats)


def _turn(m: _Functions[Number], lon: Number, lat: Number) -> tuple[Number, Number]:
    radius = m.sqrt(lon * lon + lat * lat) + 0.00002 * m.sin(lat * _BD_PI)
    angle = m.atan2(lat, lon) + 0.000003 * m.cos(lon * _BD_PI)
    return radius * m.cos(angle) + 0.0065, radius * m.sin(angle) + 0.006


def _gcj02_to_bd09(lon: float, lat: float) -> tuple[float, float]:
    return _turn(math, lon, lat)


def _gcj02_to_bd09_bulk(lons: Floats, lats: Floats) -> tuple[Floats, Floats]:
    return _turn(np, lons, lats)


def _inverse(
    forward: Callable[[float, float], tuple[float, float]], lon: float, lat: float
) -> tuple[float, float]:
    """The point that `forward` maps on (lon, lat), by fixed-point iteration."""
    x, y = lon, lat
    for _ in range(_STEPS):
        image_x, image_y = forward(x, y)
        x, y = x + lon - image_x, y + lat - image_y
        if abs(lon - image_x) < _CLOSE and abs(lat - image_y) < _CLOSE:
            break
    return x, y


def _inverse_bulk(
    forward: Callable[[Floats, Floats], tuple[Floats, Floats]], lons: Floats, lats: Floats
) -> tuple[Floats, Floats]:
    x, y = lons, lats
    for _ in range(_STEPS):
        image_x, image_y = forward(x, y)
        off_x, off_y = lons - image_x, lats - image_y
        x, y = x + off_x, y + off_y
        if max(np.abs(off_x).max(initial=0.0), np.abs(off_y).max(initial=0.0)) < _CLOSE:
            break
    return x, y
