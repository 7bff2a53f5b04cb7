"""The ledger: tallies, figures, report cards."""

from __future__ import annotations

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """台账与考核。"""

    name = "wangge.ledger"
    label = "ledger"
    verbose_name = "台账与考核"

    def ready(self) -> None:
        """Make the follower and the jobs of the ledger known."""
        # why: models may be imported only once all apps are loaded
        from wangge.ledger import followers, jobs

        followers.register_all()
        jobs.register_all()
