"""Shapes of the catalogue for screens and programs. Reads only."""

from __future__ import annotations

from wangge.catalogue.queries.changes import (
    LimitPreview,
    condition_history,
    pack_problems,
    preview_limit_change,
)
from wangge.catalogue.queries.overview import Setting, settings_overview
from wangge.catalogue.queries.shapes import catalogue_json

__all__ = [
    "LimitPreview",
    "Setting",
    "catalogue_json",
    "condition_history",
    "pack_problems",
    "preview_limit_change",
    "settings_overview",
]
