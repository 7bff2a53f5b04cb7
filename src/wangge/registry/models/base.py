"""What every element (要素) has: its place on the land, its time, and where the row came from.

A border move that is decided but not yet in force stands on the row itself (`next_*`, `moves_on`),
so that at every instant the element's grid is known without waiting for a job to run.

No foreign keys to areas: a million rows would each be checked against a few hundred that never
go away; `wangge prove` checks what a key would.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Self, TypeVar
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from wangge.core.territory.level import Level
from wangge.lib.ids import uuid7

_Row = TypeVar("_Row", bound="Scoped", covariant=True)

#: The column that holds the area of a level; the county's is not kept: all rows are the county's.
_COLUMNS = {Level.TOWN: "town_id", Level.VILLAGE: "village_id", Level.GRID: "grid_id"}


class ScopedSet(models.QuerySet[_Row]):
    """Rows that stand on the land."""

    def within(self, level: Level, areas: Collection[UUID], on: date) -> Self:
        """Those that lie in one of the areas of that level on that day."""
        return self.filter(lies_in(level, areas, on))

    def standing(self, on: date) -> Self:
        """Those that exist on that day."""
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=on), valid_from__lte=on)


def lies_in(level: Level, areas: Collection[UUID], on: date) -> Q:
    """A row lies in one of these areas on that day, decided moves included."""
    if level is Level.COUNTY:
        return Q()
    column = _COLUMNS[level]
    here, soon = {f"{column}__in": list(areas)}, {f"next_{column}__in": list(areas)}
    return (Q(**here) & (Q(moves_on__isnull=True) | Q(moves_on__gt=on))) | (
        Q(**soon) & Q(moves_on__lte=on)
    )


class Scoped(models.Model):
    """A row that stands on the land."""

    grid_id = models.UUIDField()
    village_id = models.UUIDField()
    town_id = models.UUIDField()
    #: Where it will stand from `moves_on`: a border was redrawn. Null: it stays.
    next_grid_id = models.UUIDField(null=True, editable=False)
    next_village_id = models.UUIDField(null=True, editable=False)
    next_town_id = models.UUIDField(null=True, editable=False)
    moves_on = models.DateField(null=True, editable=False)

    class Meta:
        abstract = True

    def grid_on(self, day: date) -> UUID:
        """The grid it stands in on that day or later; for days gone by see `Move`."""
        if self.moves_on is not None and self.moves_on <= day:
            assert self.next_grid_id is not None
            return self.next_grid_id
        return self.grid_id

    def chain_on(self, day: date) -> tuple[UUID, UUID, UUID]:
        """(grid, village, town) on that day."""
        if self.moves_on is not None and self.moves_on <= day:
            assert self.next_grid_id is not None
            assert self.next_village_id is not None
            assert self.next_town_id is not None
            return self.next_grid_id, self.next_village_id, self.next_town_id
        return self.grid_id, self.village_id, self.town_id


class Element(Scoped):
    """A row of the registry. 要素。"""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    #: WGS-84, degrees; null where nobody measured.
    lon = models.FloatField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    #: Exists from that day until another, that one not included.
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    #: Who says so: a file, a clerk, a visit.
    source = models.TextField(blank=True, default="")
    updated_at = models.DateTimeField()

    objects = ScopedSet.as_manager()

    class Meta:
        abstract = True


def element_constraints(name: str) -> list[models.BaseConstraint]:
    """What the database itself keeps true of every element."""
    nothing_planned = Q(
        moves_on__isnull=True,
        next_grid_id__isnull=True,
        next_village_id__isnull=True,
        next_town_id__isnull=True,
    )
    planned = Q(
        moves_on__isnull=False,
        next_grid_id__isnull=False,
        next_village_id__isnull=False,
        next_town_id__isnull=False,
    )
    return [
        models.CheckConstraint(
            condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
            name=f"registry_{name}_ends_after_start",
        ),
        models.CheckConstraint(
            condition=nothing_planned | planned, name=f"registry_{name}_moves_whole"
        ),
        models.CheckConstraint(
            condition=Q(lon__isnull=True, lat__isnull=True)
            | Q(lon__range=(-180, 180), lat__range=(-90, 90)),
            name=f"registry_{name}_on_earth",
        ),
    ]


def element_indexes(name: str) -> list[models.Index]:
    """How elements are listed: by grid, village or town, in the order of their ids."""
    return [
        models.Index(fields=["grid_id", "id"], name=f"registry_{name}_grid"),
        models.Index(fields=["village_id", "id"], name=f"registry_{name}_village"),
        models.Index(fields=["town_id", "id"], name=f"registry_{name}_town"),
        models.Index(
            fields=["moves_on"],
            name=f"registry_{name}_moves",
            condition=Q(moves_on__isnull=False),
        ),
    ]
