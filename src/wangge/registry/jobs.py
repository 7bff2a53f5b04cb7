"""What the registry does by itself: border moves whose day has come are written down."""

from __future__ import annotations

from datetime import datetime, timedelta

from wangge.jobs.schedule import Job, register
from wangge.registry.actions.moves import fold_moves
from wangge.territory.models import TerritoryVersion


def register_jobs() -> None:
    """Moves are folded within a minute; until then every question reckons with them anyway."""
    register(Job("registry.moves", timedelta(minutes=1), _fold))


def _fold(now: datetime) -> int:
    versions = TerritoryVersion.objects.filter(active=True).order_by("number")
    return fold_moves(dict(versions.values_list("effective_from", "id")), now=now)
