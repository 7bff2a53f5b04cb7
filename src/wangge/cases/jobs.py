"""What the loop wants done regularly: time acts on cases, and their log is sealed."""

from __future__ import annotations

from datetime import datetime, timedelta

from wangge.audit.actions import anchor
from wangge.cases.actions.sweep import wake_due
from wangge.jobs.schedule import Job, register


def register_all() -> None:
    """Make the scheduled work of cases known."""
    register(Job("cases.wake", timedelta(seconds=10), _wake))
    register(Job("audit.anchor", timedelta(hours=1), _anchor))


def _wake(now: datetime) -> int:
    return wake_due(now=now)


def _anchor(now: datetime) -> int:
    """Here and not in `audit`, which knows nothing of schedules."""
    sealed = 0
    while found := anchor(now=now):
        sealed += found.count
    return sealed
