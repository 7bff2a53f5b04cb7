"""What the loop wants done regularly: time acts on cases, their log is sealed, mails go out."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings

from wangge.audit.actions import anchor
from wangge.cases.actions.carry import carry_due
from wangge.cases.actions.remind import remind_due
from wangge.cases.actions.sweep import wake_due
from wangge.jobs.schedule import Job, register
from wangge.notify.actions import deliver_due, forget_old


def register_all() -> None:
    """Make the scheduled work of cases known."""
    register(Job("cases.wake", timedelta(seconds=10), _wake))
    register(Job("cases.carry", timedelta(seconds=5), _carry))
    register(Job("cases.remind", timedelta(minutes=1), _remind))
    register(Job("notify.mails", timedelta(seconds=30), _mail))
    register(Job("notify.forget", timedelta(days=1), _forget))
    register(Job("audit.anchor", timedelta(hours=1), _anchor))


def _wake(now: datetime) -> int:
    return wake_due(now=now)


def _carry(now: datetime) -> int:
    return carry_due(now=now)


def _remind(now: datetime) -> int:
    return remind_due(now=now)


def _mail(now: datetime) -> int:
    """Here and not in `notify`, which knows nothing of schedules."""
    return deliver_due(now=now) if settings.EMAIL_HOST else 0


def _forget(now: datetime) -> int:
    return forget_old(now=now)


def _anchor(now: datetime) -> int:
    """Here and not in `audit`, which knows nothing of schedules."""
    sealed = 0
    while found := anchor(now=now):
        sealed += found.count
    return sealed
