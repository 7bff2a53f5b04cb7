"""Posts that end with their grid and begin anew with those that follow it. 岗位随网格承接。

Whoever holds a post at that instant holds the one that follows it, from that very instant on; who
stands in for him does so there too. Ignores cases: `access.post_heirs` tells who follows whom.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from wangge.audit.actions import append
from wangge.core.duty import Actor
from wangge.territory.change import PostAfter
from wangge.territory.models import Absence, Area, Holding, Post, TerritoryVersion


def posts_of(grids: Iterable[Area], at: datetime) -> list[Post]:
    """The posts in force at that instant that serve these grids, by code."""
    standing = Q(valid_until__isnull=True) | Q(valid_until__gt=at)
    found = Post.objects.filter(standing, valid_from__lt=at, area__in=list(grids))
    return list(found.select_related("role", "area").order_by("code"))


def share_out(
    posts: Sequence[Post], parts: int, wanted: Mapping[str, Sequence[int]]
) -> dict[int, list[Post]]:
    """Which posts each part (0, 1, …) is to have: as `wanted`, the others in turn.

    With fewer posts than parts the last ones serve several.
    """
    shared: dict[int, list[Post]] = defaultdict(list)
    left = [post for post in posts if not wanted.get(post.code)]
    for post in posts:
        for part in wanted.get(post.code, ()):
            shared[part].append(post)
    for post in left:
        part = min(range(parts), key=lambda one: (len(shared[one]), one))
        shared[part].append(post)
    for part in range(parts):
        if not shared[part] and left:
            shared[part].append(left[-1])
    return shared


def drafted(grid: Area, posts: Sequence[Post], at: datetime) -> tuple[PostAfter, ...]:
    """The posts that will serve a grid to come, each following one of `posts`."""
    return tuple(
        PostAfter(
            code=f"P-{grid.code}-{number}",
            title=_renamed(post.title, post.area.name, grid.name, post.role.title),
            title_en=_renamed(post.title_en, post.area.code, grid.code, post.role.title_en),
            follows=post,
            holder=_holder_at(post, at),
        )
        for number, post in enumerate(posts, start=1)
    )


def make_and_end(
    drafts: Mapping[UUID, tuple[Area, tuple[PostAfter, ...]]],
    ending: Sequence[Post],
    *,
    at: datetime,
    actor: Actor,
    now: datetime,
) -> dict[str, Any]:
    """The posts begin and end at `at`, held by whom they were; what was done, to undo it by."""
    followers: dict[UUID, dict[UUID, Post]] = defaultdict(dict)
    for grid, posts in drafts.values():
        for draft in posts:
            old = draft.follows
            post = Post.objects.create(
                code=draft.code,
                title=draft.title,
                title_en=draft.title_en,
                role=old.role,
                area=grid,
                department_id=old.department_id,
                lines=old.lines,
                above_id=old.above_id,
                valid_from=at,
                valid_until=old.valid_until,
            )
            followers[old.id][grid.id] = post
            facts = {"code": post.code, "follows": old.code, "since": at.isoformat()}
            append("post", post.id, "post.made", facts, actor=actor, now=now)
    until = {
        "post": {str(post.id): _iso(post.valid_until) for post in ending},
        "holding": {},
        "absence": {},
    }
    for post in ending:
        fresh = list(followers[post.id].values())
        until["holding"] |= _hand_over(post.holdings.all(), fresh, at)
        until["absence"] |= _hand_over(Absence.objects.filter(post=post), fresh, at)
        post.valid_until = at
        post.save(update_fields=["valid_until"])
        facts = {"code": post.code, "until": at.isoformat()}
        append("post", post.id, "post.closed", facts, actor=actor, now=now)
    heirs = {
        str(old): {str(grid): str(post.id) for grid, post in by_grid.items()}
        for old, by_grid in followers.items()
    }
    return {"heirs": heirs, "until": until}


def take_back_posts(version: TerritoryVersion, *, actor: Actor, now: datetime) -> None:
    """Posts that were to begin with the version are gone, and those that were to end go on."""
    done = version.report.get("posts")
    if not done:
        return
    fresh = [post for by_grid in done["heirs"].values() for post in by_grid.values()]
    Holding.objects.filter(post__in=fresh).delete()
    Absence.objects.filter(post__in=fresh).delete()
    for post in Post.objects.filter(pk__in=fresh):
        append("post", post.id, "post.withdrawn", {"code": post.code}, actor=actor, now=now)
    Post.objects.filter(pk__in=fresh).delete()
    for key, end in done["until"]["post"].items():
        Post.objects.filter(pk=key).update(valid_until=_instant(end))
        append("post", UUID(key), "post.goes_on", {}, actor=actor, now=now)
    for key, end in done["until"]["holding"].items():
        Holding.objects.filter(pk=key).update(until=_instant(end))
    for key, end in done["until"]["absence"].items():
        Absence.objects.filter(pk=key).update(until=_instant(end))


def _hand_over(
    rows: QuerySet[Holding, Holding] | QuerySet[Absence, Absence],
    to: Sequence[Post],
    at: datetime,
) -> dict[str, str | None]:
    """What lasts beyond `at` ends there and goes on at each of the posts; the ends it had.

    What was to begin later begins at the new posts alone: the old one is closed by then.
    """
    ends: dict[str, str | None] = {}
    for row in rows.filter(Q(until__isnull=True) | Q(until__gt=at)):
        for post in to:
            again = type(row)(**_facts_of(row) | {"post": post, "since": max(row.since, at)})
            again.save()
        if row.since < at:
            ends[str(row.pk)] = _iso(row.until)
            row.until = at
            row.save(update_fields=["until"])
    return ends


def _facts_of(row: Holding | Absence) -> dict[str, Any]:
    facts: dict[str, Any] = {"user_id": row.user_id, "until": row.until}
    if isinstance(row, Absence):
        facts |= {"stand_in_id": row.stand_in_id, "reason": row.reason}
    return facts


def _holder_at(post: Post, at: datetime) -> str:
    held = post.holdings.filter(Q(until__isnull=True) | Q(until__gt=at), since__lte=at)
    found = held.select_related("user").first()
    return found.user.name if found else ""


def _renamed(title: str, old: str, new: str, role: str) -> str:
    """The post's name with the grid's in it changed."""
    return title.replace(old, new) if old in title else f"{new} {role}".strip()


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
