"""The Django app "accounts"."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """账户与登录。"""

    name = "wangge.accounts"
    label = "accounts"
    verbose_name = "账户与登录"
