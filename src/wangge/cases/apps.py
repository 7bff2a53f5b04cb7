"""The closed loop: report, locate, accept, dispatch, handle, verify, close, rate."""

from __future__ import annotations

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """案件 cases."""

    name = "wangge.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make known what follows the case log, and when."""
        # why: models may be imported only once all apps are loaded
        from wangge.cases import followers, jobs, privacy, wiring

        followers.register_all()
        jobs.register_all()
        privacy.register_all()
        wiring.take_part()
