"""The Django app of privacy: sealing, purposes, looks, approvals, retention."""

from __future__ import annotations

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """个人信息保护 privacy."""

    name = "wangge.privacy"
    label = "privacy"
    verbose_name = "个人信息保护"

    def ready(self) -> None:
        """Make the nightly purge known."""
        from wangge.privacy import jobs  # why: models exist only once all apps are loaded

        jobs.register_all()
