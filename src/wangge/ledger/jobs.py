"""What the ledger wants done regularly."""

from __future__ import annotations

from datetime import datetime, timedelta

from wangge.jobs.schedule import Job, register
from wangge.ledger.actions import count_overdue


def register_all() -> None:
    """Make the scheduled work of the ledger known."""
    register(Job("ledger.overdue", timedelta(minutes=1), _overdue))


def _overdue(now: datetime) -> int:
    return count_overdue(now=now)
