"""Who is in touch with a household 包户联系: a post, for a time.

No foreign keys: 330,000 households would each be checked against rows that never go away; the
proof of households checks what a key would.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from wangge.lib.ids import uuid7


class Contact(models.Model):
    """A post is the contact of a household, `until` not included. 包户联系。

    An exclusion constraint keeps a household from having two contacts at one instant. Rows of a
    decided border change begin on its day and stand in advance.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    household_id = models.UUIDField()
    post_id = models.UUIDField()
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True, default="")
    #: The version of the territory whose borders brought it; null: somebody, or a job, chose.
    version_id = models.UUIDField(null=True)
    by_id = models.UUIDField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
                name="visits_contact_ends_after_start",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["household_id", "since"],
                include=["until", "post_id"],
                name="visits_contact_household",
            ),
            models.Index(fields=["post_id", "household_id"], name="visits_contact_post"),
            models.Index(
                fields=["version_id"],
                name="visits_contact_version",
                condition=Q(version_id__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household_id} {self.since:%F}"
