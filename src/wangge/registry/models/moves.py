"""What border changes did to elements: the record, and the way back to any past day."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from wangge.lib.ids import uuid7


class Move(models.Model):
    """An element came to stand in another grid because a border was redrawn. 边界调整记录。"""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.TextField()
    element_id = models.UUIDField()
    from_grid_id = models.UUIDField()
    to_grid_id = models.UUIDField()
    on = models.DateField()
    #: The version of the territory that did it.
    version_id = models.UUIDField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["element_id", "version_id"], name="registry_move_once_a_version"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["kind", "on"], name="registry_move_day"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"
