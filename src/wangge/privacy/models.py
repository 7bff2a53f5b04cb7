"""The rows of privacy: why data is collected, who looked at whom, what was approved, what is kept.

Knows users, posts and people by their ids alone. Looks may only be added (granted so at set-up); a
function of the database removes those the law no longer asks to keep, and no younger ones.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from wangge.core.catalogue import Provenance
from wangge.lib.ids import uuid7

_PROVENANCES = [(one.value, one.value) for one in Provenance]


class KeyProbe(models.Model):
    """A known text sealed with one key 密钥探针: shows whether the ring at hand is the county's."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.PositiveIntegerField(unique=True)
    sealed = models.BinaryField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.number)


class Purpose(models.Model):
    """Why a form asks for personal data, and what allows it 处理目的."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    #: Stable; forms name it: "case.report".
    code = models.TextField(unique=True)
    title = models.TextField()
    title_en = models.TextField()
    basis = models.TextField()
    basis_en = models.TextField()
    #: What is asked for, in words.
    fields = models.TextField()
    fields_en = models.TextField()
    #: How long; "{days}" stands for the days of the rule `retention`.
    keep = models.TextField()
    keep_en = models.TextField()
    retention = models.TextField(blank=True, default="")
    provenance = models.CharField(max_length=4, choices=_PROVENANCES)
    updated_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.code


class Look(models.Model):
    """Somebody looked at a person's data in full 查阅记录. Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    at = models.DateTimeField()
    by_id = models.UUIDField()
    post_id = models.UUIDField(null=True)
    #: What the subject is: "person", "reporter", "household" …
    kind = models.TextField()
    subject = models.UUIDField()
    #: What was seen: "phone", "id_number" …
    what = models.TextField()
    reason = models.TextField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["subject", "-at"], name="privacy_look_subject"),
            models.Index(fields=["by_id", "-at"], name="privacy_look_by"),
            models.Index(fields=["-at", "id"], name="privacy_look_at"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(reason=""), name="privacy_look_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.what}"


class Approval(models.Model):
    """One asks to take out much personal data, another grants or refuses 导出审批."""

    class State(models.TextChoices):
        """How it stands."""

        ASKED = "asked", "待审批"
        GRANTED = "granted", "已同意"
        REFUSED = "refused", "不同意"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.TextField()
    #: What is to be taken out, in words a clerk reads.
    what = models.TextField()
    #: The same for programs: SHA-256, hex. Nothing else is allowed by it.
    digest = models.TextField()
    #: Areas of the land it is about, any of which its judge must answer for; empty: the county.
    areas = ArrayField(models.UUIDField(), default=list)
    rows = models.PositiveIntegerField()
    reason = models.TextField()
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    asked_by = models.UUIDField()
    asked_post = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_post = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    opinion = models.TextField(blank=True, default="")
    expires_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["state", "-asked_at"], name="privacy_approval_state"),
            models.Index(fields=["asked_by", "digest"], name="privacy_approval_asked"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="privacy_approval_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state="asked", decided_by__isnull=True)
                | Q(state="refused", decided_by__isnull=False)
                | Q(state="granted", decided_by__isnull=False, expires_at__isnull=False),
                name="privacy_approval_decided_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.what


class Threshold(models.Model):
    """A number the rules of privacy turn on 阈值: from how many rows an export needs approval."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.TextField(unique=True)
    number = models.PositiveIntegerField()
    title = models.TextField()
    title_en = models.TextField()
    basis = models.TextField()
    basis_en = models.TextField()
    provenance = models.CharField(max_length=4, choices=_PROVENANCES)
    updated_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.code} {self.number}"


class Retention(models.Model):
    """How long a kind of personal data is kept, and what then happens to it 保存期限."""

    class Action(models.TextChoices):
        """What is done to a row whose time is over."""

        DELETE = "delete", "删除"
        BLANK = "blank", "抹去"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    #: Names the purger that does it: "case.reporter".
    code = models.TextField(unique=True)
    table = models.TextField()
    #: What it is about, in words.
    what = models.TextField()
    what_en = models.TextField()
    action = models.CharField(max_length=8, choices=Action)
    keep_days = models.PositiveIntegerField()
    #: No rule may keep it shorter than this.
    least_days = models.PositiveIntegerField()
    basis = models.TextField()
    basis_en = models.TextField()
    provenance = models.CharField(max_length=4, choices=_PROVENANCES)
    #: Off: kept until somebody switches it on.
    active = models.BooleanField(default=True)
    updated_at = models.DateTimeField()
    purged_at = models.DateTimeField(null=True)
    #: Rows purged in all, and at the last turn.
    purged = models.BigIntegerField(default=0)
    purged_last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(keep_days__gte=F("least_days")), name="privacy_retention_long_enough"
            ),
        ]

    def __str__(self) -> str:
        return self.code
