"""The Django app "api"."""

from __future__ import annotations

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """接口。"""

    name = "wangge.api"
    label = "api"
    verbose_name = "接口"
