"""Things (物): components of the city, vehicles and devices."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from wangge.registry.models.base import Element, element_constraints, element_indexes


def _one_code(name: str, field: str = "code") -> models.UniqueConstraint:
    return models.UniqueConstraint(
        fields=[field],
        condition=Q(valid_until__isnull=True),
        name=f"registry_{name}_one_{field}",
    )


class Component(Element):
    """A component 部件: a lamp, a manhole cover … with who owns and who maintains it."""

    #: 16 digits: county 6, class 4, number 6 (standards: GB/T 30428.2, unverified length).
    code = models.TextField()
    #: Item of the catalogue, C01.02; the class digits of the code.
    item = models.TextField()
    name = models.TextField(blank=True, default="")
    #: 权属单位 and 养护单位.
    owner_unit = models.TextField(blank=True, default="")
    maintainer = models.TextField(blank=True, default="")
    status = models.TextField(default="intact")
    #: A ≤ 0.5 m, B ≤ 1 m, C ≤ 10 m.
    accuracy = models.TextField(blank=True, default="")
    address = models.TextField(blank=True, default="")
    placed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [*element_constraints("component"), _one_code("component")]
        indexes: ClassVar = element_indexes("component")

    def __str__(self) -> str:
        return self.name or self.code


class Vehicle(Element):
    """A vehicle 车辆, where it is kept."""

    plate = models.TextField()
    kind = models.TextField(blank=True, default="")
    brand = models.TextField(blank=True, default="")
    household_id = models.UUIDField(null=True, blank=True)
    organisation_id = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [*element_constraints("vehicle"), _one_code("vehicle", "plate")]
        indexes: ClassVar = element_indexes("vehicle")

    def __str__(self) -> str:
        return str(self.id)


class Device(Element):
    """A device 设备: camera, sensor, alarm."""

    code = models.TextField()
    name = models.TextField(blank=True, default="")
    kind = models.TextField(blank=True, default="")
    owner_unit = models.TextField(blank=True, default="")
    maintainer = models.TextField(blank=True, default="")
    status = models.TextField(default="intact")
    address = models.TextField(blank=True, default="")

    class Meta:
        constraints: ClassVar = [*element_constraints("device"), _one_code("device")]
        indexes: ClassVar = element_indexes("device")

    def __str__(self) -> str:
        return self.name or self.code
