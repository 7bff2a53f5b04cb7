"""The Django app of the registry: people, places, things and organisations."""

from __future__ import annotations

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """人地事物组织登记。"""

    name = "wangge.registry"
    label = "registry"
    verbose_name = "登记"

    def ready(self) -> None:
        from wangge.registry.wiring import take_part  # why: models exist only by now

        take_part()
