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


class _Counted(models.Model):
    """The measures `core.tally.Measure`, a column each; null is nothing, and takes no room."""

    reported = models.IntegerField(null=True)
    filed = models.IntegerField(null=True)
    handled = models.IntegerField(null=True)
    handled_late = models.IntegerField(null=True)
    handling_s = models.BigIntegerField(null=True)
    closed = models.IntegerField(null=True)
    on_time = models.IntegerField(null=True)
    late = models.IntegerField(null=True)
    self_handled = models.IntegerField(null=True)
    rejected = models.IntegerField(null=True)
    voided = models.IntegerField(null=True)
    merged = models.IntegerField(null=True)
    transferred = models.IntegerField(null=True)
    returned = models.IntegerField(null=True)
    reworked = models.IntegerField(null=True)
    reopened = models.IntegerField(null=True)
    escalated = models.IntegerField(null=True)
    extended = models.IntegerField(null=True)
    suspended = models.IntegerField(null=True)
    urged = models.IntegerField(null=True)
    supervised = models.IntegerField(null=True)
    ratings = models.IntegerField(null=True)
    stars = models.IntegerField(null=True)
    pleased = models.IntegerField(null=True)
    callbacks = models.IntegerField(null=True)
    reached = models.IntegerField(null=True)
    solved = models.IntegerField(null=True)
    satisfied = models.IntegerField(null=True)
    collected = models.IntegerField(null=True)
    collected_filed = models.IntegerField(null=True)
    public_reported = models.IntegerField(null=True)
    dispatched = models.IntegerField(null=True)
    dispatched_late = models.IntegerField(null=True)
    sent_back = models.IntegerField(null=True)
    prechecked = models.IntegerField(null=True)
    prechecked_late = models.IntegerField(null=True)
    verified = models.IntegerField(null=True)
    verified_late = models.IntegerField(null=True)
    due = models.IntegerField(null=True)
    undone = models.IntegerField(null=True)
    due_late = models.IntegerField(null=True)
    unclosed = models.IntegerField(null=True)
    handled_again = models.IntegerField(null=True)
    #: Handled cases by how long it took (`core.tally.EDGES_S`); null: none.
    spread = ArrayField(models.IntegerField(), size=BUCKETS, null=True)

    class Meta:
        abstract = True


class DayTally(_Counted):
    """What happened about one subject, line and item on one day 日统计.

    An empty `item` is the total of the line.
    """

    pk = models.CompositePrimaryKey("subject_id", "line", "item", "day")
    subject_id = models.UUIDField()
    line = models.TextField()
    item = models.TextField(blank=True)
    day = models.DateField()
    #: By how many the open cases in each state grew that day, at its `StatePlace`; null: none.
    standing = ArrayField(models.IntegerField(), null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["subject_id", "day"], name="ledger_day_total", condition=models.Q(item="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.line} {self.item}"


class MonthTally(_Counted):
    """The totals of the lines in one month 月统计: what long spans are read from."""

    pk = models.CompositePrimaryKey("subject_id", "line", "month")
    subject_id = models.UUIDField()
    line = models.TextField()
    month = models.DateField()  #: its first day

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.line}"


class OpenTally(models.Model):
    """How many cases of a subject, line, item and state are open now 在办统计.

    An empty `item` is the total of the line.
    `overdue` counts those due before `OverdueMark.until`; readers add what fell due since.
    """

    pk = models.CompositePrimaryKey("subject_id", "item", "line", "state")
    subject_id = models.UUIDField()
    item = models.TextField(blank=True)
    line = models.TextField()
    state = models.TextField()
    count = models.IntegerField()
    paused = models.IntegerField()
    overdue = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.line} {self.state}: {self.count}"


class StatePlace(models.Model):
    """Which place of `DayTally.standing` belongs to a state 状态位次, 1 first; never another's."""

    state = models.TextField(primary_key=True)
    place = models.IntegerField(unique=True)

    def __str__(self) -> str:
        return f"{self.state}: {self.place}"


class OverdueMark(models.Model):
    """Up to when overdue cases are counted into the gauges; whoever changes them locks it."""

    name = models.TextField(primary_key=True, default="overdue")
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.until:%F %T}"


class RuleBook(models.Model):
    """Rules of the evaluation that a county made 评价规则; in force from `since` to the next."""

    since = models.DateField(primary_key=True)
    text = models.TextField()  #: YAML, as `core.evaluation.read_rules` reads it
    reason = models.TextField()
    made_at = models.DateTimeField()
    by_id = models.UUIDField(null=True)

    def __str__(self) -> str:
        return f"rules since {self.since}"
