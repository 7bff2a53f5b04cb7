"""`wangge bench start`: from the command to the first answer, for a county that stands already.

Ignores the set-up from a bare clone: that is the network's speed more than ours.
"""

from __future__ import annotations

import signal
import tempfile
import time
from pathlib import Path

from wangge.ops.bench import Figures
from wangge.ops.bench.running import free_port, start

#: Promised: cold start to first page.
_BUDGET_S = 5.0


def bench_start(*, full: bool = False) -> Figures:
    """The slowest of three starts (ten if `full`), the database's start and its checks included."""
    began = time.monotonic()
    starts = 10 if full else 3
    with tempfile.TemporaryDirectory(prefix="wangge-bench-") as folder:
        data = Path(folder) / "data"
        _start(data)  # makes the county
        slowest_s = max(_start(data) for _ in range(starts))
    return {
        "name": "start",
        "value": round(slowest_s, 2),
        "unit": "s",
        "yardstick": "budget",
        "yardstick_value": _BUDGET_S,
        "ratio": round(_BUDGET_S / slowest_s, 2),
        "n": starts,
        "seconds": round(time.monotonic() - began, 2),
    }


def _start(data: Path) -> float:
    """Seconds from the command to the first answer; then the county is stopped."""
    port = free_port()
    began = time.monotonic()
    child = start(data, port, look_every_s=0.01)
    try:
        return time.monotonic() - began
    finally:
        child.send_signal(signal.SIGINT)
        child.wait()
