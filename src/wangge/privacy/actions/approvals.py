"""Large exports of personal data 导出审批: one asks, another grants or refuses."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from wangge.audit.actions import append
from wangge.audit.models import Entry
from wangge.core.duty import Actor
from wangge.lib.clock import SHANGHAI
from wangge.notify.actions.notices import Message, send
from wangge.privacy.access import APPROVE, approval_for, may_decide, threshold
from wangge.privacy.hooks import posts_with
from wangge.privacy.models import Approval
from wangge.privacy.refusals import AlreadyDecided, NoReason, NotYoursToDecide

_REASON_LENGTH = 500


@transaction.atomic
def ask(
    *,
    kind: str,
    what: str,
    digest: str,
    rows: int,
    reason: str,
    areas: Collection[UUID],
    actor: Actor,
    now: datetime,
) -> Approval:
    """Somebody else may grant that export from now on; one question that waits is not asked twice.

    `areas`: the area the export is about and all it lies in; `digest`: `access.digest_of`.
    Refuses: NoReason.
    """
    reason = reason.strip()[:_REASON_LENGTH]
    if not reason:
        raise NoReason(field="reason")
    assert actor.user_id is not None, "nobody has signed in"
    waiting = Approval.objects.filter(
        asked_by=actor.user_id, digest=digest, state=Approval.State.ASKED
    ).first()
    if waiting is not None:
        return waiting
    row = Approval.objects.create(
        kind=kind,
        what=what,
        digest=digest,
        areas=list(areas),
        rows=rows,
        reason=reason,
        asked_by=actor.user_id,
        asked_post=actor.posts[0].id if actor.posts else None,
        asked_at=now,
    )
    told = {"kind": kind, "what": what, "digest": digest, "rows": rows, "reason": reason}
    entry = append("approval", row.id, "approval.asked", told, actor=actor, now=now)
    facts = {"what": what, "count": str(rows), "reason": reason}
    send(
        [
            _message(row, entry, "approval_asked", post, facts, now)
            for post in posts_with(APPROVE, areas, now)
            if post not in actor.post_ids
        ],
        now=now,
    )
    return row


def grant(approval_id: UUID, *, opinion: str = "", actor: Actor, now: datetime) -> Approval:
    """Whoever asked may take it out for some days. Refuses: NotFound, NotYoursToDecide, …"""
    until = now + timedelta(hours=threshold("approval.hours"))
    return _decide(
        approval_id,
        Approval.State.GRANTED,
        opinion=opinion.strip()[:_REASON_LENGTH],
        until=until,
        actor=actor,
        now=now,
    )


def refuse(approval_id: UUID, *, opinion: str, actor: Actor, now: datetime) -> Approval:
    """It is not taken out, for the reason given. Refuses: NoReason, NotFound, …"""
    opinion = opinion.strip()[:_REASON_LENGTH]
    if not opinion:
        raise NoReason(field="opinion")
    return _decide(
        approval_id, Approval.State.REFUSED, opinion=opinion, until=None, actor=actor, now=now
    )


def note_export(row: Approval, *, rows: int, actor: Actor, now: datetime) -> None:
    """What the approval allowed was taken out; the log says how much."""
    append("approval", row.id, "approval.used", {"rows": rows}, actor=actor, now=now)


@transaction.atomic
def _decide(
    approval_id: UUID,
    state: Approval.State,
    *,
    opinion: str,
    until: datetime | None,
    actor: Actor,
    now: datetime,
) -> Approval:
    row = approval_for(actor, approval_id, lock=True)
    if not may_decide(actor, row):
        raise NotYoursToDecide
    if row.state != Approval.State.ASKED:
        raise AlreadyDecided
    row.state, row.opinion, row.expires_at = state, opinion, until
    row.decided_by, row.decided_at = actor.user_id, now
    row.decided_post = actor.posts[0].id if actor.posts else None
    row.save()
    told = {"opinion": opinion, "until": until.isoformat() if until else None}
    entry = append("approval", row.id, f"approval.{state}", told, actor=actor, now=now)
    facts = {"what": row.what, "reason": opinion}
    if until is not None:
        facts["due"] = until.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
    send([_message(row, entry, f"approval_{state}", None, facts, now)], now=now)
    return row


def _message(
    row: Approval,
    entry: Entry,
    kind: str,
    post: UUID | None,
    facts: dict[str, str],
    now: datetime,
) -> Message:
    """To a post, or to whoever asked."""
    return Message(
        position=entry.position,
        to=post or row.asked_by,
        to_post=post is not None,
        kind=kind,
        subject_id=row.id,
        no="",
        facts=facts,
        at=now,
        mail_to=None if post else row.asked_by,
    )
