"""The stamp of the roster: whoever changes posts, holdings or absences renews it."""

from __future__ import annotations

from datetime import datetime

from wangge.lib.ids import uuid7
from wangge.territory.access.posts import forget_roster
from wangge.territory.models import RosterVersion


def renew_roster(*, now: datetime) -> None:
    """Every process reads the roster afresh within a second, this one at its next question.

    Call it in the transaction of the change: two changes at once then take turns here.
    """
    RosterVersion.objects.update_or_create(
        name="roster", defaults={"stamp": uuid7(), "changed_at": now}
    )
    forget_roster()
