"""Putting a version of the territory in force, taking it back, and what became of its areas."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from uuid import UUID

import numpy as np
import shapely
from django.db import transaction
from django.db.models import F
from shapely.geometry.base import BaseGeometry

from wangge.accounts.rights import require
from wangge.audit.actions import append
from wangge.core.duty import Actor
from wangge.core.territory.refusals import (
    LaterDecided,
    NeedsReason,
    NoSuchVersion,
    NotPending,
    StillPending,
    WasWithdrawn,
)
from wangge.core.territory.shapes import unpack
from wangge.lib.clock import SHANGHAI
from wangge.territory.access.areas import forget_territory
from wangge.territory.access.heirs import heirs_of, version_before
from wangge.territory.actions.post_moves import take_back_posts
from wangge.territory.actions.roster import renew_roster
from wangge.territory.hooks import tell_decided, tell_withdrawn
from wangge.territory.models import Area, AreaCode, AreaSuccession, Boundary, TerritoryVersion

#: Land of less than this part of an area does not make a successor: borders redrawn more finely.
_SUCCEEDS = 0.01


@transaction.atomic
def activate_version(
    number: int, *, reason: str, actor: Actor | None, now: datetime
) -> TerritoryVersion:
    """The version comes into force on its day, in spite of its faults if `reason` says why.

    Areas the version before had and this one has not end that day; who got their land is written
    down as their successors. Whoever keeps something on the land is told (`territory.hooks`).
    Refuses: MayNot, NoSuchVersion, NeedsReason, WasWithdrawn, LaterDecided, StillPending.
    """
    if actor is not None:
        require(actor, "territory.write")
    version = TerritoryVersion.objects.select_for_update().filter(number=number).first()
    if version is None:
        raise NoSuchVersion(field="number", number=number)
    if version.active:
        return version
    if version.withdrawn_at is not None:
        raise WasWithdrawn(field="number", number=number)
    if version.report.get("fault_count") and not reason.strip():
        raise NeedsReason(field="reason")
    check_none_later(version.effective_from, now=now)
    before = version_in_force(version.effective_from)
    version.active = True
    version.decided_at = now
    version.accepted_reason = reason.strip()
    version.report = version.report | {"active": True}
    version.save(update_fields=["active", "decided_at", "accepted_reason", "report"])
    if before is not None:
        _succeed(before, version)
    data = {"number": number, "from": str(version.effective_from), "reason": reason.strip()}
    append("territory", version.id, "territory.activated", data, actor=actor, now=now)
    _renew(now)
    check_not_twice(heirs_of(version.pk).grids, now=now, besides=version.pk)
    tell_decided(version.id, version.effective_from, actor, now)
    return version


@transaction.atomic
def withdraw_version(number: int, *, reason: str, actor: Actor, now: datetime) -> TerritoryVersion:
    """A version decided for a day to come will not be in force; all stays as it was. 撤回。

    Areas and posts it was to bring never stand, those it was to end go on. Needs
    "territory.write". Refuses: MayNot, NoSuchVersion, NotPending, LaterDecided, NeedsReason.
    """
    require(actor, "territory.write")
    version = TerritoryVersion.objects.select_for_update().filter(number=number).first()
    if version is None:
        raise NoSuchVersion(field="number", number=number)
    before = version_before(version)
    if not version.active or before is None or version.effective_from <= _day(now):
        raise NotPending(field="number", number=number)
    if not reason.strip():
        raise NeedsReason(field="reason")
    check_none_later(version.effective_from, now=now, besides=version)
    day, old, new = version.effective_from, _drawn(before), _drawn(version)
    gone, come = old - new, new - old
    for rows in (Area.objects.filter(pk__in=gone), AreaCode.objects.filter(area__in=gone)):
        rows.filter(valid_until=day).update(valid_until=None)
    # An area of no day at all: its row stays for the log, its code is free again.
    for rows in (Area.objects.filter(pk__in=come), AreaCode.objects.filter(area__in=come)):
        rows.filter(valid_until=None).update(valid_until=F("valid_from"))
    rows_of_day = AreaSuccession.objects.filter(on=day)
    (rows_of_day.filter(before__in=gone) | rows_of_day.filter(after__in=come)).delete()
    take_back_posts(version, actor=actor, now=now)
    version.active, version.withdrawn_at, version.withdrawn_reason = False, now, reason.strip()
    version.report = version.report | {"active": False}
    version.save(update_fields=["active", "withdrawn_at", "withdrawn_reason", "report"])
    data = {"number": number, "from": str(day), "reason": reason.strip()}
    append("territory", version.id, "territory.withdrawn", data, actor=actor, now=now)
    _renew(now)
    tell_withdrawn(version.id, day, actor, now)
    return version


def version_in_force(day: date) -> TerritoryVersion | None:
    """The version in force on that day, if any."""
    rows = TerritoryVersion.objects.filter(active=True, effective_from__lte=day)
    return rows.order_by("effective_from", "number").last()


def check_none_later(day: date, *, now: datetime, besides: TerritoryVersion | None = None) -> None:
    """No version waits for that day or a later one: it was drawn without knowing of another.

    Refuses: LaterDecided.
    """
    waiting = TerritoryVersion.objects.filter(active=True, effective_from__gt=_day(now))
    if besides is None:
        waiting = waiting.filter(effective_from__gt=day)
    else:
        on_the_day = waiting.filter(effective_from=day, number__gt=besides.number)
        waiting = waiting.filter(effective_from__gt=day) | on_the_day
    later = waiting.order_by("effective_from", "number").last()
    if later is not None:
        raise LaterDecided(field="effective_from", number=later.number, day=later.effective_from)


def check_not_twice(grids: Collection[UUID], *, now: datetime, besides: UUID | None = None) -> None:
    """None of the grids loses or gets land by a version that still waits for its day.

    What stands on the land knows one next grid, not two. Refuses: StillPending.
    """
    for version in TerritoryVersion.objects.filter(active=True, effective_from__gt=_day(now)):
        heirs = heirs_of(version.pk)
        involved = heirs.grids.union(*heirs.by_share.values()) if heirs.grids else frozenset()
        twice = involved.intersection(grids)
        if twice and version.pk != besides:
            raise StillPending(
                field="grid",
                number=version.number,
                day=version.effective_from,
                grid=heirs.index.name(min(twice)),
            )


def _renew(now: datetime) -> None:
    """Every process reads land and roster again."""
    renew_roster(now=now)
    forget_territory()
    transaction.on_commit(forget_territory)


def _day(now: datetime) -> date:
    return now.astimezone(SHANGHAI).date()


def _drawn(version: TerritoryVersion) -> set[UUID]:
    return set(Boundary.objects.filter(version=version).values_list("area_id", flat=True))


def _succeed(before: TerritoryVersion, after: TerritoryVersion) -> None:
    """End what is gone, and write down who got whose land, level by level."""
    old, new = _shapes(before), _shapes(after)
    day = after.effective_from
    gone, come = old.keys() - new.keys(), new.keys() - old.keys()
    if not gone and not come:
        return
    Area.objects.filter(pk__in=gone, valid_until=None).update(valid_until=day)
    AreaCode.objects.filter(area__in=gone, valid_until=None).update(valid_until=day)
    levels = dict(Area.objects.filter(pk__in=gone | come).values_list("id", "level"))
    for level in set(levels.values()):
        of_level = set(Area.objects.filter(level=level).values_list("id", flat=True))
        givers = {area: shape for area, shape in old.items() if area in of_level}
        takers = {area: shape for area, shape in new.items() if area in of_level}
        ending = {area: shape for area, shape in givers.items() if area in gone}
        lasting = {area: shape for area, shape in givers.items() if area not in gone}
        coming = {area: shape for area, shape in takers.items() if area in come}
        AreaSuccession.objects.bulk_create(
            AreaSuccession(before_id=giver, after_id=taker, on=day, share=round(share, 4))
            for giver, taker, share in (*_shares(ending, takers), *_shares(lasting, coming))
        )


def _shapes(version: TerritoryVersion) -> dict[UUID, BaseGeometry]:
    rows = list(Boundary.objects.filter(version=version).values_list("area_id", "wkb"))
    return dict(zip([i for i, _ in rows], unpack([wkb for _, wkb in rows]), strict=True))


def _shares(
    old: Mapping[UUID, BaseGeometry], new: Mapping[UUID, BaseGeometry]
) -> list[tuple[UUID, UUID, float]]:
    """(giver, taker, part of the giver's land) for all different areas that share land."""
    if not old or not new:
        return []
    givers, takers = list(old), list(new)
    old_shapes, new_shapes = np.array(list(old.values())), np.array(list(new.values()))
    one, other = shapely.STRtree(new_shapes).query(old_shapes, predicate="intersects")
    common = shapely.area(shapely.intersection(old_shapes[one], new_shapes[other]))
    parts = common / shapely.area(old_shapes[one])
    return [
        (givers[i], takers[j], float(part))
        for i, j, part in zip(one.tolist(), other.tolist(), parts.tolist(), strict=True)
        if part >= _SUCCEEDS and givers[i] != takers[j]
    ]
