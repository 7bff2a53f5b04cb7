"""What triage wants done regularly: topics are renewed, old outcomes forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta

from wangge.jobs.schedule import Job, register
from wangge.lib.clock import SHANGHAI
from wangge.triage import hot
from wangge.triage.actions import forget_outcomes
from wangge.triage.followers import KEPT


def register_all() -> None:
    """Make the scheduled work of triage known."""
    register(Job("triage.topics", timedelta(minutes=10), _topics))
    register(Job("triage.forget", timedelta(days=1), _forget))


def _topics(now: datetime) -> int:
    return hot.renew(now=now)


def _forget(now: datetime) -> int:
    return forget_outcomes(before=(now - KEPT).astimezone(SHANGHAI).date())
