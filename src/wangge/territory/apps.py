"""The Django app of the territory: areas, borders, posts and duty."""

from __future__ import annotations

from django.apps import AppConfig


class TerritoryConfig(AppConfig):
    """区划、边界、岗位与值守。"""

    name = "wangge.territory"
    label = "territory"
    verbose_name = "区划与岗位"

    def ready(self) -> None:
        # why: models may only be imported once all apps are there
        from wangge.accounts.access import use_posts_of
        from wangge.accounts.hooks import after_user_change
        from wangge.territory.access.posts import actor_for
        from wangge.territory.actions.roster import renew_roster

        use_posts_of(lambda user, at: actor_for(user, at=at))
        after_user_change(lambda now: renew_roster(now=now))
