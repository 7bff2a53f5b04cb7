"""Making and closing posts, appointing and relieving people. 岗位与任职。

Each writes one log entry and renews the roster's stamp in the same transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from wangge.accounts.models import User
from wangge.accounts.rights import require
from wangge.audit.actions import append
from wangge.core.duty import Actor
from wangge.core.duty import Role as KnownRole
from wangge.territory.access.posts import chain_of
from wangge.territory.actions.roster import renew_roster
from wangge.territory.models import Area, Department, Holding, Post, Role
from wangge.territory.refusals import (
    BadSpan,
    CentreStays,
    OverlappingHolding,
    PostClosed,
    PostCodeTaken,
    PostsBelow,
    PostTaken,
    PostVacant,
    SeparatedRoles,
)


@transaction.atomic
def create_post(
    code: str,
    *,
    title: str,
    role: Role,
    area: Area,
    above: Post,
    actor: Actor,
    now: datetime,
    title_en: str = "",
    department: Department | None = None,
    lines: Sequence[str] = (),
    until: datetime | None = None,
    right: str = "posts.write",
) -> Post:
    """A new post stands from now on, vacant: until it is held, `above` answers for it.

    `until`: for a time only. Needs "posts.write", or the `right` of whoever calls this.
    Refuses: MayNot, PostCodeTaken, CentreStays, PostClosed.
    """
    require(actor, right, chain_of(area))
    if role.code == KnownRole.CENTRE:
        raise CentreStays(field="role")
    if above.valid_until is not None and above.valid_until <= now:
        raise PostClosed(field="above", post=above.title)
    if Post.objects.filter(code=code).exists():
        raise PostCodeTaken(field="code", post=code)
    post = Post.objects.create(
        code=code,
        title=title,
        title_en=title_en,
        role=role,
        area=area,
        department=department,
        lines=list(lines),
        above=above,
        valid_from=now,
        valid_until=until,
    )
    facts = {"code": code, "role": role.code, "area": area.code, "above": above.code}
    append("post", post.id, "post.made", facts, actor=actor, now=now)
    renew_roster(now=now)
    return post


@transaction.atomic
def close_post(post: Post, *, actor: Actor, now: datetime) -> None:
    """The post has ended, and whoever held it no longer does; `above` answers for what it left.

    Cases it owns are moved by whoever keeps the cases. Needs "posts.write".
    Refuses: MayNot, CentreStays, PostsBelow.
    """
    require(actor, "posts.write", chain_of(post.area))
    post = Post.objects.select_for_update().get(id=post.id)
    if post.role_id == KnownRole.CENTRE:
        raise CentreStays(field="post")
    open_below = post.below.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=now)).count()
    if open_below:
        raise PostsBelow(field="post", post=post.title, count=open_below)
    _end_holding(post, now)
    post.valid_until = now
    post.save(update_fields=["valid_until"])
    append("post", post.id, "post.closed", {"code": post.code}, actor=actor, now=now)
    renew_roster(now=now)


@transaction.atomic
def appoint(
    post: Post,
    user: User,
    *,
    actor: Actor,
    now: datetime,
    since: datetime | None = None,
    until: datetime | None = None,
    replace: bool = False,
    right: str = "posts.write",
) -> Holding:
    """`user` holds the post from `since` (now) on. 任职。

    `replace` relieves the present holder at that instant. Needs "posts.write", or the `right` of
    whoever calls this.
    Refuses: MayNot, PostClosed, PostTaken, SeparatedRoles, BadSpan, OverlappingHolding.
    """
    require(actor, right, chain_of(post.area))
    since = since or now
    if until is not None and until <= since:
        raise BadSpan(field="until")
    post = Post.objects.select_for_update(of=("self",)).select_related("role").get(id=post.id)
    user = User.objects.select_for_update().get(id=user.id)  # appointments of one person queue
    if post.valid_until is not None and post.valid_until <= since:
        raise PostClosed(field="post", post=post.title)
    check_separation(user, post.role, since, until)
    held = _holding_at(post, since)
    if held is not None:
        if not replace:
            raise PostTaken(field="post", post=post.title, holder=held.user.name)
        _end(held, since)
    try:
        with transaction.atomic():
            holding = Holding.objects.create(post=post, user=user, since=since, until=until)
    except IntegrityError as error:
        raise OverlappingHolding(field="since", post=post.title) from error
    facts = {"user": str(user.id), "since": since.isoformat()}
    append("post", post.id, "post.appointed", facts, actor=actor, now=now)
    renew_roster(now=now)
    return holding


@transaction.atomic
def relieve(post: Post, *, actor: Actor, now: datetime) -> None:
    """Nobody holds the post from now on. 免职。Needs "posts.write".

    Refuses: MayNot, PostVacant.
    """
    require(actor, "posts.write", chain_of(post.area))
    post = Post.objects.select_for_update().get(id=post.id)
    held = _end_holding(post, now)
    if held is None:
        raise PostVacant(field="post", post=post.title)
    facts = {"user": str(held.user_id)}
    append("post", post.id, "post.relieved", facts, actor=actor, now=now)
    renew_roster(now=now)


def check_separation(user: User, role: Role, since: datetime, until: datetime | None) -> None:
    """三员分立: who keeps the machine, its safety or the log holds no other role at that time.

    So no administrator appoints himself to where he could read cases. Refuses: SeparatedRoles.
    """
    overlap = Q(until__isnull=True) | Q(until__gt=since)
    if until is not None:
        overlap &= Q(since__lt=until)
    others = Holding.objects.filter(overlap, user=user).exclude(post__role=role)
    if not role.separate:
        others = others.exclude(post__role__separate="")
    other = others.select_related("post__role").first()
    if other is not None:
        raise SeparatedRoles(
            field="user", person=user.name, held=other.post.role.title, wanted=role.title
        )


def _holding_at(post: Post, at: datetime) -> Holding | None:
    return (
        post.holdings.filter(since__lte=at)
        .filter(Q(until__isnull=True) | Q(until__gt=at))
        .select_related("user")
        .first()
    )


def _end_holding(post: Post, now: datetime) -> Holding | None:
    """Every holding of the post is over at `now`; those still to come are taken back."""
    post.holdings.filter(since__gte=now).delete()
    held = _holding_at(post, now)
    if held is not None:
        _end(held, now)
    return held


def _end(held: Holding, at: datetime) -> None:
    if held.since >= at:
        held.delete()  # it would have lasted no time at all
        return
    held.until = at
    held.save(update_fields=["until"])
