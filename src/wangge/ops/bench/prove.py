"""`wangge bench prove`: the three promises over a whole county, now and at a past instant.

Measured from outside: the whole command, its seconds and its greatest memory (the database's own
left out). A county whose promises do not hold is no measurement.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from wangge.lib.clock import utc_now
from wangge.ops.bench import Figures
from wangge.ops.bench.apart import peopled_county
from wangge.ops.bench.running import environment
from wangge.ops.trouble import Trouble

#: Promised: for now, and for a past instant; and the memory it may take.
_NOW_S, _PAST_S, _BYTES = 30.0, 60.0, 2 << 30
_AGO = timedelta(days=20)


@dataclass(frozen=True, slots=True)
class Proven:
    """What `wangge prove --json` said, and what it took."""

    proofs: list[dict[str, object]]
    seconds: float
    memory_bytes: int

    @property
    def kinds_and_faults(self) -> list[tuple[str, str]]:
        """Every counter-example by its kind, in Chinese."""
        return [
            (str(fault["kind"]), str(fault["zh"]))
            for proof in self.proofs
            for fault in proof["faults"]  # type: ignore[attr-defined]
        ]

    @property
    def faults(self) -> list[str]:
        """Every counter-example, in Chinese."""
        return [sentence for _, sentence in self.kinds_and_faults]

    @property
    def count(self) -> int:
        """How many counter-examples there are, those not named included."""
        return sum(int(str(proof["count"])) for proof in self.proofs)

    @property
    def looked_at(self) -> int:
        """Grids, households and problems together."""
        return sum(int(str(proof["looked_at"])) for proof in self.proofs)


def bench_prove(*, full: bool = False) -> Figures:
    """Seconds to prove everything for now."""
    return _bench("prove", full=full, past=False)


def bench_prove_past(*, full: bool = False) -> Figures:
    """Seconds to prove everything as it was 20 days ago."""
    return _bench("prove-past", full=full, past=True)


def _bench(name: str, *, full: bool, past: bool) -> Figures:
    began = time.monotonic()
    with peopled_county(full=full) as data:
        at = (f"--at={(utc_now() - _AGO).isoformat()}",) if past else ()
        done = prove(data, *at)
    if done.faults:
        raise Trouble(f"The promises do not hold: {done.faults[:3]}")
    budget = _PAST_S if past else _NOW_S
    mb = done.memory_bytes / (1 << 20)
    return {
        "name": name,
        "value": round(done.seconds, 1),
        "unit": "s",
        "yardstick": "budget",
        "yardstick_value": budget,
        "ratio": round(min(budget / done.seconds, _BYTES / done.memory_bytes), 2),
        "n": done.looked_at,
        "seconds": round(time.monotonic() - began, 1),
        "detail": f"memory {mb:.0f} MB of {_BYTES >> 20} MB",
    }


def prove(data: Path, *arguments: str) -> Proven:
    """`wangge prove` on that county; counter-examples are an answer, not a failure."""
    began = time.monotonic()
    child = subprocess.Popen(
        [sys.executable, "-m", "wangge", "prove", "--json", *arguments, f"--data={data}"],
        env=environment(),
        stdout=subprocess.PIPE,
    )
    assert child.stdout is not None
    said = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    child.stdout.close()
    if not said:
        raise Trouble("wangge prove said nothing; see above.")
    return Proven(
        proofs=json.loads(said)["proofs"],
        seconds=time.monotonic() - began,
        memory_bytes=usage.ru_maxrss * 1024,
    )
