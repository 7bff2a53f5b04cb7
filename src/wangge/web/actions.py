"""The rows the pages write themselves: knocks of strangers."""

from __future__ import annotations

from datetime import datetime, timedelta

from wangge.web.models import Knock

#: A digest is forgotten after a day; no limit looks back further.
KEPT = timedelta(days=1)


def note_knock(door: str, address: str, *, now: datetime) -> None:
    """The knock counts from now on; those older than a day are gone."""
    Knock.objects.filter(at__lt=now - KEPT).delete()
    Knock.objects.create(door=door, address=address, at=now)
