"""Rows the pages themselves need: how often strangers knock. Cases and people live elsewhere."""

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
