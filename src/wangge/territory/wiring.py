"""How the territory takes part in storeys below it, which may not import it."""

from __future__ import annotations

from datetime import datetime

from wangge.accounts.access import use_posts_of
from wangge.accounts.hooks import after_user_change
from wangge.accounts.models import User
from wangge.core.duty import Actor
from wangge.territory.access.posts import actor_for
from wangge.territory.actions.roster import renew_roster


def take_part() -> None:
    """Accounts ask the roster who somebody is, and a changed account renews the roster."""
    use_posts_of(_actor_of)
    after_user_change(_renew)


def _actor_of(user: User, at: datetime) -> Actor:
    return actor_for(user, at=at)


def _renew(now: datetime) -> None:
    renew_roster(now=now)
