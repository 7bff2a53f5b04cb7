"""The land as every process remembers it: where a point lies, what an area is called.

Borders are public, so nothing here asks who wants to know. One index a version of the territory
is kept in memory; which version is in force is looked up at most once a second, so locating a
point costs no query. Ignores posts.
"""

from __future__ import annotations

import math
import threading
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from operator import itemgetter
from typing import NamedTuple
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

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
from wangge.territory.models import (
    Area,
    AreaCode,
    AreaSuccession,
    Boundary,
    Neighbour,
    TerritoryVersion,
)

_CHECK_EVERY = timedelta(seconds=1)
#: Versions kept in memory: the one in force, and a few for old cases and proofs.
_VERSIONS_KEPT = 4


def locate_point(lon: float, lat: float, datum: str | None, *, at: datetime | None = None) -> Place:
    """Where a point given in `datum` lies, by the territory in force at `at` (None: now).

    A point outside the county is an answer, not a refusal.
    Refuses: MissingDatum, BadCoordinate, SwappedCoordinate, NoTerritory.
    """
    known = check_point(lon, lat, datum)
    return territory_index(at=at).place(*to_wgs84(lon, lat, known))


def check_point(lon: float, lat: float, datum: str | None) -> Datum:
    """The datum of a point that can be one. Refuses as `locate_point` does."""
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
    return known


_Versions = tuple[tuple[date, int, UUID], ...]

_lock = threading.RLock()
_versions: tuple[datetime, _Versions] | None = None
_in_force: _InForce | None = None
_FOR_EVER = datetime(9999, 1, 1, tzinfo=UTC)
#: Each with the versions there were when its names were read: a new one brings new areas.
_indices: dict[UUID, tuple[_Versions, TerritoryIndex]] = {}


def territory_index(at: datetime | None = None) -> TerritoryIndex:
    """The territory in force at `at` (None: now). No query but once a second. Refuses: NoTerritory.

    The first call after a new version takes a moment (0.3 s for 300 grids).
    """
    now = utc_now()
    moment = at or now
    known = _in_force
    if known is not None and known.since <= moment < known.until and known.is_fresh(now):
        return known.land
    versions = _active_versions(now)
    day = moment.astimezone(SHANGHAI).date()
    place = bisect_right(versions, day, key=itemgetter(0))
    if place == 0:
        raise NoTerritory
    index = _remembered(versions[place - 1][2], versions)
    _keep_in_force(versions, place, index)
    return index


class _InForce(NamedTuple):
    """The version that was last asked for, when it holds, and when it was last looked up."""

    since: datetime
    until: datetime
    read_at: datetime
    land: TerritoryIndex

    def is_fresh(self, now: datetime) -> bool:
        """Whether the versions were looked up within the last second."""
        return abs(now - self.read_at) < _CHECK_EVERY


def _keep_in_force(versions: _Versions, place: int, index: TerritoryIndex) -> None:
    global _in_force
    assert _versions is not None
    until = _midnight(versions[place][0]) if place < len(versions) else _FOR_EVER
    _in_force = _InForce(_midnight(versions[place - 1][0]), until, _versions[0], index)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)


def index_of(version_id: UUID) -> TerritoryIndex:
    """One version of the territory, whether in force, decided or only drafted."""
    return _remembered(version_id, _active_versions(utc_now()))


def _remembered(version_id: UUID, versions: _Versions) -> TerritoryIndex:
    found = _indices.get(version_id)
    if found is not None and found[0] == versions:
        return found[1]
    with _lock:
        found = _indices.get(version_id)
        if found is None:
            while len(_indices) >= _VERSIONS_KEPT:
                _indices.pop(next(iter(_indices)))
            _indices[version_id] = (versions, _read_index(version_id))
        elif found[0] != versions:  # its borders are what they were, but areas came or ended
            _indices[version_id] = (versions, _with_names(found[1]))
        return _indices[version_id][1]


#: The name of the contract; the same thing.
locator = territory_index


def forget_territory() -> None:
    """This process reads the territory again when it is next asked."""
    global _versions, _in_force
    with _lock:
        _versions = _in_force = None
        _indices.clear()


def areas(
    level: Level | None = None,
    *,
    parent: Area | None = None,
    ever: bool = False,
    on: date | None = None,
) -> QuerySet[Area]:
    """Areas that stand on a day (None: today), in order of code: of a level, under a parent.

    `ever`: also those that have ended or are decided for later, but none that was taken back.
    What only a version not in force has drawn is a draft and stands on no day.
    """
    found = Area.objects.order_by("sort_key")
    if ever:
        found = found.exclude(valid_until=F("valid_from"))
    else:
        drawn = Boundary.objects.filter(area=OuterRef("pk"))
        found = found.filter(
            Exists(drawn.filter(version__active=True)) | ~Exists(drawn), standing(on or _today())
        )
    if level is not None:
        found = found.filter(level=level)
    return found if parent is None else found.filter(parent=parent)


def standing(day: date) -> Q:
    """What is valid on that day, of rows with `valid_from` and `valid_until` as dates."""
    return Q(valid_from__lte=day) & (Q(valid_until__isnull=True) | Q(valid_until__gt=day))


def area_by_code(code: str, *, system: str = "stats", on: date | None = None) -> Area:
    """The area that bears the code in that system on a day (None: today). Refuses: NotFound."""
    found = AreaCode.objects.filter(standing(on or _today()), system=system, code=code)
    row = found.select_related("area").first()
    if row is None:
        raise NotFound(field="area")
    return row.area


def _today() -> date:
    return utc_now().astimezone(SHANGHAI).date()


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
    borders = Boundary.objects.filter(version=version).values_list("area_id", "wkb")
    ids, wkbs = zip(*borders, strict=True) if borders else ((), ())
    shapes = dict(zip(ids, unpack(wkbs), strict=True))
    ever, hosts = _names()
    grids = [(i, shape) for i, shape in shapes.items() if ever[i].level is Level.GRID]
    counties = [i for i in shapes if ever[i].level is Level.COUNTY]
    if not grids or not counties:
        raise NoTerritory
    near = list(Neighbour.objects.all())
    return TerritoryIndex(
        version=version.number,
        version_id=version.id,
        effective_from=version.effective_from,
        county_id=counties[0],
        areas=_standing_in(ever, frozenset(shapes), version.effective_from),
        ever=ever,
        _locator=Locator.build(grids),
        _heirs=_heirs_by(version.effective_from),
        _guests=tuple(
            (ever[unit], host, shapes[unit]) for unit, host in hosts.items() if unit in shapes
        ),
        _neighbours=tuple(
            (row.name, shape)
            for row, shape in zip(near, unpack([row.wkb for row in near]), strict=True)
        ),
    )


def _with_names(index: TerritoryIndex) -> TerritoryIndex:
    """The same land with the areas and successions as they are known now."""
    ever, _hosts = _names()
    drawn = Boundary.objects.filter(version=index.version_id).values_list("area_id", flat=True)
    return replace(
        index,
        areas=_standing_in(ever, frozenset(drawn), index.effective_from),
        ever=ever,
        _heirs=_heirs_by(index.effective_from),
    )


def _names() -> tuple[dict[UUID, NamedArea], dict[UUID, UUID]]:
    """Every area there is a row of, in order of code; and the host of each unit without a grid."""
    rows = list(Area.objects.order_by("sort_key"))
    ever = {
        row.id: NamedArea(
            row.id,
            Level(row.level),
            row.code,
            row.name,
            row.full_name,
            row.parent_id,
            row.valid_from,
            row.valid_until,
        )
        for row in rows
    }
    return ever, {row.id: row.looked_after_by_id for row in rows if row.looked_after_by_id}


def _standing_in(
    ever: Mapping[UUID, NamedArea], drawn: frozenset[UUID], day: date
) -> dict[UUID, NamedArea]:
    """What a version has drawn, and what no version ever drew but stands on its day."""
    elsewhere = set(Boundary.objects.values_list("area_id", flat=True).distinct()) - drawn
    return {
        key: area
        for key, area in ever.items()
        if key in drawn
        or (key not in elsewhere and area.since <= day and (area.until is None or day < area.until))
    }


def _heirs_by(day: date) -> dict[UUID, UUID]:
    """Who got most of the land of each area that ended up to that day."""
    rows = AreaSuccession.objects.filter(on__lte=day).order_by(
        "on", F("share").asc(nulls_first=True)
    )
    return dict(rows.values_list("before_id", "after_id"))  # the largest share comes last
