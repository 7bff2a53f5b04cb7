"""The Django app "ledger"."""

from __future__ import annotations

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """台账与考核。"""

    name = "wangge.ledger"
    label = "ledger"
    verbose_name = "台账与考核"
