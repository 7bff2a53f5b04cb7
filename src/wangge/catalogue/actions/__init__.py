"""The only writers of the catalogue, split by noun."""

from __future__ import annotations

from wangge.catalogue.actions.calendars import import_holiday_notice, seed_calendar, set_hours
from wangge.catalogue.actions.install import Installed, install_packs
from wangge.catalogue.actions.items import edit_condition_limit, remove_duty, set_duty

__all__ = [
    "Installed",
    "edit_condition_limit",
    "import_holiday_notice",
    "install_packs",
    "remove_duty",
    "seed_calendar",
    "set_duty",
    "set_hours",
]
