"""The Django app of triage: suggested classes, hot topics, and the models behind them."""

from __future__ import annotations

from django.apps import AppConfig


class TriageConfig(AppConfig):
    """智能分类。"""

    name = "wangge.triage"
    label = "triage"
    verbose_name = "智能分类"

    def ready(self) -> None:
        """Make the follower, the jobs and the judge of likeness known."""
        # why: models may be imported only once all apps are loaded
        from wangge.cases import likeness
        from wangge.triage import followers, jobs
        from wangge.triage.likeness import alike

        followers.register_all()
        jobs.register_all()
        likeness.register(alike)
