"""`wangge bench bulk`: whole lives written by COPY, judged beforehand, chained and folded.

The yardstick is a floor we set ourselves: 10,000 lives a second would import a year of a county in
ten seconds. Each life here is a lone report, as an import from another system brings them.
"""

from __future__ import annotations

import tempfile
import time
from datetime import timedelta
from pathlib import Path

import msgspec

from wangge.lib.clock import utc_now
from wangge.lib.ids import uuid7
from wangge.ops.bench import Figures
from wangge.ops.bench.served import run
from wangge.ops.county import county

_FLOOR = 10_000


def bench_bulk(*, full: bool = False) -> Figures:
    """Cases a second, the work of judging them left out."""
    began = time.monotonic()
    count = 200_000 if full else 20_000
    with tempfile.TemporaryDirectory(prefix="wangge-bench-") as folder:
        data = Path(folder) / "data"
        run("prepare", "--demo", "--no-past", data=data)
        seconds = _written_in(data, count)
    return {
        "name": "bulk",
        "value": round(count / seconds),
        "unit": "cases/s",
        "yardstick": "floor",
        "yardstick_value": _FLOOR,
        "ratio": round(count / seconds / _FLOOR, 3),
        "n": count,
        "seconds": round(time.monotonic() - began, 1),
    }


def _written_in(data: Path, count: int) -> float:
    """Seconds to write so many copies of one judged report, each with its own ids."""
    with county(data):
        from wangge.cases.actions.bulk import History, record_histories  # why: needs a county
        from wangge.ops.simulate.life import live  # why: needs a county
        from wangge.ops.simulate.people import People  # why: needs a county
        from wangge.ops.simulate.places import grids_with_spots  # why: needs a county
        from wangge.ops.simulate.plan import plan  # why: needs a county

        now = utc_now()
        start = now - timedelta(days=1)
        reports = plan(grids_with_spots(1), start=start, now=now, cases=2_000, seed=1)
        lived = live(reports, People(), until=now).histories
        firsts = [one.events[0] for one in lived]
        lives = [
            History((msgspec.structs.replace(firsts[n % len(firsts)], id=uuid7(), no=f"B-{n}"),))
            for n in range(count)
        ]
        began = time.monotonic()
        record_histories(lives)
        return time.monotonic() - began
