"""Teams sent into villages 驻村工作队: posts for a line and a time, each held by one of the team.

A team is its leader's post with the others' posts under it. While it is there, cases of its line
go to whichever of them has fewest; when its time is over the posts end by themselves, and what
they still own is answered for by the village. Ignores what the line is about.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from wangge.accounts.models import User
from wangge.accounts.rights import require
from wangge.audit.actions import append
from wangge.core.duty import Actor
from wangge.core.duty import Role as KnownRole
from wangge.core.territory.level import Level
from wangge.territory.access.posts import chain_of
from wangge.territory.actions.posts import appoint, create_post
from wangge.territory.actions.roster import renew_roster
from wangge.territory.models import Area, Holding, Post, Role
from wangge.territory.refusals import BadSpan, EmptyTeam, PostClosed, TeamNeedsVillage

SEND = "teams.send"


@transaction.atomic
def send_team(
    village: Area,
    users: Sequence[User],
    *,
    line: str,
    until: datetime,
    actor: Actor,
    now: datetime,
) -> Post:
    """The users work in the village for that line from now until then; the leader's post.

    The first of `users` leads. Needs "teams.send" over the village.
    Refuses: MayNot, TeamNeedsVillage, EmptyTeam, BadSpan, SeparatedRoles.
    """
    require(actor, SEND, chain_of(village))
    if village.level != Level.VILLAGE:
        raise TeamNeedsVillage(field="village", area=village.name)
    if not users:
        raise EmptyTeam(field="users")
    if until <= now:
        raise BadSpan(field="until")
    role = Role.objects.get(code=KnownRole.TEAM)
    leader: Post | None = None
    code = _free_code(village)
    for place, user in enumerate(users):
        post = create_post(
            code if leader is None else f"{code}-{place}",
            title=f"{village.name}驻村工作队" + ("" if leader is None else f"队员{place}"),
            title_en="Team leader in the village" if leader is None else f"Team member {place}",
            role=role,
            area=village,
            above=leader or _above(village, now),
            lines=(line,),
            until=until,
            right=SEND,
            actor=actor,
            now=now,
        )
        leader = leader or post
        appoint(post, user, until=until, right=SEND, actor=actor, now=now)
    assert leader is not None, "somebody was sent"
    facts = {"village": village.code, "line": line, "people": len(users), "until": str(until)}
    append("team", leader.id, "team.sent", facts, actor=actor, now=now)
    return leader


@transaction.atomic
def recall_team(leader: Post, *, actor: Actor, now: datetime) -> None:
    """The team is home: its posts end now. Needs "teams.send" over the village.

    Refuses: MayNot, PostClosed.
    """
    require(actor, SEND, chain_of(leader.area))
    posts = list(
        Post.objects.select_for_update().filter(
            Q(pk=leader.pk) | Q(above=leader), role_id=KnownRole.TEAM, valid_until__gt=now
        )
    )
    if not posts:
        raise PostClosed(field="post", post=leader.title)
    ids = [post.pk for post in posts]
    Holding.objects.filter(post_id__in=ids, since__lt=now).update(until=now)
    Holding.objects.filter(post_id__in=ids, since__gte=now).delete()
    Post.objects.filter(pk__in=ids, valid_from__lt=now).update(valid_until=now)
    append("team", leader.id, "team.recalled", {"posts": len(ids)}, actor=actor, now=now)
    renew_roster(now=now)


def _above(village: Area, now: datetime) -> Post:
    """The village's own desk, else the town's dispatcher, else the county centre."""
    assert village.parent_id is not None, "a village lies in a town"
    wanted: tuple[tuple[str, UUID], ...] = (
        (KnownRole.VILLAGE_DESK, village.pk),
        (KnownRole.DISPATCHER, village.parent_id),
    )
    standing = Q(valid_until__isnull=True) | Q(valid_until__gt=now)
    for role, area in wanted:
        found = Post.objects.filter(standing, role_id=role, area_id=area).order_by("code").first()
        if found is not None:
            return found
    return Post.objects.get(role_id=KnownRole.CENTRE)


def _free_code(village: Area) -> str:
    """`T-<village>-<n>`: numbers of teams are never used again."""
    sent = Post.objects.filter(code__startswith=f"T-{village.code}-", above__role__isnull=False)
    leaders = sent.exclude(above__role_id=KnownRole.TEAM).count()
    return f"T-{village.code}-{leaders + 1}"
