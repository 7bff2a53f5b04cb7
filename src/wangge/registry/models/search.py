"""What the registry is searched by: character pairs of names and addresses.

People of the special domain have no row here: what is not in the index cannot be found.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from wangge.registry.models.base import Scoped, ScopedSet


class Findable(Scoped):
    """An element as it is found by fragments of its name, number or address."""

    element_id = models.UUIDField(primary_key=True)
    kind = models.TextField()
    grams = ArrayField(models.TextField())

    objects = ScopedSet.as_manager()

    class Meta:
        indexes: ClassVar = [GinIndex(fields=["grams"], name="registry_findable_grams")]

    def __str__(self) -> str:
        return f"{self.kind} {self.element_id}"
