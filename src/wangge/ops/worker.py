"""The worker: lets the followers of the log read on, and scheduled jobs have their turns.

Two threads, so that a long job never makes the figures stale. A database that is away is waited
for; a follower that fails rests a while and does not hold up the others.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from django.db import InterfaceError, OperationalError, connection

from wangge.audit import followers
from wangge.jobs import actions as jobs
from wangge.lib.clock import utc_now
from wangge.ops import housekeeping

log = logging.getLogger(__name__)

_FOLLOW_EVERY_S = 0.25
_JOBS_EVERY_S = 1.0
_DATABASE_AWAY_S = 1.0
_FAILED_REST_S = 30.0


class Worker:
    """One worker process. `stop` may be called from a signal handler."""

    def __init__(self) -> None:
        housekeeping.register_all()
        self._stopping = threading.Event()
        self._rests_until: dict[str, float] = {}

    def run(self) -> None:
        """Works until told to stop; the batch at hand is finished first."""
        jobs_thread = threading.Thread(target=self._repeat, args=(_take_turns, _JOBS_EVERY_S))
        jobs_thread.start()
        self._repeat(self._follow, _FOLLOW_EVERY_S)
        jobs_thread.join()

    def stop(self) -> None:
        """No new batch and no new job is begun."""
        self._stopping.set()

    def _repeat(self, work: Callable[[], None], every_s: float) -> None:
        try:
            while not self._stopping.is_set():
                try:
                    work()
                    pause_s = every_s
                except (InterfaceError, OperationalError) as fault:
                    log.warning("The database is away: %s", fault)
                    connection.close()
                    pause_s = _DATABASE_AWAY_S
                self._stopping.wait(pause_s)
        finally:
            connection.close()

    def _follow(self) -> None:
        """Every follower has a batch in turn, until none has anything left to read.

        So figures stay fresh while another follower has a million entries to go.
        """
        busy = followers.registered()
        while busy and not self._stopping.is_set():
            busy = tuple(one for one in busy if self._stepped(one))

    def _stepped(self, follower: followers.Follower) -> bool:
        """Let it read one batch; whether there may be more."""
        if self._stopping.is_set():
            return False
        if time.monotonic() < self._rests_until.get(follower.name, 0.0):
            return False
        try:
            return followers.step(follower, now=utc_now()) > 0
        except (InterfaceError, OperationalError):
            raise
        except Exception:  # the step has logged it and noted it on the follower's place
            self._rests_until[follower.name] = time.monotonic() + _FAILED_REST_S
            return False


def _take_turns() -> None:
    jobs.run_due(now=utc_now())
