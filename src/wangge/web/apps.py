"""The Django app "web"."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """网页。"""

    name = "wangge.web"
    label = "web"
    verbose_name = "网页"
