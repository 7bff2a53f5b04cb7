"""Rounds: a list of households that are all to be visited for one purpose, with a checklist."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from wangge.lib.ids import uuid7


class Round(models.Model):
    """A round of visits 专项走访: looking back (回头看), screening, a census of something."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.TextField(unique=True)
    title = models.TextField()
    #: The service line its problems are reported under; "" for each problem's own.
    line = models.TextField(blank=True, default="")
    #: Questions beside the ordinary form: a list of `core.visits.Field` as JSON.
    checklist = models.JSONField(default=list)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    by_id = models.UUIDField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-since", "code"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
                name="visits_round_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class RoundTarget(models.Model):
    """A household on the list of a round 专项走访对象."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="targets")
    household_id = models.UUIDField()
    person_id = models.UUIDField(null=True)
    grid_id = models.UUIDField()
    village_id = models.UUIDField()
    town_id = models.UUIDField()
    visit_id = models.UUIDField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["round", "household_id", "person_id"],
                nulls_distinct=False,
                name="visits_roundtarget_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["round", "grid_id"], name="visits_roundtarget_grid"),
            models.Index(
                fields=["household_id"],
                name="visits_roundtarget_open",
                condition=Q(done_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.household_id}"
