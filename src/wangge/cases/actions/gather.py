"""Gather what a judgement rests on: flow, calendar, item, routes, place. Reads only, from caches.

On the way of every report: nothing here asks the database more than once in a while.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from threading import Lock
from uuid import UUID

import msgspec
from django.db import connection

from wangge.catalogue.access import catalogue
from wangge.core.case.facts import Chain, Point
from wangge.core.case.world import Spot, World
from wangge.core.catalogue import Catalogue, Item, UnknownItem
from wangge.core.duty import Actor
from wangge.core.routing import DutyMatrix, Router
from wangge.territory.access import locate_point, routing_index, territory_index

#: For how long the count of open cases a post is good enough to choose among equals.
LOAD_IS_GOOD_FOR_S = 15.0

_load_lock = Lock()
_load: tuple[float, Mapping[UUID, int]] = (0.0, {})


class GivenPoint(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A place as it comes in: the datum is required, for mixed up it is another village."""

    lon: float
    lat: float
    datum: str


def world_for(line: str, item: str | None, *, actor: Actor, now: datetime) -> World:
    """The world for a case of that line and class. Refuses: UnknownLine."""
    known = catalogue()
    return World(
        flow=known.flow_of(line),
        calendar=known.calendar_of(line),
        router=router(known, now),
        actor=actor,
        now=now,
        item=_item(known, line, item),
    )


def router(known: Catalogue, now: datetime, *, load: Mapping[UUID, int] | None = None) -> Router:
    """Who owes what at this instant; `load`: open cases of each post, where they are known."""
    found = open_load(now) if load is None else load
    return Router(routing_index(at=now), _matrix(known), now, found)


def spot_at(
    given: GivenPoint | None, *, place: str = "", area: UUID | None = None, now: datetime
) -> Spot:
    """The located place: by its point, else by the named area, else unlocated in the county.

    Refuses what `territory.access.locate_point` refuses: MissingDatum, BadCoordinate.
    """
    if given is None:
        return _spot_by_area(area, place, now)
    found = locate_point(given.lon, given.lat, given.datum, at=now)
    point = Point(
        lon=found.lon,
        lat=found.lat,
        datum=given.datum,
        given_lon=given.lon,
        given_lat=given.lat,
    )
    chain = Chain(
        county=found.county_id,
        town=found.town_id,
        village=found.village_id,
        grid=found.grid_id,
    )
    return Spot(
        chain=chain,
        point=point,
        place=place,
        located=found.how,
        territory_version=found.version,
    )


def open_load(now: datetime) -> Mapping[UUID, int]:
    """Open cases of each post that owns any, at most `LOAD_IS_GOOD_FOR_S` old."""
    global _load
    read_at, counts = _load
    moment = now.timestamp()
    if 0 <= moment - read_at < LOAD_IS_GOOD_FOR_S or not _load_lock.acquire(blocking=False):
        return counts
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT owner_id, count(*) FROM cases_case"
                " WHERE kind IN ('open', 'waiting') GROUP BY owner_id"
            )
            counts = dict(cursor.fetchall())
        _load = (moment, counts)
    finally:
        _load_lock.release()
    return counts


def _spot_by_area(area: UUID | None, place: str, now: datetime) -> Spot:
    index = territory_index(at=now)
    if area is not None:  # one that has ended since it was offered: who has most of its land
        area = index.heir(area) or area
    if area is None:
        return Spot(
            chain=Chain(county=index.county_id), place=place, territory_version=index.version
        )
    chain = index.chain_of_area(area)
    return Spot(chain=chain, place=place, located="named", territory_version=index.version)


def _item(known: Catalogue, line: str, item: str | None) -> Item:
    """The item; the line's default one where it has left the catalogue since."""
    try:
        return known.item(line, item)
    except UnknownItem:
        return known.item(line)


@lru_cache(maxsize=4)
def _matrix_of(version: str) -> DutyMatrix:
    return DutyMatrix.of(catalogue())


def _matrix(known: Catalogue) -> DutyMatrix:
    return _matrix_of(known.version)
