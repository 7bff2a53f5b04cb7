"""The Django app of visits: who is in touch with which household, and who called when."""

from __future__ import annotations

from django.apps import AppConfig


class VisitsConfig(AppConfig):
    """包户联系与走访。"""

    name = "wangge.visits"
    label = "visits"
    verbose_name = "走访"

    def ready(self) -> None:
        from wangge.visits.wiring import take_part  # why: models exist only by now

        take_part()
