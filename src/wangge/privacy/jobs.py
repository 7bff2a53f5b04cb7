"""What privacy does by itself: at night, whatever was kept for long enough is purged."""

from __future__ import annotations

from datetime import datetime, timedelta

from wangge.jobs.schedule import Job
from wangge.jobs.schedule import register as register_job
from wangge.lib.clock import SHANGHAI
from wangge.privacy.actions.retention import purge_approvals, purge_due, purge_looks
from wangge.privacy.models import Approval, Look, Retention
from wangge.privacy.retention import Purger, register

#: Hours of the night in Shanghai, when nobody is kept waiting.
NIGHT = range(1, 5)


def register_all() -> None:
    """Make the nightly purge known, and what privacy itself purges."""
    register_job(Job("privacy.purge", timedelta(minutes=30), at_night))
    register(Purger("privacy.look", _looks_due, purge_looks))
    register(Purger("privacy.approval", _approvals_due, purge_approvals))


def at_night(now: datetime) -> int:
    """What is over is purged, once a night and for as long as it takes; how many rows."""
    here = now.astimezone(SHANGHAI)
    if here.hour not in NIGHT:
        return 0
    today = here.replace(hour=0, minute=0, second=0, microsecond=0)
    waiting = Retention.objects.filter(active=True).exclude(purged_at__gte=today, purged_last=0)
    return sum(purge_due(now=now).values()) if waiting.exists() else 0


def _looks_due(before: datetime) -> int:
    return Look.objects.filter(at__lt=before).count()


def _approvals_due(before: datetime) -> int:
    return Approval.objects.filter(asked_at__lt=before).count()
