"""Who may see what privacy keeps: looks, approvals, rules."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from uuid import UUID

import msgspec
from django.db.models import Q, QuerySet

from wangge.core.duty import Actor
from wangge.core.errors import NotFound
from wangge.privacy.models import Approval, Look, Purpose, Retention, Threshold
from wangge.privacy.purposes import shipped

#: Who may read the looks of others, and who may change the rules.
READ = "privacy.read"
WRITE = "privacy.write"
APPROVE = "export.approve"

#: An export may have grown a little since it was asked for.
_GROWTH = 1.1


def looks_at(subject: UUID) -> QuerySet[Look]:
    """Who looked at that person or thing, latest first. The caller has judged who asks."""
    return Look.objects.filter(subject=subject).order_by("-at", "-id")


def looks_for(actor: Actor) -> QuerySet[Look]:
    """Looks the actor may read, latest first: all with the right, else one's own."""
    if actor.may(READ) or actor.may(WRITE):
        return Look.objects.order_by("-at", "-id")
    if actor.user_id is None:
        return Look.objects.none()
    return Look.objects.filter(by_id=actor.user_id).order_by("-at", "-id")


def approvals_for(actor: Actor) -> QuerySet[Approval]:
    """Approvals the actor may read, latest first: to judge or audit them, or one's own."""
    found = Approval.objects.order_by("-asked_at", "-id")
    if actor.may(READ) or actor.may(WRITE):
        return found
    seen = Q(asked_by=actor.user_id) if actor.user_id else Q(pk__in=[])
    lands = [grant.area_id for grant in actor.grants if APPROVE in grant.rights]
    return found.filter(seen | Q(areas__overlap=lands)) if lands else found.filter(seen)


def approval_for(actor: Actor, approval_id: UUID, *, lock: bool = False) -> Approval:
    """That approval. Refuses: NotFound."""
    found = approvals_for(actor)
    row = (found.select_for_update() if lock else found).filter(pk=approval_id).first()
    if row is None:
        raise NotFound(field="approval")
    return row


def may_decide(actor: Actor, row: Approval) -> bool:
    """Whether the actor may grant or refuse: has the right over that land and did not ask."""
    if actor.user_id is None or actor.user_id == row.asked_by:
        return False
    return actor.may(APPROVE, row.areas) and row.asked_post not in actor.post_ids


def digest_of(what: Mapping[str, object]) -> str:
    """What is to be exported, as one text for programs: the same filters, the same digest."""
    return sha256(msgspec.json.encode(what, order="deterministic")).hexdigest()


def approved(
    actor: Actor, what_digest: str, now: datetime, *, rows: int | None = None
) -> Approval | None:
    """The approval by which the actor may take that out now; None if there is none.

    `rows`: how many it would be now; far more than were asked for are not covered.
    """
    if actor.user_id is None:
        return None
    found = Approval.objects.filter(
        asked_by=actor.user_id,
        digest=what_digest,
        state=Approval.State.GRANTED,
        expires_at__gt=now,
    ).order_by("-expires_at")
    return next((one for one in found if rows is None or rows <= one.rows * _GROWTH), None)


def threshold(code: str) -> int:
    """The county's number of that code, else the shipped one. One query. Refuses: NotFound."""
    number = Threshold.objects.filter(code=code).values_list("number", flat=True).first()
    if number is not None:
        return number
    for row in shipped("thresholds"):
        if row["code"] == code:
            return int(row["number"])
    raise NotFound(field=code)


def rules_for(actor: Actor) -> QuerySet[Retention]:
    """The rules of retention: for all staff to read."""
    if not (actor.posts or actor.system):
        return Retention.objects.none()
    return Retention.objects.order_by("code")


def purposes_for(actor: Actor) -> QuerySet[Purpose]:
    """The purposes: for all staff to read."""
    if not (actor.posts or actor.system):
        return Purpose.objects.none()
    return Purpose.objects.order_by("code")


def thresholds_for(actor: Actor) -> QuerySet[Threshold]:
    """The thresholds: for all staff to read."""
    if not (actor.posts or actor.system):
        return Threshold.objects.none()
    return Threshold.objects.order_by("code")
