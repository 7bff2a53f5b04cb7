"""Send, read and forget notices.

Sending is idempotent: one log entry tells one addressee one kind once. So a follower may be reset
and read the whole log again; nobody is told twice, and no mail goes out twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec
import psycopg
from django.conf import settings
from django.db import connection

from wangge.core.clock import WorkCalendar
from wangge.core.duty import Actor
from wangge.core.notices import KINDS
from wangge.core.quiet import not_before
from wangge.lib.ids import uuid7
from wangge.notify.access import notices_for
from wangge.notify.models import Delivery, Notice, Preference

#: What happened longer ago is not mailed any more: the reader of a mail takes it for news.
_NEWS = timedelta(hours=24)

_READ_KEPT = timedelta(days=90)
_KEPT = timedelta(days=365)


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """A notice to be sent. `mail_to`: who reads the addressee's mail at the moment."""

    position: int
    to: UUID
    to_post: bool
    kind: str
    subject_id: UUID
    no: str
    facts: Mapping[str, str]
    at: datetime
    mail_to: UUID | None = None


_INSERT = """
INSERT INTO notify_notice
    (id, position, addressee_id, to_post, kind, subject_id, no, facts, at)
SELECT id, position, addressee_id, to_post, kind, subject_id, no, facts::jsonb, at
FROM unnest(%s::uuid[], %s::bigint[], %s::uuid[], %s::bool[], %s::text[], %s::uuid[], %s::text[],
    %s::text[], %s::timestamptz[])
    AS given(id, position, addressee_id, to_post, kind, subject_id, no, facts, at)
ON CONFLICT DO NOTHING RETURNING id
"""


def send(
    messages: Sequence[Message], *, now: datetime, calendar: WorkCalendar | None = None
) -> int:
    """The messages stand in the inboxes, mails wait for who wants them; how many were new.

    Two statements, and one more where somebody wants mails. `calendar`: when mails that are not
    urgent may go out; None means at any time. What happened so long ago that its notice may have
    been read and forgotten is not told again.
    """
    messages = [one for one in messages if one.at > now - _READ_KEPT]
    if not messages:
        return 0
    ids = [uuid7() for _ in messages]
    rows = zip(*(_row(pk, one) for pk, one in zip(ids, messages, strict=True)), strict=True)
    connection.ensure_connection()
    raw = connection.connection
    assert isinstance(raw, psycopg.Connection)
    with psycopg.Cursor(raw) as cursor:  # bound by the server: no quoting of thousands of values
        cursor.execute(_INSERT, [list(column) for column in rows], prepare=True)
        fresh = {row[0] for row in cursor.fetchall()}
    _queue_mails(
        [(pk, one) for pk, one in zip(ids, messages, strict=True) if pk in fresh],
        now=now,
        calendar=calendar,
    )
    return len(fresh)


def mark_read(ids: Sequence[UUID], *, actor: Actor, now: datetime) -> int:
    """These notices are read, as far as they are the actor's; how many were not before."""
    return notices_for(actor).filter(pk__in=list(ids), read_at__isnull=True).update(read_at=now)


def mark_all_read(*, actor: Actor, now: datetime) -> int:
    """Every notice of the actor up to now is read; how many were not before."""
    return notices_for(actor).filter(read_at__isnull=True, at__lte=now).update(read_at=now)


def mark_old_read(*, before: datetime, now: datetime) -> int:
    """Whatever happened before that is nobody's news: read, in every inbox; how many were not."""
    return Notice.objects.filter(read_at__isnull=True, at__lt=before).update(read_at=now)


def forget_old(*, now: datetime) -> int:
    """Notices read three months ago, and all after a year, are gone; the log keeps what it was."""
    read, _ = Notice.objects.filter(read_at__lt=now - _READ_KEPT).delete()
    old, _ = Notice.objects.filter(at__lt=now - _KEPT).delete()
    Delivery.objects.filter(next_at__lt=now - _KEPT).delete()
    return read + old


def _row(pk: UUID, one: Message) -> tuple[object, ...]:
    facts = msgspec.json.encode(one.facts).decode()
    return (
        *(pk, one.position, one.to, one.to_post, one.kind),
        *(one.subject_id, one.no, facts, one.at),
    )


def _queue_mails(
    fresh: Sequence[tuple[UUID, Message]], *, now: datetime, calendar: WorkCalendar | None
) -> None:
    news = [(pk, one) for pk, one in fresh if one.mail_to and one.at > now - _NEWS]
    readers = {one.mail_to for _, one in news if one.mail_to}
    if not readers or not settings.EMAIL_HOST:
        return
    wanting = {
        row.user_id: row
        for row in Preference.objects.filter(pk__in=readers, mail=True).exclude(address="")
    }
    waiting = []
    for pk, one in news:
        wants = wanting.get(one.mail_to) if one.mail_to else None
        if wants is not None and one.kind not in wants.muted:
            words = KINDS.get(one.kind)
            urgent = calendar is None or (words is not None and words.urgent)
            next_at = now if urgent or calendar is None else not_before(now, calendar)
            waiting.append(Delivery(notice_id=pk, user_id=wants.user_id, next_at=next_at))
    Delivery.objects.bulk_create(waiting, ignore_conflicts=True)
