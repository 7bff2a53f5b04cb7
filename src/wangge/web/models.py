"""Rows the pages themselves need: knocks of strangers, passes of wall screens, exports."""

from __future__ import annotations

from django.db import models

from wangge.lib.ids import uuid7


class Knock(models.Model):
    """Something a stranger did from an address, kept for a day so that it cannot be done endlessly.

    The address itself is not kept, only a keyed digest of it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    door = models.TextField()
    address = models.TextField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["door", "address", "-at"], name="web_knock_recent")]

    def __str__(self) -> str:
        return f"{self.door} {self.at:%F %T}"


class WallPass(models.Model):
    """A wall screen may show an area without anybody signing in 大屏通行证."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    area_id = models.UUIDField()
    name = models.TextField(blank=True)
    made_by = models.UUIDField()
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class Export(models.Model):
    """A list that somebody takes out as a spreadsheet, written by the worker 导出任务.

    The file lies sealed in the data folder until retention removes it.
    """

    class State(models.TextChoices):
        """How far it has come."""

        WAITING = "waiting", "排队中"
        RUNNING = "running", "正在导出"
        DONE = "done", "可以下载"
        FAILED = "failed", "未能完成"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    #: Which list, and what its address asked for.
    code = models.TextField()
    given = models.JSONField(default=dict)
    title = models.TextField()
    language = models.TextField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    #: Rows there will be, roughly, and those that are written.
    about = models.PositiveIntegerField(default=0)
    written = models.PositiveIntegerField(default=0)
    #: The key of the file, sealed; null before it is there and once it is gone.
    key_sealed = models.BinaryField(null=True, editable=False)
    size = models.BigIntegerField(default=0)
    failure = models.TextField(blank=True, default="")
    by_id = models.UUIDField()
    by_name = models.TextField()
    at = models.DateTimeField()
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["by_id", "-at"], name="web_export_mine"),
            models.Index(
                fields=["at"],
                name="web_export_at_work",
                condition=models.Q(state__in=["waiting", "running"]),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def at_work(self) -> bool:
        """Whether the worker has it in hand, or will."""
        return self.state in (self.State.WAITING, self.State.RUNNING)
