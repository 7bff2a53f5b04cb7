"""The rows of the ledger: what each case counts for, and the sums that pages read.

All of it follows from the log (`ledger.followers`) and can be thrown away and made again. A
subject is an area of a case's chain, or the post that handles or owes it.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from wangge.core.tally import BUCKETS


class CountedCase(models.Model):
    """One case as far as it counts 计数案件: the cases behind every number are found here."""

    case_id = models.UUIDField(primary_key=True)
    seq = models.IntegerField()  #: of the last entry that was counted
    line = models.TextField()
    item = models.TextField()
    state = models.TextField()
    open = models.BooleanField()
    county_id = models.UUIDField()
    town_id = models.UUIDField(null=True)
    village_id = models.UUIDField(null=True)
    grid_id = models.UUIDField(null=True)
    owner_id = models.UUIDField()
    handler_id = models.UUIDField(null=True)
    due_at = models.DateTimeField(null=True)
    reported_on = models.DateField()
    closed_on = models.DateField(null=True)
    #: Areas it counts for only part of its life, since a border moved over it; null: none.
    moved_ids = ArrayField(models.UUIDField(), null=True)
    #: Everything else it counts for, as "returned:2026-11-23", for finding it again.
    marks = ArrayField(models.TextField())
    life = models.TextField()  #: the whole `core.tally.Life`

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["due_at", "case_id"],
                name="ledger_case_due",
                condition=models.Q(open=True, due_at__isnull=False),
            ),
            models.Index(
                fields=["town_id", "due_at", "case_id"],
                name="ledger_case_open",
                condition=models.Q(open=True),
            ),
            models.Index(fields=["reported_on", "case_id"], name="ledger_case_reported"),
            models.Index(
                fields=["closed_on", "case_id"],
                name="ledger_case_closed",
                condition=models.Q(closed_on__isnull=False),
            ),
            GinIndex(fields=["marks"], name="ledger_case_marks"),
            GinIndex(
                fields=["moved_ids"],
                name="ledger_case_moved",
                condition=models.Q(moved_ids__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.case_id)


class DayTally(models.Model):
    """What happened about one subject, line and item on one day 日统计.

    An empty `item` is the total of the line. `core.tally.Measure` says what each column counts.
    """

    pk = models.CompositePrimaryKey("subject_id", "line", "item", "day")
    subject_id = models.UUIDField()
    line = models.TextField()
    item = models.TextField(blank=True)
    day = models.DateField()
    reported = models.IntegerField()
    filed = models.IntegerField()
    handled = models.IntegerField()
    handled_late = models.IntegerField()
    handling_s = models.BigIntegerField()
    closed = models.IntegerField()
    on_time = models.IntegerField()
    late = models.IntegerField()
    self_handled = models.IntegerField()
    rejected = models.IntegerField()
    voided = models.IntegerField()
    merged = models.IntegerField()
    transferred = models.IntegerField()
    returned = models.IntegerField()
    reworked = models.IntegerField()
    reopened = models.IntegerField()
    escalated = models.IntegerField()
    extended = models.IntegerField()
    suspended = models.IntegerField()
    urged = models.IntegerField()
    supervised = models.IntegerField()
    ratings = models.IntegerField()
    stars = models.IntegerField()
    #: Handled cases by how long it took (`core.tally.EDGES_S`); null: none.
    spread = ArrayField(models.IntegerField(), size=BUCKETS, null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["subject_id", "day"], name="ledger_day_total", condition=models.Q(item="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.line} {self.item}"


class OpenTally(models.Model):
    """How many cases of a subject, line and state are open now 在办统计.

    `overdue` counts those due before `OverdueMark.until`; readers add what fell due since.
    """

    pk = models.CompositePrimaryKey("subject_id", "line", "state")
    subject_id = models.UUIDField()
    line = models.TextField()
    state = models.TextField()
    count = models.IntegerField()
    paused = models.IntegerField()
    overdue = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.line} {self.state}: {self.count}"


class OverdueMark(models.Model):
    """Up to when overdue cases are counted into the gauges; whoever changes them locks it."""

    name = models.TextField(primary_key=True, default="overdue")
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.until:%F %T}"
