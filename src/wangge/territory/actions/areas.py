"""Installing the territory a county begins with, and correcting its reading. 安装区划与更正。"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

import shapely
from django.db import transaction
from shapely.geometry.base import BaseGeometry

from wangge.accounts.rights import require
from wangge.audit.actions import append
from wangge.core.duty import Actor
from wangge.core.territory.codes import grid_codes
from wangge.core.territory.level import Level
from wangge.core.territory.plane import Plane
from wangge.core.territory.refusals import NeedsReason, NotAVillage
from wangge.core.territory.shapes import pack
from wangge.lib.datum import Datum
from wangge.territory import data_source
from wangge.territory.access.areas import forget_territory
from wangge.territory.models import Area, AreaCode, Boundary, Neighbour, TerritoryVersion

#: The list of divisions is the edition of 2023 and gives no day; its first day is taken.
SINCE = date(2023, 1, 1)

_GRID_CODE_SOURCE = "本系统编制：村级编码12位加顺序号3位"


@transaction.atomic
def install_liling(*, now: datetime) -> TerritoryVersion:
    """Liling stands in the database: county, 25 towns, 272 villages, 270 grids, all borders.

    Does nothing where a territory stands already, and returns its first version. The borders
    below the county's are synthetic. Takes seconds the first time, for drawing them.
    """
    first = TerritoryVersion.objects.order_by("number").first()
    if first is not None:
        return first
    areas = _areas()
    lands = _lands(areas)
    Area.objects.bulk_create(areas.values())
    AreaCode.objects.bulk_create(_codes(areas))
    version = TerritoryVersion.objects.create(
        number=1,
        effective_from=SINCE,
        note="公开县界，合成的镇、村、网格边界",
        active=True,
        made_at=now,
        made_by="wangge",
    )
    Boundary.objects.bulk_create(_boundaries(areas, lands, version))
    near = data_source.counties()[1]
    Neighbour.objects.bulk_create(
        Neighbour(code=county.code, name=county.name, wkb=wkb, source=data_source.BORDER_SOURCE)
        for county, wkb in zip(near, pack([county.shape for county in near]), strict=True)
    )
    data = {"number": 1, "areas": len(areas), "source": data_source.divisions().source}
    append("territory", version.id, "territory.installed", data, actor=None, now=now)
    forget_territory()
    transaction.on_commit(forget_territory)
    return version


@transaction.atomic
def correct_unit(
    area: Area,
    *,
    counts_as_grid: bool,
    reason: str,
    source: str,
    looked_after_by: Area | None,
    actor: Actor,
    now: datetime,
) -> Area:
    """It is on record whether a village-level unit has its own grid, and why not. 村网对账更正。

    This changes what is said, not the borders: a unit that is now to have a grid shows up in the
    proof of the land until its grid is imported. Needs "territory.write".
    Refuses: MayNot, NeedsReason, NotAVillage.
    """
    require(actor, "territory.write")
    hosts = [looked_after_by] if looked_after_by else []
    if any(unit.level != Level.VILLAGE for unit in (area, *hosts)):
        raise NotAVillage(field="area", name=area.full_name)
    if not counts_as_grid and not reason.strip():
        raise NeedsReason(field="reason")
    area.counts_as_grid = counts_as_grid
    area.grid_reason = "" if counts_as_grid else reason.strip()
    area.grid_source = source.strip()
    area.looked_after_by = None if counts_as_grid else looked_after_by
    area.save(update_fields=["counts_as_grid", "grid_reason", "grid_source", "looked_after_by"])
    data = {"code": area.code, "counts": counts_as_grid, "reason": reason, "source": source}
    append("area", area.id, "area.unit_corrected", data, actor=actor, now=now)
    forget_territory()
    transaction.on_commit(forget_territory)
    return area


def _areas() -> dict[str, Area]:
    """All areas by code, from the county down, not yet saved."""
    known = data_source.divisions()
    alone = {unit.code: unit for unit in data_source.units_without_grid()}
    county = _area(Level.COUNTY, known.code, known.name, None)
    county.full_name = data_source.COUNTY_FULL_NAME
    areas = {county.code: county}
    for town in known.towns:
        areas[town.code] = _area(Level.TOWN, town.code, town.name, county)
    for village in known.villages:
        area = _area(Level.VILLAGE, village.code, village.name, areas[village.town])
        if village.code in alone:
            area.counts_as_grid = False
            area.grid_reason = alone[village.code].reason
            area.grid_source = alone[village.code].source
        areas[village.code] = area
    for code, host in data_source.grid_hosts().items():
        areas[code].looked_after_by = areas[host]
    for village in known.villages:
        if village.code not in alone:
            (code,) = grid_codes(village.code, [(0.0, 0.0)])  # one grid a village
            name = f"{village.name}网格{code[-3:]}"
            areas[code] = _area(Level.GRID, code, name, areas[village.code])
    return areas


def _area(level: Level, code: str, name: str, parent: Area | None) -> Area:
    before = "" if parent is None else parent.full_name
    if parent is not None and parent.level == Level.COUNTY:
        before = parent.name  # people do not say the province every time
    elif parent is not None and parent.level == Level.VILLAGE:
        before = before.removesuffix(parent.name)  # a grid's name begins with its village's
    return Area(
        level=level,
        code=code,
        name=name,
        full_name=before + name,
        sort_key=code,
        parent=parent,
        valid_from=SINCE,
    )


def _lands(areas: Mapping[str, Area]) -> dict[str, BaseGeometry]:
    """The shape of every area by code, each made of whole villages: shared corners, no seams."""
    villages = data_source.village_lands()
    guests: dict[str, list[BaseGeometry]] = {}
    for code, host in data_source.grid_hosts().items():
        guests.setdefault(host, []).append(villages[code])
    lands = dict(villages)
    for code, area in areas.items():
        if area.level == Level.GRID:
            village = code[:12]
            own = [villages[village], *guests.get(village, [])]
            lands[code] = shapely.coverage_union_all(own)
        elif area.level in (Level.COUNTY, Level.TOWN):
            own = [land for inner, land in villages.items() if inner.startswith(code)]
            lands[code] = shapely.coverage_union_all(own)
    return lands


def _codes(areas: Mapping[str, Area]) -> list[AreaCode]:
    source = data_source.divisions().source
    codes = [
        AreaCode(
            area=area,
            system="stats",
            code=area.code,
            valid_from=SINCE,
            source=_GRID_CODE_SOURCE if area.level == Level.GRID else source,
        )
        for area in areas.values()
    ]
    codes += [
        AreaCode(
            area=areas[other.town],
            system=other.system,
            code=other.code,
            valid_from=SINCE,
            source=other.source,
        )
        for other in data_source.other_codes()
    ]
    return codes


def _boundaries(
    areas: Mapping[str, Area], lands: Mapping[str, BaseGeometry], version: TerritoryVersion
) -> list[Boundary]:
    shapes = [lands[code] for code in areas]
    plane = Plane.for_geometry(lands[data_source.COUNTY_CODE])
    return [
        Boundary(
            area=area,
            version=version,
            wkb=wkb,
            area_m2=plane.area_m2(shape),
            synthetic=area.level != Level.COUNTY,
            source=_border_source(area),
            source_datum=Datum.WGS84,
        )
        for area, shape, wkb in zip(areas.values(), shapes, pack(shapes), strict=True)
    ]


def _border_source(area: Area) -> str:
    if area.level == Level.COUNTY:
        return data_source.BORDER_SOURCE
    return data_source.SYNTHETIC_SOURCE
