"""When the county proves its promises: when asked, on a rhythm that fits the cost, every night.

A proof takes seconds to a minute; so as not to hold up the other jobs of the worker it runs beside
them in a thread of its own, one at a time.
"""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

from django.db import connection

from wangge.jobs.schedule import Job, register
from wangge.proofs.actions import ask_in_turn, carry_out, take
from wangge.proofs.models import Run

_running: threading.Thread | None = None


def register_all() -> None:
    """Make the scheduled proofs known."""
    register(Job("proofs.ask", timedelta(minutes=1), _ask))
    register(Job("proofs.run", timedelta(seconds=2), _run))


def _ask(now: datetime) -> object:
    return ask_in_turn(now=now)


def _run(now: datetime) -> bool:
    """Begin what waits, unless a proof is under way in this process."""
    global _running
    if _running is not None and _running.is_alive():
        return False
    run = take(now=now)
    if run is None:
        return False
    _running = threading.Thread(target=_beside, args=(run, now), name="proof", daemon=True)
    _running.start()
    return True


def _beside(run: Run, now: datetime) -> None:
    try:
        carry_out(run, now=now)
    finally:
        connection.close()
