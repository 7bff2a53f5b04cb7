"""The Django app of the looks: components, base templates, design tokens."""

from __future__ import annotations

from django.apps import AppConfig


class UiConfig(AppConfig):
    """界面组件。"""

    name = "wangge.ui"
    label = "ui"
    verbose_name = "界面"
