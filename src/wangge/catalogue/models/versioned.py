"""What all rows of the catalogue share: they are never changed, only followed by another."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from wangge.lib.ids import uuid7


class Versioned(models.Model):
    """A row in force from an instant until another, the last not included. 有效期。"""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


def in_force(at: datetime | None) -> Q:
    """The rows in force at that instant; without one, those in force from now on."""
    if at is None:
        return Q(valid_until__isnull=True)
    return Q(valid_from__lte=at) & (Q(valid_until__isnull=True) | Q(valid_until__gt=at))


def one_in_force(name: str, *fields: str) -> models.UniqueConstraint:
    """Only one row of these values has no end."""
    return models.UniqueConstraint(
        fields=fields, condition=Q(valid_until__isnull=True), name=f"catalogue_{name}_one_in_force"
    )


def ends_after_start(name: str) -> models.CheckConstraint:
    """A row does not end before it begins; one replaced at once has no time at all."""
    return models.CheckConstraint(
        condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
        name=f"catalogue_{name}_ends_after_start",
    )
