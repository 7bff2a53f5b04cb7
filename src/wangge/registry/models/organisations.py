"""Organisations (组织): bodies, firms, shops, associations, and the venues they run."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from wangge.registry.models.base import Element, element_constraints, element_indexes


class Organisation(Element):
    """An organisation or venue 组织、场所."""

    #: Unified social credit code (GB 32100), or a code of the county's where there is none.
    code = models.TextField()
    name = models.TextField()
    kind = models.TextField(blank=True, default="")
    address = models.TextField(blank=True, default="")
    contact_name = models.TextField(blank=True, default="")
    phone_sealed = models.BinaryField(null=True, editable=False)
    phone_blind = models.BinaryField(null=True, max_length=16, editable=False)
    staff = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            *element_constraints("organisation"),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(valid_until__isnull=True),
                name="registry_organisation_one_code",
            ),
        ]
        indexes: ClassVar = [
            *element_indexes("organisation"),
            models.Index(
                fields=["phone_blind"],
                name="registry_organisation_phone",
                condition=Q(phone_blind__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name
