"""Datums: the vectors of the standards note, and there and back again anywhere in the county."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wangge.core.territory.plane import Plane
from wangge.lib.datum import Datum, from_wgs84, from_wgs84_bulk, to_wgs84, to_wgs84_bulk

LILING = (113.4970, 27.6461)
SHIFTED = {Datum.GCJ02: (113.5026502, 27.6428344), Datum.BD09: (113.5091144, 27.6490475)}

lons = st.floats(100.0, 120.0)
lats = st.floats(20.0, 45.0)


@pytest.mark.parametrize("datum", [Datum.GCJ02, Datum.BD09])
def test_the_known_vectors(datum: Datum) -> None:
    assert from_wgs84(*LILING, datum) == pytest.approx(SHIFTED[datum], abs=2e-7)


@pytest.mark.parametrize("datum", [Datum.GCJ02, Datum.BD09])
def test_the_known_vectors_back(datum: Datum) -> None:
    assert to_wgs84(*SHIFTED[datum], datum) == pytest.approx(LILING, abs=1e-6)


def test_gcj02_lies_665_m_off_in_liling() -> None:
    lon, lat = from_wgs84(*LILING, Datum.GCJ02)
    plane = Plane.at(LILING[1])
    off_m = np.hypot((lon - LILING[0]) * plane.lon_m, (lat - LILING[1]) * plane.lat_m)
    assert off_m == pytest.approx(665, abs=5)


@given(lons, lats, st.sampled_from(Datum))
def test_there_and_back_to_a_billionth_of_a_degree(lon: float, lat: float, datum: Datum) -> None:
    assert to_wgs84(*from_wgs84(lon, lat, datum), datum) == pytest.approx((lon, lat), abs=1e-9)


@given(lons, lats, st.sampled_from(Datum))
def test_bulk_says_the_same_as_one_by_one(lon: float, lat: float, datum: Datum) -> None:
    many = np.array([lon, LILING[0]]), np.array([lat, LILING[1]])
    for bulk, single in ((from_wgs84_bulk, from_wgs84), (to_wgs84_bulk, to_wgs84)):
        out_lons, out_lats = bulk(*many, datum)
        assert (out_lons[0], out_lats[0]) == pytest.approx(single(lon, lat, datum), abs=1e-10)


@pytest.mark.parametrize("datum", [Datum.WGS84, Datum.CGCS2000])
def test_cgcs2000_is_taken_as_wgs84(datum: Datum) -> None:
    assert to_wgs84(*LILING, datum) == LILING


def test_beyond_china_gcj02_does_not_shift() -> None:
    assert from_wgs84(-0.1276, 51.5072, Datum.GCJ02) == (-0.1276, 51.5072)
    lon, lat = from_wgs84_bulk(np.array([-0.1276]), np.array([51.5072]), Datum.GCJ02)
    assert (lon[0], lat[0]) == (-0.1276, 51.5072)
