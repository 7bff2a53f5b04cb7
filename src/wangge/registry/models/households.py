"""Households (户): who lives together and is kept in touch with together."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from wangge.registry.models.base import Element, element_constraints, element_indexes


class Household(Element):
    """A household 户. Its head and members are `Person`s; hidden members never show here."""

    #: 户号, unique in its village.
    no = models.TextField()
    address = models.TextField(blank=True, default="")
    dwelling_id = models.UUIDField(null=True, blank=True)
    head_id = models.UUIDField(null=True, blank=True)
    #: Code of list visit_class: how often somebody calls.
    visit_class = models.TextField(default="ordinary")
    #: Code of list household_state: lived in, moved away …
    state = models.TextField(default="lived_in")

    class Meta:
        constraints: ClassVar = [
            *element_constraints("household"),
            models.UniqueConstraint(
                fields=["village_id", "no"],
                condition=Q(valid_until__isnull=True),
                name="registry_household_one_no_a_village",
            ),
        ]
        indexes: ClassVar = [
            *element_indexes("household"),
            models.Index(
                fields=["dwelling_id"],
                name="registry_household_dwelling",
                condition=Q(dwelling_id__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.no
