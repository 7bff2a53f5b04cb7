"""Putting a version of the territory in force, and writing down what became of its areas."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

import numpy as np
import shapely
from django.db import transaction
from shapely.geometry.base import BaseGeometry

from wangge.accounts.rights import require
from wangge.audit.actions import append
from wangge.core.duty import Actor
from wangge.core.territory.refusals import NeedsReason, NoSuchVersion
from wangge.core.territory.shapes import unpack
from wangge.territory.access.areas import forget_territory
from wangge.territory.models import Area, AreaCode, AreaSuccession, Boundary, TerritoryVersion

#: Land of less than this part of an area does not make a successor: borders redrawn more finely.
_SUCCEEDS = 0.01


@transaction.atomic
def activate_version(
    number: int, *, reason: str, actor: Actor | None, now: datetime
) -> TerritoryVersion:
    """The version comes into force on its day, in spite of its faults if `reason` says why.

    Areas the version before had and this one has not end that day; who got their land is written
    down as their successors. Refuses: MayNot, NoSuchVersion, NeedsReason.
    """
    if actor is not None:
        require(actor, "territory.write")
    version = TerritoryVersion.objects.select_for_update().filter(number=number).first()
    if version is None:
        raise NoSuchVersion(field="number", number=number)
    if version.active:
        return version
    if version.report.get("fault_count") and not reason.strip():
        raise NeedsReason(field="reason")
    before = version_in_force(version.effective_from)
    version.active = True
    version.accepted_reason = reason.strip()
    version.report = version.report | {"active": True}
    version.save(update_fields=["active", "accepted_reason", "report"])
    if before is not None:
        _succeed(before, version)
    data = {"number": number, "from": str(version.effective_from), "reason": reason.strip()}
    append("territory", version.id, "territory.activated", data, actor=actor, now=now)
    forget_territory()
    transaction.on_commit(forget_territory)
    return version


def version_in_force(day: date) -> TerritoryVersion | None:
    """The version in force on that day, if any."""
    rows = TerritoryVersion.objects.filter(active=True, effective_from__lte=day)
    return rows.order_by("effective_from", "number").last()


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
        AreaSuccession.objects.bulk_create(
            AreaSuccession(before_id=giver, after_id=taker, on=day, share=round(share, 4))
            for giver, taker, share in _shares(givers, takers)
            if giver in gone or taker in come
        )


def _shapes(version: TerritoryVersion) -> dict[UUID, BaseGeometry]:
    rows = list(Boundary.objects.filter(version=version).values_list("area_id", "wkb"))
    return dict(zip([i for i, _ in rows], unpack([wkb for _, wkb in rows]), strict=True))


def _shares(
    old: Mapping[UUID, BaseGeometry], new: Mapping[UUID, BaseGeometry]
) -> list[tuple[UUID, UUID, float]]:
    """(giver, taker, part of the giver's land) for all different areas that share land."""
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
