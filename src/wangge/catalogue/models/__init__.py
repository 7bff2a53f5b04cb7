"""The tables of the catalogue, split by noun."""

from __future__ import annotations

from wangge.catalogue.models.calendars import Calendar, CalendarSeason, WorkDay
from wangge.catalogue.models.items import CategoryAlias, Condition, DutyEntry, Item, Line
from wangge.catalogue.models.packs import CatalogueVersion, PackVersion

__all__ = [
    "Calendar",
    "CalendarSeason",
    "CatalogueVersion",
    "CategoryAlias",
    "Condition",
    "DutyEntry",
    "Item",
    "Line",
    "PackVersion",
    "WorkDay",
]
