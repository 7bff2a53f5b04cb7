"""The inbox, the mails that wait to be sent, and what each person wants of both.

Ignores what notices are about: whoever sends one says to whom, of which kind and with which
facts; the words are put together when it is read (`core.notices`).
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from wangge.lib.ids import uuid7

#: Deliveries that still want an attempt.
WAITING = models.Q(sent_at__isnull=True, dead_at__isnull=True)


class Notice(models.Model):
    """One notice in the inbox of a post or a person 通知.

    `position` is that of the log entry it follows from: one entry tells an addressee one kind
    once, however often the log is read.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    position = models.BigIntegerField()
    addressee_id = models.UUIDField()
    #: A post, read by whoever answers for it; else a user.
    to_post = models.BooleanField()
    kind = models.TextField()
    subject_id = models.UUIDField()  #: what it is about, a case mostly
    no = models.TextField(blank=True)  #: its number, as people say it
    facts = models.JSONField()
    at = models.DateTimeField()  #: when it happened
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["addressee_id", "position", "kind"], name="notify_notice_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["addressee_id", "-at", "id"], name="notify_inbox"),
            models.Index(
                fields=["addressee_id", "-at", "id"],
                name="notify_unread",
                condition=models.Q(read_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.no}"


class Delivery(models.Model):
    """A mail about a notice, waiting, sent or given up 待发邮件. The same id as the notice."""

    notice_id = models.UUIDField(primary_key=True)
    user_id = models.UUIDField()
    #: Not tried before: the morning, a back-off, or the lease of whoever is sending it.
    next_at = models.DateTimeField()
    attempts = models.IntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    #: Since when it is a dead letter; somebody must look.
    dead_at = models.DateTimeField(null=True)
    failure = models.TextField(blank=True, default="")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["next_at"], name="notify_waiting", condition=WAITING),
        ]

    def __str__(self) -> str:
        return str(self.notice_id)


class Preference(models.Model):
    """What one person wants to hear, and how 通知设置. Who has none hears everything, by inbox."""

    user_id = models.UUIDField(primary_key=True)
    #: Where mails go; empty: none are sent.
    address = models.EmailField(blank=True, default="")
    mail = models.BooleanField(default=False)
    language = models.CharField(max_length=10, default="zh-hans")
    #: Kinds he does not want at all.
    muted = ArrayField(models.TextField(), default=list, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["user_id"], name="notify_mailed", condition=models.Q(mail=True)),
        ]

    def __str__(self) -> str:
        return str(self.user_id)


class Reminder(models.Model):
    """When somebody is to be reminded of a subject 提醒. Taken away when it has been done.

    `position` is that of the log entry that set the time: who is reminded twice of the same
    setting hears it once.
    """

    subject_id = models.UUIDField(primary_key=True)
    position = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["at"], name="notify_reminder_at")]

    def __str__(self) -> str:
        return f"{self.subject_id} {self.at:%F %T}"
