"""Send the mails that wait: claim a few, send them, note how it went.

A claim is a lease written in the row, so nothing is locked while a mail server is slow, and a
process that dies leaves its mails to the next one. Whoever dies between sending and noting sends
that one mail twice (both carry the same Message-ID); none is lost.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction

from wangge.core.notices import say
from wangge.notify.models import WAITING, Delivery, Notice, Preference

log = logging.getLogger(__name__)

BATCH = 50
#: How often a mail is tried before it is a dead letter; the waits between add up to two days.
ATTEMPTS = 8
_FIRST_WAIT = timedelta(minutes=1)
_LONGEST_WAIT = timedelta(hours=12)
_LEASE = timedelta(minutes=10)
_FAILURE_LENGTH = 500

_GREETING = {
    "zh": "{title}。\n\n请登录系统查看：{no}。\n"
    "这封邮件由系统发出，请不要回复；不想再收到，可在“通知设置”里关闭。\n",
    "en": "{title}.\n\nPlease sign in and look up {no}.\n"
    "This mail was sent by a machine; switch it off under “Notices” in your settings.\n",
}

Send = Callable[[EmailMessage], object]


def deliver_due(*, now: datetime, most: int = 500, send: Send | None = None) -> int:
    """Mails whose time has come were tried; how many went out.

    `send` puts one mail on its way, or raises; by default Django's mail backend does.
    """
    put = send or _by_backend()
    sent = tried = 0
    while tried < most and (claimed := _claim(now)):
        tried += len(claimed)
        sent += _send_all(claimed, put, now)
    return sent


@transaction.atomic
def revive(*, now: datetime) -> int:
    """Every dead letter is tried again from the beginning; how many."""
    dead = Delivery.objects.filter(dead_at__isnull=False, attempts__gte=ATTEMPTS)
    return dead.update(dead_at=None, attempts=0, next_at=now)


@transaction.atomic
def _claim(now: datetime) -> list[Delivery]:
    claimed = list(
        Delivery.objects.select_for_update(skip_locked=True)
        .filter(WAITING, next_at__lte=now)
        .order_by("next_at")[:BATCH]
    )
    Delivery.objects.filter(pk__in=[one.pk for one in claimed]).update(next_at=now + _LEASE)
    return claimed


def _send_all(claimed: Sequence[Delivery], put: Send, now: datetime) -> int:
    notices = Notice.objects.in_bulk([one.notice_id for one in claimed])
    wants = Preference.objects.in_bulk([one.user_id for one in claimed])
    return sum(_send(one, notices, wants, put, now) for one in claimed)


def _send(
    waiting: Delivery,
    notices: Mapping[UUID, Notice],
    wants: Mapping[UUID, Preference],
    put: Send,
    now: datetime,
) -> bool:
    notice, preference = notices.get(waiting.notice_id), wants.get(waiting.user_id)
    row = Delivery.objects.filter(pk=waiting.pk)
    if notice is None or preference is None or not (preference.mail and preference.address):
        row.update(dead_at=now, failure="no longer wanted")
        return False
    try:
        put(mail_of(notice, preference))
    except Exception as fault:  # a mail server fails in many ways, none of them ours
        log.warning("mail %s failed: %s", waiting.pk, type(fault).__name__)
        attempts = waiting.attempts + 1
        dead = now if attempts >= ATTEMPTS else None
        wait = min(_FIRST_WAIT * 4 ** (attempts - 1), _LONGEST_WAIT)
        failure = repr(fault)[:_FAILURE_LENGTH]
        row.update(attempts=attempts, next_at=now + wait, dead_at=dead, failure=failure)
        return False
    row.update(attempts=waiting.attempts + 1, sent_at=now, failure="")
    return True


def mail_of(notice: Notice, preference: Preference) -> EmailMessage:
    """The mail about a notice: its title and number only, nothing anybody typed."""
    title, _ = say(notice.kind, {"no": notice.no}, preference.language)
    words = _GREETING["zh" if preference.language.startswith("zh") else "en"]
    return EmailMessage(
        subject=title,
        body=words.format(title=title, no=notice.no),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[preference.address],
        headers={"Message-ID": f"<{notice.pk}@wangge>", "Auto-Submitted": "auto-generated"},
    )


def _by_backend() -> Send:
    backend = get_connection()

    def put(mail: EmailMessage) -> object:
        return backend.send_messages([mail])

    return put
