"""Which open cases a new report may repeat: same place, same class, same days, similar words.

How alike two texts are is said by their words alone (`lib.text.similarity`), or by whatever better
judge has made itself known (`cases.likeness`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import cos, radians
from uuid import UUID

from wangge.cases.likeness import likeness
from wangge.cases.models import OPEN, Case
from wangge.catalogue.access import catalogue
from wangge.core.case.facts import Point

#: Beyond this, two reports speak of two things (a street's width and a phone's error).
NEAR_M = 60.0
#: A case older than this is another occurrence.
LOOK_BACK = timedelta(days=30)
#: Words this alike make up for another class, a class in common makes up for other words.
ALIKE = 0.35

_M_PER_DEGREE = 111_320.0


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A case that may be the same problem, with enough to decide."""

    case: Case
    distance_m: float | None
    similarity: float
    same_item: bool


def possible_duplicates(
    *,
    grid_id: UUID | None,
    point: Point | None,
    item: str | None,
    text: str,
    now: datetime,
    besides: UUID | None = None,
    most: int = 5,
) -> Sequence[Duplicate]:
    """Open cases that may be the same, most likely first. One query.

    Without a point, cases of the same grid with like words. Cases of somebody else's land are
    never shown: the caller's own place is all that is asked about.
    """
    rows = Case.objects.filter(OPEN, reported_at__gte=now - LOOK_BACK)
    if point is not None:
        height = NEAR_M / _M_PER_DEGREE
        width = height / max(0.2, cos(radians(point.lat)))
        rows = rows.filter(
            lon__range=(point.lon - width, point.lon + width),
            lat__range=(point.lat - height, point.lat + height),
        )
    if grid_id is not None and point is None:
        rows = rows.filter(grid_id=grid_id)
    if point is None and grid_id is None:
        return ()
    if besides is not None:
        rows = rows.exclude(pk=besides)
    near = list(rows.order_by("-reported_at")[:50])
    alike = likeness(text, [row.text for row in near])
    open_yet = {line.default_item for line in catalogue().lines}  # 待分类: no class in common
    wanted = None if item in open_yet else item
    found = [
        _compare(row, point, wanted, similarity)
        for row, similarity in zip(near, alike, strict=True)
    ]
    likely = [one for one in found if one.same_item or one.similarity >= ALIKE]
    return sorted(likely, key=_likeliness, reverse=True)[:most]


def _compare(row: Case, point: Point | None, item: str | None, similarity: float) -> Duplicate:
    distance = None
    if point is not None and row.lon is not None and row.lat is not None:
        distance = point.distance_m(Point(row.lon, row.lat))
    return Duplicate(row, distance, similarity, row.item == item)


def _likeliness(one: Duplicate) -> float:
    nearness = 0.0 if one.distance_m is None else max(0.0, 1 - one.distance_m / NEAR_M)
    return one.similarity + nearness + (0.5 if one.same_item else 0.0)
