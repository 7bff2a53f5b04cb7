"""What is promised of every benchmark: the least ratio that holds, in one place.

A ratio is the benchmark's own (see its module): over a yardstick of the same run, or a budget over
what was taken. Without `--full` the sizes are smaller and the machine may be busy; the promises are
the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Budget(NamedTuple):
    """The least ratio, and where it is promised."""

    ratio: float
    promised: str


BUDGETS: Mapping[str, Budget] = {
    "locate": Budget(5.0, "5× STRtree in bulk, same answers"),
    "locate-single": Budget(1.0, "15 µs a point"),
    "intake": Budget(0.25, "a quarter of pgbench's commits at 16 connections"),
    "intake-crowd": Budget(0.5, "half of pgbench's commits at 128 connections"),
    "lifecycle": Budget(0.9, "nine tenths of the rate in a small county"),
    "spike": Budget(1.0, "p99 under 50 ms at half load, back within 10 s of a spike"),
    "bulk": Budget(1.0, "10,000 lives a second"),
    "page": Budget(1.0, "60 ms a page"),
    "start": Budget(1.0, "5 s to the first page"),
    "register": Budget(1.0, "5,000 rows a second"),
    "import": Budget(1.0, "100,000 rows in 60 s"),
    "import-cases": Budget(1.0, "30,000 cases a second"),
    "replay": Budget(1.0, "every on-time flag re-derived agrees"),
    "tally": Budget(100.0, "100× faster than GROUP BY"),
    "search": Budget(1.0, "50 ms in a million people"),
    "sealing": Budget(1.0, "10 µs a seal"),
    "triage": Budget(1.0, "macro-F1 of TF-IDF with LinearSVC"),
    "triage-speed": Budget(1.0, "5,000 texts a second"),
    "prove": Budget(1.0, "time and memory of the proof"),
    "prove-past": Budget(1.0, "time and memory of the proof of the past"),
    "prove-planted": Budget(1.0, "every planted fault is found, no other"),
    "growth": Budget(
        0.1, "no question costs ten times as much in a county a thousand times as large"
    ),
}
