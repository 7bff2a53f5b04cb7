"""The Django app of the territory: areas, borders, posts and duty."""

from __future__ import annotations

from django.apps import AppConfig


class TerritoryConfig(AppConfig):
    """区划、边界、岗位与值守。"""

    name = "wangge.territory"
    label = "territory"
    verbose_name = "区划与岗位"

    def ready(self) -> None:
        from wangge.territory.wiring import take_part  # why: models exist only by now

        take_part()
