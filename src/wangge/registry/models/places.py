"""Places (地): buildings, the dwellings in them, and sites of other kinds."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from wangge.registry.models.base import Element, element_constraints, element_indexes


class Building(Element):
    """A building 建筑."""

    code = models.TextField()
    name = models.TextField(blank=True, default="")
    address = models.TextField(blank=True, default="")
    use = models.TextField(blank=True, default="")
    floors = models.PositiveSmallIntegerField(null=True, blank=True)
    built_year = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            *element_constraints("building"),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(valid_until__isnull=True),
                name="registry_building_one_code",
            ),
        ]
        indexes: ClassVar = element_indexes("building")

    def __str__(self) -> str:
        return self.name or self.code


class Dwelling(Element):
    """A dwelling 房屋: a house, or a flat in a building."""

    code = models.TextField()
    building_id = models.UUIDField(null=True, blank=True)
    #: 单元、楼层、房号 as on the door.
    door = models.TextField(blank=True, default="")
    address = models.TextField(blank=True, default="")
    use = models.TextField(blank=True, default="")
    area_m2 = models.FloatField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            *element_constraints("dwelling"),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(valid_until__isnull=True),
                name="registry_dwelling_one_code",
            ),
        ]
        indexes: ClassVar = [
            *element_indexes("dwelling"),
            models.Index(
                fields=["building_id"],
                name="registry_dwelling_building",
                condition=Q(building_id__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.address or self.code


class Site(Element):
    """A site 场地: a hamlet, a parcel, a danger spot, a square."""

    code = models.TextField()
    name = models.TextField()
    kind = models.TextField()
    address = models.TextField(blank=True, default="")
    note = models.TextField(blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            *element_constraints("site"),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(valid_until__isnull=True),
                name="registry_site_one_code",
            ),
        ]
        indexes: ClassVar = element_indexes("site")

    def __str__(self) -> str:
        return self.name
