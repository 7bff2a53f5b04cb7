"""The land in the shapes that maps and pages want. Ignores who asks: borders are public."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

import numpy as np
import shapely
from django.db.models import Count
from shapely.geometry.base import BaseGeometry

from wangge.core.territory.level import Level
from wangge.core.territory.proof import Land
from wangge.core.territory.shapes import unpack
from wangge.lib.clock import SHANGHAI
from wangge.territory import data_source
from wangge.territory.access.areas import areas, territory_index
from wangge.territory.models import AreaCode, Boundary, Neighbour, TerritoryVersion

#: How far a drawn border may stray (about the root of a dropped corner's triangle, degrees):
#: 30 m where the whole county is drawn, 5 m within one area.
_ROUGH, _FINE = 0.0003, 0.00005
#: Drawn coordinates have this many decimals: 1 m.
_DECIMALS = 5

_making = threading.Lock()


@dataclass(frozen=True, slots=True)
class GeoJson:
    """A FeatureCollection as bytes, with a strong ETag that changes when they do."""

    body: bytes
    etag: str


@dataclass(frozen=True, slots=True)
class Unit:
    """A village-level unit without a grid of its own."""

    code: str
    name: str
    full_name: str
    reason: str
    source: str
    #: The village whose grid looks after its land, and that grid.
    looked_after_by: str
    grid: str


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Why the list has 272 villages and the county 270 grids. 村网对账。"""

    listed: int
    list_source: str
    counted: int
    grids: int
    published: int
    published_source: str
    units: tuple[Unit, ...]

    @property
    def agrees(self) -> bool:
        """Whether list, units and grids add up to what the county publishes."""
        return self.listed - len(self.units) == self.counted == self.grids == self.published


def areas_geojson(
    level: Level | str, parent: UUID | None = None, *, at: datetime | None = None
) -> GeoJson:
    """The areas of a level (under `parent`, any number of levels up), simplified for a map.

    Properties: id, code, name, full_name, parent, synthetic. Shared borders stay shared.
    Made once a version, then remembered. Refuses: NoTerritory.
    """
    version = territory_index(at=at).version_id
    with _making:  # the first look at a map must not draw it eight times
        return _areas_geojson(version, Level(level), parent)


def neighbours_geojson() -> GeoJson:
    """The counties next door: code, name. One query."""
    rows = list(Neighbour.objects.all())
    return _collection(
        (shape, {"id": row.code, "code": row.code, "name": row.name, "synthetic": False})
        for row, shape in zip(rows, unpack([row.wkb for row in rows]), strict=True)
    )


def reconciliation() -> Reconciliation:
    """The two units that make 272 listed villages into 270 grids, with reasons and sources."""
    alone = areas(Level.VILLAGE).filter(counts_as_grid=False).select_related("looked_after_by")
    grids = {row.parent_id: row.name for row in areas(Level.GRID)}
    published, published_source = data_source.published_grids()
    listed = areas(Level.VILLAGE).count()
    sources = AreaCode.objects.filter(system="stats", area__level=Level.VILLAGE)
    return Reconciliation(
        listed=listed,
        list_source=sources.values_list("source", flat=True).first() or "",
        counted=areas(Level.VILLAGE).filter(counts_as_grid=True).count(),
        grids=len(grids),
        published=published,
        published_source=published_source,
        units=tuple(
            Unit(
                code=unit.code,
                name=unit.name,
                full_name=unit.full_name,
                reason=unit.grid_reason,
                source=unit.grid_source,
                looked_after_by=unit.looked_after_by.full_name if unit.looked_after_by else "",
                grid=grids.get(unit.looked_after_by_id, ""),
            )
            for unit in alone
        ),
    )


def versions() -> list[TerritoryVersion]:
    """Every version, newest first, each with the number of its borders as `borders`."""
    return list(TerritoryVersion.objects.annotate(borders=Count("boundaries")).order_by("-number"))


def lands(*, at: datetime) -> list[Land]:
    """Every area in force at `at` with its border in the version in force: what the proof asks.

    An area that only stands in versions not in force is a draft and left out. Three queries.
    Refuses: NoTerritory.
    """
    return lands_of(territory_index(at=at).version_id, on=at.astimezone(SHANGHAI).date())


def lands_of(version_id: UUID, *, on: date) -> list[Land]:
    """`lands` of any version, as if it were in force on that day."""
    borders = Boundary.objects.filter(version=version_id).values_list("area_id", "wkb")
    ids, wkbs = zip(*borders, strict=True) if borders else ((), ())
    shapes = dict(zip(ids, unpack(wkbs), strict=True))
    drawn = set(Boundary.objects.values_list("area_id", flat=True).distinct())
    rows = areas(ever=True).filter(valid_from__lte=on).exclude(valid_until__lte=on)
    return [
        Land(
            id=row.id,
            level=Level(row.level),
            code=row.code,
            name=row.name,
            parent_id=row.parent_id,
            shape=shapes.get(row.id),
            counts_as_grid=row.counts_as_grid,
            looked_after_by=row.looked_after_by_id,
        )
        for row in rows
        if row.id in shapes or row.id not in drawn
    ]


@lru_cache(maxsize=256)
def _areas_geojson(version_id: UUID, level: Level, parent: UUID | None) -> GeoJson:
    rows = list(
        Boundary.objects.filter(version=version_id, area__level=level)
        .select_related("area", "area__parent", "area__parent__parent__parent")
        .order_by("area__sort_key")
    )
    shapes = np.array(unpack([row.wkb for row in rows]), dtype=np.object_)
    # the whole level is simplified together, or the pieces would no longer fit
    drawn = shapely.coverage_simplify(shapes, _ROUGH if parent is None else _FINE)
    drawn = shapely.transform(drawn, lambda degrees: np.round(degrees, _DECIMALS))
    return _collection(
        (shape, _properties(row))
        for row, shape in zip(rows, drawn, strict=True)
        if parent is None or parent in _above(row)
    )


def _above(row: Boundary) -> set[UUID]:
    """Ids of all areas the area stands under, as far as they were fetched with it."""
    found, above = set(), row.area.parent
    while above is not None:
        found.add(above.id)
        above = above.parent
    return found


def _properties(row: Boundary) -> dict[str, object]:
    return {
        "id": str(row.area_id),
        "code": row.area.code,
        "name": row.area.name,
        "full_name": row.area.full_name,
        "parent": str(row.area.parent_id) if row.area.parent_id else None,
        "synthetic": row.synthetic,
    }


def _collection(found: Iterable[tuple[BaseGeometry, dict[str, object]]]) -> GeoJson:
    features = [
        {
            "type": "Feature",
            "properties": properties,
            "geometry": json.loads(shapely.to_geojson(shape)),
        }
        for shape, properties in found
    ]
    body = json.dumps(
        {"type": "FeatureCollection", "features": features},
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode()
    return GeoJson(body, f'"{hashlib.sha256(body).hexdigest()[:32]}"')
