"""When each job has its next turn, and how its last one went."""

from __future__ import annotations

from django.db import models


class Turn(models.Model):
    """The turn of one job 轮次. One row a job, made at its first turn."""

    name = models.TextField(primary_key=True)
    next_at = models.DateTimeField()
    last_at = models.DateTimeField(null=True)
    #: Empty where the last turn went well.
    failure = models.TextField(default="", blank=True)

    def __str__(self) -> str:
        return self.name
