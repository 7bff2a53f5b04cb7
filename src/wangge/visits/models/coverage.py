"""How the households of a grid stood when last counted: what wide pages add up."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Coverage(models.Model):
    """The counted households of one grid 走访覆盖. Written anew by a job every few minutes."""

    grid_id = models.UUIDField(primary_key=True)
    village_id = models.UUIDField()
    town_id = models.UUIDField()
    households = models.IntegerField()
    #: Without a contact at all.
    uncontacted = models.IntegerField()
    #: Not visited within their rule.
    overdue = models.IntegerField()
    #: Due today or until Sunday.
    due_week = models.IntegerField()
    #: No rule asks for visits.
    unruled = models.IntegerField()
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["village_id"], name="visits_coverage_village"),
            models.Index(fields=["town_id"], name="visits_coverage_town"),
        ]

    def __str__(self) -> str:
        return f"{self.grid_id} {self.overdue}/{self.households}"
