"""What visits do by themselves: nobody stays without a contact, wide pages have their figures."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from wangge.core.duty import SYSTEM
from wangge.jobs.schedule import Job, register
from wangge.visits.actions import assign_contacts, count_coverage, mend_contacts

log = logging.getLogger(__name__)


def register_jobs() -> None:
    """A new household waits a minute at most for its contact."""
    register(Job("visits.contacts", timedelta(minutes=1), _fill))
    register(Job("visits.mend", timedelta(hours=1), _mend))
    register(Job("visits.coverage", timedelta(minutes=10), _count))


def _fill(now: datetime) -> int:
    given = assign_contacts(now=now)
    if given:
        log.info("%d households without a contact got one", given)
    return given


def _mend(now: datetime) -> int:
    return mend_contacts(now=now, actor=SYSTEM)


def _count(now: datetime) -> int:
    return count_coverage(now=now)
