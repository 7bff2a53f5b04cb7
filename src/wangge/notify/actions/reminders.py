"""Set reminders, and hand out those whose time has come."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from wangge.notify.models import Reminder

BATCH = 500


def set_reminders(reminders: Sequence[Reminder]) -> None:
    """Each subject is reminded of at that time and no other."""
    Reminder.objects.bulk_create(
        reminders,
        update_conflicts=True,
        unique_fields=["subject_id"],
        update_fields=["position", "at"],
    )


def drop_reminders(subjects: Collection[UUID]) -> None:
    """Nobody is reminded of these any more."""
    if subjects:
        Reminder.objects.filter(pk__in=list(subjects)).delete()


def take_due(*, now: datetime) -> list[Reminder]:
    """Some reminders whose time has come, the earliest first; they are gone.

    Call it in the transaction of what is done about them: if that fails, they are back.
    """
    due = list(
        Reminder.objects.select_for_update(skip_locked=True)
        .filter(at__lte=now)
        .order_by("at")[:BATCH]
    )
    drop_reminders([one.pk for one in due])
    return due
