"""The land as every process remembers it: where a point lies, what an area is called.

Borders are public, so nothing here asks who wants to know. One index a version of the territory
is kept in memory; which version is in force is looked up at most once a second, so locating a
point costs no query. Ignores posts.
"""

from __future__ import annotations

import math
import threading
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from wangge.core.errors import NotFound
from wangge.core.territory.level import Level
from wangge.core.territory.locate import Locator
from wangge.core.territory.refusals import (
    BadCoordinate,
    MissingDatum,
    NoTerritory,
    SwappedCoordinate,
)
from wangge.core.territory.shapes import unpack
from wangge.lib.clock import SHANGHAI, utc_now
from wangge.lib.datum import Datum, to_wgs84
from wangge.territory.access.index import NamedArea, Place, TerritoryIndex
from wangge.territory.models import Area, AreaCode, Boundary, Neighbour, TerritoryVersion

_CHECK_EVERY = timedelta(seconds=1)
#: Versions kept in memory: the one in force, and a few for old cases and proofs.
_VERSIONS_KEPT = 4


def locate_point(lon: float, lat: float, datum: str | None, *, at: datetime | None = None) -> Place:
    """Where a point given in `datum` lies, by the territory in force at `at` (None: now).

    A point outside the county is an answer, not a refusal.
    Refuses: MissingDatum, BadCoordinate, SwappedCoordinate, NoTerritory.
    """
    try:
        known = Datum(datum or "")
    except ValueError:
        raise MissingDatum(field="datum") from None
    if not (math.isfinite(lon) and math.isfinite(lat)):
        raise BadCoordinate(field="point", lon=lon, lat=lat)
    # no land of the county lies north of 73°, and China's longitudes begin there
    if abs(lat) >= 73.0 and abs(lon) <= 54.0 and abs(lat) <= 180.0:
        raise SwappedCoordinate(field="point", lon=lon, lat=lat)
    if abs(lon) > 180.0 or abs(lat) > 90.0:
        raise BadCoordinate(field="point", lon=lon, lat=lat)
    return territory_index(at=at).place(*to_wgs84(lon, lat, known))


_Versions = tuple[tuple[date, int, UUID], ...]

_lock = threading.RLock()
_versions: tuple[datetime, _Versions] | None = None
_indices: dict[UUID, TerritoryIndex] = {}


def territory_index(at: datetime | None = None) -> TerritoryIndex:
    """The territory in force at `at` (None: now). No query but once a second. Refuses: NoTerritory.

    The first call after a new version takes a moment (0.3 s for 300 grids).
    """
    now = utc_now()
    day = (at or now).astimezone(SHANGHAI).date()
    in_force = [version for version in _active_versions(now) if version[0] <= day]
    if not in_force:
        raise NoTerritory
    version_id = in_force[-1][2]
    found = _indices.get(version_id)
    if found is not None:
        return found
    with _lock:
        if version_id not in _indices:
            while len(_indices) >= _VERSIONS_KEPT:
                _indices.pop(next(iter(_indices)))
            _indices[version_id] = _read_index(version_id)
        return _indices[version_id]


#: The name of the contract; the same thing.
locator = territory_index


def forget_territory() -> None:
    """This process reads the territory again when it is next asked."""
    global _versions
    with _lock:
        _versions = None
        _indices.clear()


def areas(
    level: Level | None = None, *, parent: Area | None = None, ever: bool = False
) -> QuerySet[Area]:
    """Areas not ended (`ever`: those too), in order of code: of a level, under a parent."""
    found = Area.objects.order_by("sort_key")
    if not ever:
        found = found.filter(valid_until__isnull=True)
    if level is not None:
        found = found.filter(level=level)
    return found if parent is None else found.filter(parent=parent)


def area_by_code(code: str, *, system: str = "stats", on: date | None = None) -> Area:
    """The area that bears the code in that system (on a day, None: now). Refuses: NotFound."""
    found = AreaCode.objects.filter(system=system, code=code).select_related("area")
    if on is None:
        found = found.filter(valid_until__isnull=True)
    else:
        found = found.filter(valid_from__lte=on).exclude(valid_until__lte=on)
    row = found.first()
    if row is None:
        raise NotFound(field="area")
    return row.area


def _active_versions(now: datetime) -> _Versions:
    """(effective from, number, id) of every active version, in order of coming into force."""
    global _versions
    known = _versions
    if known is not None and abs(now - known[0]) < _CHECK_EVERY:
        return known[1]
    rows = TerritoryVersion.objects.filter(active=True).order_by("effective_from", "number")
    read = tuple(rows.values_list("effective_from", "number", "id"))
    _versions = (now, read)
    return read


def _read_index(version_id: UUID) -> TerritoryIndex:
    version = TerritoryVersion.objects.get(pk=version_id)
    rows = list(Area.objects.order_by("sort_key"))
    named = {
        row.id: NamedArea(
            row.id, Level(row.level), row.code, row.name, row.full_name, row.parent_id
        )
        for row in rows
    }
    hosts = {row.id: row.looked_after_by_id for row in rows if row.looked_after_by_id}
    borders = Boundary.objects.filter(version=version).values_list("area_id", "wkb")
    ids, wkbs = zip(*borders, strict=True) if borders else ((), ())
    shapes = dict(zip(ids, unpack(wkbs), strict=True))
    grids = [(i, shape) for i, shape in shapes.items() if named[i].level is Level.GRID]
    counties = [i for i in shapes if named[i].level is Level.COUNTY]
    if not grids or not counties:
        raise NoTerritory
    grid_of = {named[i].parent_id: i for i, _ in grids}
    near = list(Neighbour.objects.all())
    return TerritoryIndex(
        version=version.number,
        version_id=version.id,
        effective_from=version.effective_from,
        county_id=counties[0],
        areas=named,
        _locator=Locator.build(grids),
        _guests=tuple(
            (named[unit], grid_of[host], shapes[unit])
            for unit, host in hosts.items()
            if unit in shapes and host in grid_of
        ),
        _neighbours=tuple(
            (row.name, shape)
            for row, shape in zip(near, unpack([row.wkb for row in near]), strict=True)
        ),
    )
