"""The log nobody can alter, and those who follow it."""

from __future__ import annotations

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """日志 log."""

    name = "wangge.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
