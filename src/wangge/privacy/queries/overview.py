"""How the protection of personal data stands, for the page that shows it. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wangge.core.errors import Refusal
from wangge.privacy import sealing
from wangge.privacy.models import Retention
from wangge.privacy.retention import over_before, purger_of


@dataclass(frozen=True, slots=True)
class KeyState:
    """The current key, or why there is none."""

    number: int = 0
    suite: str = ""
    made_at: datetime | None = None
    older: int = 0
    fault: Refusal | None = None


def key_state() -> KeyState:
    """What seals now. No query; never the key itself."""
    try:
        ring = sealing.ring()
    except Refusal as refusal:
        return KeyState(fault=refusal)
    (current,) = (row for row in ring.rows if row.number == ring.current.number)
    return KeyState(current.number, current.suite, current.made_at, len(ring.rows) - 1)


def rows_over(rule: Retention, keep_days: int, now: datetime) -> int | None:
    """How many rows would be purged tonight if the rule said so; None where nobody purges them."""
    purger = purger_of(rule.code)
    return None if purger is None else purger.due(over_before(keep_days, now))
