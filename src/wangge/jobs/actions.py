"""Takes the turns of scheduled jobs, each by one process at a time, without holding a lock."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction

from wangge.jobs.models import Turn
from wangge.jobs.schedule import Job, registered

log = logging.getLogger(__name__)

#: Whoever takes a turn has this long before another process may think it dead and try again.
_LEASE = timedelta(minutes=10)

#: How much of a failure is kept for `wangge doctor`.
_FAILURE_LENGTH = 500


def run_due(*, now: datetime) -> list[str]:
    """Every job whose turn has come was run once; their names. A failure stops only its own job."""
    return [job.name for job in registered() if _take(job, now=now) and _run(job, now=now)]


@transaction.atomic
def _take(job: Job, *, now: datetime) -> bool:
    """Whether the turn is ours. It is then nobody else's until it ends or the lease runs out."""
    Turn.objects.get_or_create(name=job.name, defaults={"next_at": now})
    turn = (
        Turn.objects.select_for_update(skip_locked=True)
        .filter(name=job.name, next_at__lte=now)
        .first()
    )
    if turn is None:
        return False
    turn.next_at = now + max(job.every, _LEASE)
    turn.save(update_fields=["next_at"])
    return True


def _run(job: Job, *, now: datetime) -> bool:
    failure = ""
    try:
        job.run(now)
    except Exception as fault:
        log.exception("job %s failed", job.name)
        failure = repr(fault)[:_FAILURE_LENGTH]
    Turn.objects.filter(name=job.name).update(next_at=now + job.every, last_at=now, failure=failure)
    return True
