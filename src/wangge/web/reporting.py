"""What a form or a phone sends, read into a `Report`: words, place, class, photos.

The same for residents and for the field. Judges only the shape (numbers, ids, dates); what a
report must be is judged by `core.case.intake`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import BinaryIO, cast
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict

from wangge.cases.actions.evidence import Taken, keep_photo
from wangge.cases.actions.gather import GivenPoint
from wangge.cases.actions.report import Report
from wangge.cases.queries.duplicates import Duplicate, possible_duplicates
from wangge.core.case.facts import Point
from wangge.core.case.intake import check_text
from wangge.core.errors import Invalid
from wangge.core.territory.level import Level
from wangge.core.territory.refusals import BadCoordinate
from wangge.lib.datum import Datum
from wangge.territory.access import locate_point, territory_index
from wangge.web.classes import class_meant

#: A photo may wait in a phone without network for so long.
OLDEST_PHOTO = timedelta(days=30)


class BadId(Invalid):
    """An id that is no UUID."""

    code = "bad_id"
    zh = "上报编号（id）格式不对。请刷新页面后重新提交，内容已保留。"
    en = "The report's id is malformed. Reload the page and send again; what you wrote is kept."


class UnknownArea(Invalid):
    """A place chosen from the list that is no longer in it."""

    code = "unknown_area"
    zh = "选择的村（社区）不存在。请重新选择，或用文字写明地点。"
    en = "The village chosen does not exist. Choose again, or say the place in words."


def read_id(given: str) -> UUID | None:
    """The id a page or phone made; None where it made none. Refuses: BadId."""
    if not given:
        return None
    try:
        return UUID(given)
    except ValueError:
        raise BadId(field="id") from None


def read_point(given: QueryDict) -> GivenPoint | None:
    """The point with its datum as given, "" where there is none (refused when it is located).

    Refuses: BadCoordinate.
    """
    lon, lat = given.get("lon", "").strip(), given.get("lat", "").strip()
    if not (lon or lat):
        return None
    try:
        point = GivenPoint(lon=float(lon), lat=float(lat), datum=given.get("datum", ""))
    except ValueError:
        raise BadCoordinate(field="point", lon=lon[:20], lat=lat[:20]) from None
    return point


def read_report(given: QueryDict, *, photos: tuple[str, ...], source: str) -> Report:
    """The report as sent. Refuses: NoText, BadId, BadCoordinate, UnknownArea, UnknownItem …"""
    text = check_text(given.get("text", ""))
    line, item = class_meant(given.get("class", ""), text)
    point = read_point(given)
    return Report(
        id=read_id(given.get("id", "")),
        line=line,
        item=item,
        text=text,
        point=point,
        place=given.get("place", ""),
        area=None if point else _area(given.get("area", "")),
        reporter_name=given.get("name", ""),
        reporter_phone=given.get("phone", ""),
        confidential=given.get("confidential") == "1",
        source=source,
        photos=photos,
    )


def keep_photos(
    files: Iterable[UploadedFile[bytes]], *, taken: Taken, by: UUID | None, now: datetime
) -> tuple[str, ...]:
    """The hashes of the photos, all stored. Refuses: TooLarge, NotAPhoto."""
    return tuple(
        keep_photo(
            cast("BinaryIO", file.file),
            file.name or "photo",
            file.size or 0,
            taken=taken,
            by=by,
            now=now,
        )
        for file in files
    )


def read_taken(given: QueryDict, *, now: datetime) -> Taken:
    """When and where the photos were taken, as the phone says, where that is believable."""
    at = _instant(given.get("taken_at", ""))
    if at is not None and not now - OLDEST_PHOTO <= at <= now + timedelta(minutes=5):
        at = None
    try:
        lon, lat = float(given.get("lon", "")), float(given.get("lat", ""))
    except ValueError:
        return Taken(at=at)
    known = given.get("datum") == Datum.WGS84 and math.isfinite(lon) and math.isfinite(lat)
    return Taken(at=at, lon=lon, lat=lat) if known else Taken(at=at)


def likely_same(given: Report, *, now: datetime) -> list[Duplicate]:
    """Open cases at the same place that may be this very problem. One query.

    Refuses: MissingDatum, BadCoordinate.
    """
    grid, point = None, None
    if given.point is not None:
        found = locate_point(given.point.lon, given.point.lat, given.point.datum, at=now)
        grid, point = found.grid_id, Point(lon=found.lon, lat=found.lat)
    elif given.area is not None:
        grid = territory_index().chain_of_area(given.area).grid or _grid_of(given.area)
    return list(
        possible_duplicates(
            grid_id=grid,
            point=point,
            item=given.item,
            text=given.text,
            now=now,
            besides=given.id,
            most=3,
        )
    )


def villages_by_town(*, on: datetime) -> list[tuple[str, list[tuple[str, str]]]]:
    """(town, [(code, village)]) in order of code, for a choice of place. No query."""
    index = territory_index(at=on)
    towns = [area for area in index.areas.values() if area.level is Level.TOWN]
    return [
        (
            town.name,
            [
                (area.code, area.name)
                for area in index.areas.values()
                if area.level is Level.VILLAGE and area.parent_id == town.id
            ],
        )
        for town in towns
    ]


def _area(code: str) -> UUID | None:
    """The grid of a village chosen by its code; the village itself where it has none."""
    if not code:
        return None
    for area in territory_index().areas.values():
        if area.code == code and area.level in (Level.VILLAGE, Level.TOWN):
            return _grid_of(area.id) or area.id
    raise UnknownArea(field="area")


def _grid_of(village: UUID) -> UUID | None:
    areas = territory_index().areas.values()
    return next((a.id for a in areas if a.level is Level.GRID and a.parent_id == village), None)


def _instant(said: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(said)
    except ValueError:
        return None
    return at if at.tzinfo else None
