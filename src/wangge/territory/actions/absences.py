"""Being away and standing in. 请假与代理(A/B 角)。"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from wangge.accounts.models import User
from wangge.accounts.rights import require
from wangge.audit.actions import append
from wangge.core.duty import Actor
from wangge.territory.access.posts import chain_of
from wangge.territory.actions.posts import check_separation
from wangge.territory.actions.roster import renew_roster
from wangge.territory.models import Absence, Holding, Post
from wangge.territory.refusals import BadSpan, NotByOneself


@transaction.atomic
def set_absence(
    user: User,
    *,
    since: datetime,
    until: datetime | None,
    actor: Actor,
    now: datetime,
    stand_in: User | None = None,
    post: Post | None = None,
    reason: str = "",
) -> Absence:
    """`user` is away from `post` (None: from all); `stand_in` answers meanwhile.

    With no stand-in the post above answers. A stand-in who is away himself is followed to his own.
    One's own, or of people on land over which the actor has "absences.write".
    Refuses: MayNot, BadSpan, NotByOneself, SeparatedRoles.
    """
    _check_may(actor, user, now)
    if until is not None and until <= since:
        raise BadSpan(field="until")
    if stand_in is not None:
        if stand_in.id == user.id:
            raise NotByOneself(field="stand_in")
        held = Holding.objects.filter(user=user).select_related("post__role")
        for holding in held if post is None else held.filter(post=post):
            check_separation(stand_in, holding.post.role, since, until)
    absence = Absence.objects.create(
        user=user, stand_in=stand_in, post=post, since=since, until=until, reason=reason
    )
    facts = {
        "since": since.isoformat(),
        "until": until.isoformat() if until else None,
        "stand_in": str(stand_in.id) if stand_in else None,
        "post": post.code if post else None,
        "reason": reason,
    }
    append("user", user.id, "absence.set", facts, actor=actor, now=now)
    renew_roster(now=now)
    return absence


@transaction.atomic
def end_absence(absence: Absence, *, actor: Actor, now: datetime) -> None:
    """The person is back from now on; an absence still to come is taken back. 销假。

    Who may set it may end it. Refuses: MayNot.
    """
    _check_may(actor, absence.user, now)
    if absence.since >= now:
        absence.delete()
    elif absence.until is None or absence.until > now:
        absence.until = now
        absence.save(update_fields=["until"])
    append("user", absence.user_id, "absence.ended", {}, actor=actor, now=now)
    renew_roster(now=now)


def _check_may(actor: Actor, user: User, now: datetime) -> None:
    if actor.user_id == user.id:
        return
    held = Holding.objects.filter(Q(until__isnull=True) | Q(until__gt=now), user=user)
    chains = [chain_of(holding.post.area) for holding in held.select_related("post__area")]
    if not any(actor.may("absences.write", chain) for chain in chains):
        require(actor, "absences.write", ())
