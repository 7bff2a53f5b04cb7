"""Note who looked at whom 查阅留痕."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from uuid import UUID

import msgspec
from django.db import transaction

from wangge.audit.actions import append
from wangge.core.duty import Actor
from wangge.privacy.models import Look
from wangge.privacy.refusals import NoReason

_REASON_LENGTH = 500


@transaction.atomic
def note_look(
    *, actor: Actor, kind: str, subject: UUID, what: str, reason: str, now: datetime
) -> Look:
    """It is on record who looked at what of whom, when and why; in the log is its digest.

    To be called before the data is shown, in the transaction that reads it. The log entry names
    neither the person nor the reason, so it tells nothing and yet betrays a look that was altered.
    Refuses: NoReason.
    """
    reason = reason.strip()[:_REASON_LENGTH]
    if not reason:
        raise NoReason(field="reason")
    assert actor.user_id is not None, "nobody has signed in"
    look = Look(
        at=now,
        by_id=actor.user_id,
        post_id=actor.posts[0].id if actor.posts else None,
        kind=kind,
        subject=subject,
        what=what,
        reason=reason,
    )
    look.save(force_insert=True)
    append("look", look.id, "privacy.looked", {"digest": digest(look)}, actor=actor, now=now)
    return look


def digest(look: Look) -> str:
    """SHA-256 over everything the look says, hex."""
    said = [
        *(str(look.id), look.at.isoformat(), str(look.by_id), str(look.post_id)),
        *(look.kind, str(look.subject), look.what, look.reason),
    ]
    return sha256(msgspec.json.encode(said)).hexdigest()
