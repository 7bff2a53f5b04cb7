"""The rows of triage: the county's own models, how their suggestions fared, what is talked of.

None of it decides anything; all but the models can be thrown away and made again.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from wangge.lib.ids import uuid7


class TriageModel(models.Model):
    """A model trained on the county's history 分类模型; at most one is in force.

    `body` is what `core.triage.pack` makes: arrays and labels, no texts, no code.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    lines = ArrayField(models.TextField())  #: the lines whose items it knows
    trained_at = models.DateTimeField()
    texts = models.IntegerField()  #: reports it was trained on
    classes = models.IntegerField()
    #: On the newest part of the history, which it had not seen: how many, how often right.
    held_out = models.IntegerField()
    first_right = models.FloatField()
    three_right = models.FloatField()
    standing_right = models.FloatField()  #: `first_right` of the model in force before
    body = models.BinaryField()
    in_force = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["in_force"],
                name="triage_one_in_force",
                condition=models.Q(in_force=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trained_at:%F %T}"


class SuggestionOutcome(models.Model):
    """What was suggested for a report, and what became of it 推荐结果. Kept by a follower.

    `item` is the case's item now; `settled_on` the day it was closed as a matter that was done.
    """

    case_id = models.UUIDField(primary_key=True)
    model_id = models.UUIDField(null=True)  #: null: the model Wangge comes with
    line = models.TextField()
    suggested = models.TextField(blank=True)  #: the surest item; empty: no suggestion
    others = ArrayField(models.TextField())  #: the less sure ones
    probability = models.FloatField()
    given = models.TextField()  #: the item it was reported under
    item = models.TextField()
    reported_on = models.DateField()
    settled_on = models.DateField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["reported_on"], name="triage_outcome_reported"),
            models.Index(
                fields=["settled_on"],
                name="triage_outcome_settled",
                condition=models.Q(settled_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.suggested} → {self.item}"


class HotTopic(models.Model):
    """The same trouble, told by several people about the same places 热点. Kept by a job.

    `fragments` are words that several reports share; no name and no figure can be among them.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    area_id = models.UUIDField()  #: the county or a town
    place = models.IntegerField()  #: 1: the most people
    line = models.TextField()
    item = models.TextField()  #: what most of the cases have, or probably mean
    fragments = ArrayField(models.TextField())
    count = models.IntegerField()
    people = models.IntegerField()
    village_ids = ArrayField(models.UUIDField())  #: the most reports first
    case_ids = ArrayField(models.UUIDField())  #: the newest first
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area_id", "place"], name="triage_topic_place"),
        ]

    def __str__(self) -> str:
        return "，".join(self.fragments)
