"""The rows of the loop.

A case's row is the fold of its log: `fact` holds the whole `core.case.Case`, the columns beside
it are what lists, boxes and maps select by. `actions.record` writes row and log together.

No foreign keys on the hot row: a key share lock on one area or post row by every report of its
grid would make writers wait for each other. `wangge prove` checks what a key would.
"""

from __future__ import annotations

from typing import ClassVar

import msgspec
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from wangge.cases.sealed import REPORTER_NAME, REPORTER_PHONE
from wangge.core.case.facts import Case as CaseFact
from wangge.lib.ids import uuid7
from wangge.privacy.sealing import unseal

#: Rows that still want work; every box is an index over these alone.
OPEN = models.Q(kind__in=("open", "waiting"))
#: Rows that somebody with an account asked for; say it whenever `requesters` is asked about.
ASKED_FOR = ~models.Q(requesters=[])

_DECODER = msgspec.json.Decoder(CaseFact)


class Case(models.Model):
    """A case 案件: one problem, from report to rating."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    no = models.TextField()
    version = models.IntegerField()
    line = models.TextField()
    item = models.TextField()
    flow = models.TextField()
    state = models.TextField()
    kind = models.TextField()
    severity = models.TextField(blank=True)
    source = models.TextField()
    text = models.TextField()
    place = models.TextField(blank=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    located = models.TextField()
    county_id = models.UUIDField()
    town_id = models.UUIDField(null=True)
    village_id = models.UUIDField(null=True)
    grid_id = models.UUIDField(null=True)
    owner_id = models.UUIDField()
    posts = ArrayField(models.UUIDField())
    requesters = ArrayField(models.UUIDField())
    reported_at = models.DateTimeField()
    entered_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    wake_at = models.DateTimeField(null=True)
    paused = models.BooleanField(default=False)
    supervised = models.BooleanField(default=False)
    escalation = models.IntegerField(default=0)
    duplicates = models.IntegerField(default=0)
    parent_id = models.UUIDField(null=True)
    log_hash = models.BinaryField(max_length=32)
    fact = models.TextField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["owner_id", "due_at", "id"], name="cases_box", condition=OPEN),
            models.Index(
                fields=["town_id", "due_at", "id"], name="cases_town_open", condition=OPEN
            ),
            models.Index(fields=["due_at", "id"], name="cases_open_due", condition=OPEN),
            models.Index(fields=["state", "reported_at"], name="cases_open_state", condition=OPEN),
            models.Index(
                fields=["reported_at"], name="cases_waiting", condition=models.Q(kind="waiting")
            ),
            models.Index(
                fields=["reported_at"],
                name="cases_supervised",
                condition=models.Q(supervised=True),
            ),
            models.Index(fields=["lon", "lat"], name="cases_open_place", condition=OPEN),
            models.Index(fields=["wake_at"], name="cases_wake", condition=OPEN),
            models.Index(fields=["grid_id", "reported_at"], name="cases_grid_time"),
            models.Index(fields=["village_id", "reported_at"], name="cases_village_time"),
            models.Index(fields=["town_id", "reported_at"], name="cases_town_time"),
            models.Index(fields=["item", "reported_at"], name="cases_item_time"),
            models.Index(fields=["reported_at", "id"], name="cases_time"),
            models.Index(
                fields=["reported_at"],
                name="cases_unlocated",
                condition=models.Q(grid_id__isnull=True),
            ),
            models.Index(
                fields=["parent_id"], name="cases_parent", condition=~models.Q(parent_id=None)
            ),
            # Without a list of pending entries, which every look-up would read through.
            GinIndex(
                fields=["requesters"],
                name="cases_requesters",
                fastupdate=False,
                condition=ASKED_FOR,
            ),
        ]
        constraints: ClassVar = [
            # Not `unique=True`, which brings a second index for LIKE along; ours compares by byte
            # anyway, and every report and every step would write it.
            models.UniqueConstraint(fields=["no"], name="cases_case_no_key"),
            models.CheckConstraint(
                name="cases_open_has_clock",
                condition=~OPEN | models.Q(due_at__isnull=False) | models.Q(paused=True),
            ),
            models.CheckConstraint(
                name="cases_closed_has_time",
                condition=OPEN | models.Q(closed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.no

    def as_fact(self) -> CaseFact:
        """The whole case as a value."""
        return _DECODER.decode(self.fact)


class Reporter(models.Model):
    """Who reported, as given: kept outside the log, so that it can be mended and forgotten.

    Telephones lie sealed and are found by their blind mark, and so does the name of whoever asked
    not to be named; `phone` and `name` open them.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case_id = models.UUIDField(db_index=True)
    user_id = models.UUIDField(null=True)
    #: Empty where the name is sealed.
    open_name = models.TextField(blank=True, db_column="name")
    name_sealed = models.BinaryField(null=True, editable=False)
    phone_sealed = models.BinaryField(null=True, editable=False)
    phone_blind = models.BinaryField(null=True, max_length=16, editable=False)
    text = models.TextField(blank=True)
    #: The reporter asked not to be named to the one reported (举报保密).
    confidential = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["phone_blind"],
                name="cases_phone_blind",
                condition=models.Q(phone_blind__isnull=False),
            ),
            # Who can still be forgotten (actions/forget.py).
            models.Index(
                fields=["at"],
                name="cases_reporter_named",
                condition=~models.Q(open_name="")
                | models.Q(name_sealed__isnull=False)
                | models.Q(phone_sealed__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def name(self) -> str:
        """The name as given."""
        if self.name_sealed is None:
            return self.open_name
        return unseal(self.name_sealed, of=REPORTER_NAME, row=self.id)

    @property
    def phone(self) -> str:
        """The telephone as digits; empty where none was given, or its time is over."""
        if self.phone_sealed is None:
            return ""
        return unseal(self.phone_sealed, of=REPORTER_PHONE, row=self.id)


class NumberBlock(models.Model):
    """How far the case numbers of a day have been given out."""

    day = models.DateField(primary_key=True)
    next = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.day}: {self.next}"


class Evidence(models.Model):
    """A photo 证据, stripped of what the camera wrote in it and named by its content."""

    hash = models.TextField(primary_key=True)  #: SHA-256 of the stored file, hex
    mime = models.TextField()
    width = models.IntegerField()
    height = models.IntegerField()
    size = models.IntegerField()
    taken_at = models.DateTimeField(null=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    by_id = models.UUIDField(null=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.hash[:12]


class Involvement(models.Model):
    """That a post did something to a case: the 已办 box. Kept by a follower.

    `reported_at` is the case's, for the lists of those who see what they took part in.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    post_id = models.UUIDField()
    case_id = models.UUIDField()
    last_at = models.DateTimeField()
    last_verb = models.TextField()
    reported_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["post_id", "case_id"], name="cases_involved_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["post_id", "-last_at", "case_id"], name="cases_done_box"),
            models.Index(fields=["post_id", "reported_at"], name="cases_involved_time"),
        ]

    def __str__(self) -> str:
        return self.last_verb


class SearchText(models.Model):
    """What a case is found by: the keys (`lib.search_keys`) of its words, land and line.

    Kept by a follower.
    """

    case_id = models.UUIDField(primary_key=True)
    reported_at = models.DateTimeField()
    keys = ArrayField(models.BigIntegerField())

    class Meta:
        # Without a list of pending entries: a search asks once for every fortnight, and each
        # time the whole list would be read.
        indexes: ClassVar = [GinIndex(fields=["keys"], name="cases_keys", fastupdate=False)]

    def __str__(self) -> str:
        return str(self.case_id)
