"""Scheduled work 定时任务: a name, a rhythm and a function, made known by each app when ready.

Ignores when and by whom it is run: that is `actions`. A job must bear being run twice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of scheduled work. `run` gets the instant of its turn and keeps it short."""

    name: str
    every: timedelta
    run: Callable[[datetime], object]


_REGISTERED: dict[str, Job] = {}


def register(job: Job) -> None:
    """Make a job known; each app does so when it is ready."""
    _REGISTERED[job.name] = job


def registered() -> tuple[Job, ...]:
    """All jobs, in the order of their names."""
    return tuple(_REGISTERED[name] for name in sorted(_REGISTERED))
