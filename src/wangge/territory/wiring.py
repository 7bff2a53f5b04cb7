"""How the territory takes part in storeys below it, which may not import it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from wangge.accounts.access import use_posts_of
from wangge.accounts.hooks import after_user_change
from wangge.accounts.models import User
from wangge.core.duty import Actor
from wangge.privacy.hooks import use_posts_with
from wangge.territory.access.posts import actor_for, roles, roster
from wangge.territory.actions.roster import renew_roster


def take_part() -> None:
    """Accounts ask the roster who somebody is, and a changed account renews the roster."""
    use_posts_of(_actor_of)
    after_user_change(_renew)
    use_posts_with(_posts_with)


def _actor_of(user: User, at: datetime) -> Actor:
    return actor_for(user, at=at)


def _renew(now: datetime) -> None:
    renew_roster(now=now)


def _posts_with(right: str, areas: Collection[UUID], at: datetime) -> list[UUID]:
    known = roles()
    return [
        post.id
        for post in roster().posts.values()
        if post.area_id in areas
        and post.in_force(at)
        and (role := known.get(post.role)) is not None
        and right in role.rights
    ]
