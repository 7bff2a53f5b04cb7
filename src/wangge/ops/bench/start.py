"""`wangge bench start`: from the command to the first answer, for a county that stands already.

Ignores the set-up from a bare clone: that is the network's speed more than ours.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from wangge.ops.bench import Figures
from wangge.ops.trouble import Trouble

#: Design §8: cold start to first page.
_BUDGET_S = 5.0
_PATIENCE_S = 60.0


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


_WANGGE = (sys.executable, "-m", "wangge")


def _environment() -> dict[str, str]:
    """Ours, but never somebody's own county."""
    return {name: value for name, value in os.environ.items() if name != "WANGGE_DATABASE_URL"}


def _start(data: Path) -> float:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    began = time.monotonic()
    county = subprocess.Popen(
        [*_WANGGE, "up", f"--data={data}", f"--port={port}"],
        stdout=subprocess.DEVNULL,
        env=_environment(),
    )
    try:
        while not _answers(port):
            if county.poll() is not None or time.monotonic() - began > _PATIENCE_S:
                raise Trouble(f"The county did not answer within {_PATIENCE_S:g} s; see above.")
            time.sleep(0.01)
        return time.monotonic() - began
    finally:
        county.send_signal(signal.SIGINT)
        county.wait()


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
            return True
    except OSError:
        return False
