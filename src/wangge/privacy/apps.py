"""The Django app of privacy: sealing, purposes, looks, approvals, retention."""

from __future__ import annotations

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """个人信息保护 privacy."""

    name = "wangge.privacy"
    label = "privacy"
    verbose_name = "个人信息保护"
