"""What follows from a case's log without slowing who wrote it: 已办 boxes, search, notices."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from wangge.audit.followers import Follower, register
from wangge.audit.log import LogEntry
from wangge.cases import notices
from wangge.cases.actions.boxes import clear_boxes, involve, make_searchable
from wangge.core.case.events import Imported, Moved, Placed, Reported, Rezoned, decode
from wangge.core.case.verbs import Verb


def register_all() -> None:
    """Make the followers of cases known."""
    register(Follower("cases.boxes", _boxes, clear=clear_boxes))
    # Nothing to clear: a notice once sent is known again, so nobody is told twice.
    register(Follower(notices.NAME, notices.follow, batch=notices.BATCH))


def _boxes(entries: Sequence[LogEntry], now: datetime) -> None:
    """Every post that acted or owned gets the case in its boxes; every new word can be found."""
    involved: dict[tuple[UUID, UUID], tuple[datetime, Verb]] = {}
    said: dict[UUID, datetime] = {}
    for entry in entries:
        if entry.kind != "case":
            continue
        event = decode(entry.data)
        if isinstance(event, Imported):  # who brought a thousand cases in has not worked on them
            said[entry.subject] = entry.at
            continue
        for post in (event.by.post, event.owner if isinstance(event, Moved) else None):
            if post is not None:
                involved[post, entry.subject] = (entry.at, event.verb)
        if isinstance(event, Reported | Placed | Rezoned):  # its words, or its land, are others
            said[entry.subject] = entry.at
    involve(involved)
    make_searchable(set(said))
