"""Rows the pages themselves need: knocks of strangers, passes of wall screens."""

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
