"""Purgers 清理: each app says how its data is counted and purged; the rules say after how long.

Ignores what is purged: an app registers one purger for each rule of data/retention.yaml.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol


class Purge(Protocol):
    """Purges at most `most` rows whose time was over before `before`; how many."""

    def __call__(self, *, before: datetime, most: int) -> int: ...


@dataclass(frozen=True, slots=True)
class Purger:
    """How one kind of data is purged. `due(before)`: how many rows that would be now."""

    code: str
    due: Callable[[datetime], int]
    purge: Purge


_REGISTERED: dict[str, Purger] = {}


def register(purger: Purger) -> None:
    """Make a purger known; each app does so when it is ready."""
    _REGISTERED[purger.code] = purger


def purger_of(code: str) -> Purger | None:
    """The purger of that rule; None where no app has it."""
    return _REGISTERED.get(code)


def over_before(keep_days: int, now: datetime) -> datetime:
    """What is older than this instant has been kept for long enough."""
    return now - timedelta(days=keep_days)
