"""Followers: those who read the log and do something slow or derived with it.

A follower is a name and a function over a batch of entries. It reads in commit order from its own
place and moves its place in the transaction of its effects, so it sees every entry exactly once
in effect; reset its place and it replays. A failing follower stops itself, never an intake.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from wangge.audit.log import LogEntry, entries_between
from wangge.audit.models import Follower as Place

log = logging.getLogger(__name__)

Handle = Callable[[Sequence[LogEntry], datetime], None]


@dataclass(frozen=True, slots=True)
class Follower:
    """A named reader of the log. `handle(entries, now)` runs inside a transaction."""

    name: str
    handle: Handle
    batch: int = 500
    #: Undo what replaying would double; called when the follower is reset.
    clear: Callable[[], None] | None = None


_REGISTERED: dict[str, Follower] = {}


def register(follower: Follower) -> None:
    """Make a follower known; each app does so when it is ready."""
    _REGISTERED[follower.name] = follower


def registered() -> tuple[Follower, ...]:
    """All followers, in the order of their names."""
    return tuple(_REGISTERED[name] for name in sorted(_REGISTERED))


def step(follower: Follower, *, now: datetime) -> int:
    """Let the follower handle one batch; how many entries that were.

    Another process already at it means 0. A failure is noted on its place and raised.
    """
    Place.objects.get_or_create(name=follower.name)
    try:
        with transaction.atomic():
            place = (
                Place.objects.select_for_update(skip_locked=True).filter(name=follower.name).first()
            )
            if place is None:
                return 0
            entries = list(entries_between((place.xid, place.position), None, most=follower.batch))
            if not entries:
                return 0
            follower.handle(entries, now)
            place.xid, place.position = entries[-1].xid, entries[-1].position
            place.moved_at, place.failure = now, ""
            place.save()
            return len(entries)
    except Exception as error:
        log.exception("follower %s failed", follower.name)
        Place.objects.filter(name=follower.name).update(failure=repr(error)[:500])
        raise


def catch_up(*, now: datetime, names: Sequence[str] | None = None) -> int:
    """Let every follower read to the end of the log; how many entries were handled."""
    handled = 0
    for follower in registered():
        if names is None or follower.name in names:
            while done := step(follower, now=now):
                handled += done
    return handled


@transaction.atomic
def reset(name: str) -> None:
    """Send a follower back to the beginning of the log, its effects cleared."""
    follower = _REGISTERED[name]
    if follower.clear:
        follower.clear()
    Place.objects.update_or_create(name=name, defaults={"xid": 0, "position": 0, "failure": ""})
