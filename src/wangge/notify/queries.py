"""The inbox as pages show it: words in the reader's language, a page at a time."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec
from django.db.models import Q, QuerySet

from wangge.core.duty import Actor
from wangge.core.notices import KINDS, name_of, say
from wangge.notify.access import notices_for, preference_of
from wangge.notify.models import Notice

MOST_ROWS = 100
#: Unread notices are not counted beyond this: "99+" says enough.
MOST_COUNTED = 100
#: Who answers for more posts than this is told by one look over all of them.
_MOST_ADDRESSEES = 24


class NoticeView(msgspec.Struct, frozen=True, kw_only=True):
    """One notice in words."""

    id: UUID
    kind: str
    title: str
    body: str
    urgent: bool
    subject_id: UUID
    no: str
    at: datetime
    read: bool


class Inbox(msgspec.Struct, frozen=True, kw_only=True):
    """A page of notices; `next` goes on after it, None at the end."""

    notices: tuple[NoticeView, ...]
    next: tuple[datetime, UUID] | None


class KindChoice(msgspec.Struct, frozen=True, kw_only=True):
    """A kind in the preferences."""

    kind: str
    name: str
    muted: bool
    always: bool  #: it cannot be muted


def inbox(
    actor: Actor,
    *,
    language: str = "zh",
    unread: bool = False,
    after: tuple[datetime, UUID] | None = None,
    limit: int = 20,
) -> Inbox:
    """Notices for the actor, newest first, after one already seen. Two queries."""
    rows = notices_for(actor)
    if unread:
        rows = rows.filter(read_at__isnull=True)
    if after is not None:
        at, pk = after
        rows = rows.filter(at__lte=at).filter(Q(at__lt=at) | Q(pk__lt=pk))
    size = max(1, min(limit, MOST_ROWS))
    found = _newest(rows, actor, size + 1)
    shown = found[:size]
    last = (shown[-1].at, shown[-1].pk) if len(found) > size else None
    return Inbox(notices=tuple(view(row, language) for row in shown), next=last)


def _newest(rows: QuerySet[Notice], actor: Actor, count: int) -> list[Notice]:
    """The newest of all addressees together, from the newest of each: an index has those in order,
    where one condition for all would sort everything anybody of them was ever told."""
    addressees = [*actor.post_ids, *([actor.user_id] if actor.user_id else [])]
    if not 1 < len(addressees) <= _MOST_ADDRESSEES:
        return list(rows[:count])
    first, *others = (rows.filter(addressee_id=one)[:count] for one in addressees)
    return list(first.union(*others, all=True).order_by("-at", "-id")[:count])


def unread_count(actor: Actor) -> int:
    """How many notices are unread, at most `MOST_COUNTED`. Two queries."""
    return notices_for(actor).filter(read_at__isnull=True).order_by()[:MOST_COUNTED].count()


def kinds_for(actor: Actor, language: str = "zh") -> list[KindChoice]:
    """Every kind, with what the actor wants of it."""
    muted = preference_of(actor.user_id).muted if actor.user_id else []
    return [
        KindChoice(
            kind=kind, name=name_of(kind, language), muted=kind in muted, always=words.always
        )
        for kind, words in KINDS.items()
    ]


def view(row: Notice, language: str) -> NoticeView:
    """The notice in words."""
    title, body = say(row.kind, row.facts, language)
    words = KINDS.get(row.kind)
    return NoticeView(
        id=row.pk,
        kind=row.kind,
        title=title,
        body=body,
        urgent=bool(words and words.urgent),
        subject_id=row.subject_id,
        no=row.no,
        at=row.at,
        read=row.read_at is not None,
    )
