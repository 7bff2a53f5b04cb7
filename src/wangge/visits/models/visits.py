"""Visits: who called at which household, when and where, and what was found.

What people said of their health and home lies sealed; how many problems were found does not. A
visit is never changed: what was wrong in it is said by the next one.
"""

from __future__ import annotations

from typing import ClassVar

import msgspec
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from wangge.lib.ids import uuid7
from wangge.privacy.sealing import unseal

#: What the sealed columns of a visit are called when sealing.
VISIT_ANSWERS = "visit.answers"
VISIT_NOTE = "visit.note"

#: Kinds of visit that count for the rule: at the door, or by telephone; nobody met does not.
COUNTING = ("home", "phone")


class Visit(models.Model):
    """One visit to a household 走访. Its id is made by the phone that recorded it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    household_id = models.UUIDField()
    person_id = models.UUIDField(null=True)
    #: For which post it was made, and by whom; null: an earlier visit book does not say.
    post_id = models.UUIDField(null=True)
    by_id = models.UUIDField(null=True)
    at = models.DateTimeField()
    #: home, phone, or missed: nobody was met.
    kind = models.CharField(max_length=6, default="home")
    answers_sealed = models.BinaryField(null=True, editable=False)
    #: How many answers say that something is wrong.
    worries = models.PositiveSmallIntegerField(default=0)
    #: How many problems became cases.
    found = models.PositiveSmallIntegerField(default=0)
    photos = ArrayField(models.TextField(), default=list)
    #: WGS-84, degrees; metres from the household where both are known.
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    distance_m = models.FloatField(null=True)
    note_sealed = models.BinaryField(null=True, editable=False)
    round_id = models.UUIDField(null=True)
    received_at = models.DateTimeField()
    #: Where the household stood then.
    grid_id = models.UUIDField()
    village_id = models.UUIDField()
    town_id = models.UUIDField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=["home", "phone", "missed"]), name="visits_visit_known_kind"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["household_id", "at"], name="visits_visit_household"),
            models.Index(
                fields=["household_id", "at"],
                name="visits_visit_counting",
                condition=Q(kind__in=COUNTING),
            ),
            models.Index(fields=["grid_id", "at"], name="visits_visit_grid"),
            models.Index(fields=["by_id", "at"], name="visits_visit_by"),
            models.Index(
                fields=["round_id", "at"],
                name="visits_visit_round",
                condition=Q(round_id__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household_id} {self.at:%F}"

    @property
    def answers(self) -> dict[str, str | list[str]]:
        """The answers by question."""
        if self.answers_sealed is None:
            return {}
        text = unseal(self.answers_sealed, of=VISIT_ANSWERS, row=self.id)
        return msgspec.json.decode(text, type=dict[str, str | list[str]])

    @property
    def note(self) -> str:
        """What else was said."""
        if self.note_sealed is None:
            return ""
        return unseal(self.note_sealed, of=VISIT_NOTE, row=self.id)
