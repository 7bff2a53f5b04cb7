"""The Django app "jobs"."""

from __future__ import annotations

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """后台任务。"""

    name = "wangge.jobs"
    label = "jobs"
    verbose_name = "后台任务"
