"""The Django app "accounts"."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """账户与登录。"""

    name = "wangge.accounts"
    label = "accounts"
    verbose_name = "账户与登录"

    def ready(self) -> None:
        """Make known what is sealed and purged."""
        from wangge.accounts import privacy  # why: models exist only once all apps are loaded

        privacy.register_all()
