"""The promises, proven again and again, and certified every night."""

from __future__ import annotations

from django.apps import AppConfig


class ProofsConfig(AppConfig):
    """证明 proofs."""

    name = "wangge.proofs"
    label = "proofs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the scheduled proofs known."""
        # why: models may be imported only once all apps are loaded
        from wangge.proofs import jobs

        jobs.register_all()
