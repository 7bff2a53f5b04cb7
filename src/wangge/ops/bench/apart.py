"""A county of invented people to measure on, and measuring it in a process of its own.

A process can speak to one county only, and `wangge bench` may be asked for several.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TypeVar

from django.db import connection

from wangge.ops.bench.served import run
from wangge.ops.county import county
from wangge.ops.trouble import Trouble

_Answer = TypeVar("_Answer")

#: Names the folder of a big county that stands already; it is measured instead of a new one.
STANDING = "WANGGE_BENCH_COUNTY"

#: (grids, households, cases) without `--full`; and at the sizes of the budgets.
SMALL, FULL = (600, 6_000, 300), (5_000, 330_000, 10_000)


@contextlib.contextmanager
def peopled_county(*, full: bool) -> Iterator[Path]:
    """The data folder of a county with people, contacts and visits; removed afterwards if new."""
    standing = os.environ.get(STANDING)
    if full and standing:
        if not (Path(standing) / "demo").exists():
            raise Trouble(f"{standing} is no invented county: faults may be planted in it.")
        yield Path(standing)
        return
    grids, households, cases = FULL if full else SMALL
    with empty_county() as data:
        run(
            "simulate",
            "--county=big",
            f"--grids={grids}",
            f"--households={households}",
            f"--cases={cases}",
            data=data,
        )
        yield data


@contextlib.contextmanager
def empty_county() -> Iterator[Path]:
    """The data folder of a county with land and nobody in it; removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="wangge-bench-") as folder:
        data = Path(folder) / "data"
        run("prepare", data=data)
        yield data


def apart(measure: Callable[..., _Answer], data: Path, *given: object) -> _Answer:
    """What `measure(*given)` answers in a process of its own that speaks to that county."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawn) as pool:  # it may have children of its own
        answer: _Answer = pool.submit(_in_county, measure, data, given).result()
    return answer


def _in_county(measure: Callable[..., _Answer], data: Path, given: tuple[object, ...]) -> _Answer:
    with county(data):
        return measure(*given)


def cpu_s() -> float:
    """Processor seconds of this process and of its database connection so far.

    They hardly change with how busy the machine is. The database's part only on Linux.
    """
    connection.ensure_connection()
    pid = connection.connection.info.backend_pid
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return time.process_time()
    return time.process_time() + (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def server_cpu_s(data: Path) -> float:
    """Processor seconds of the county's whole database server so far. Only on Linux."""
    server = (data / "postgres" / "postmaster.pid").read_text().split()[0]
    tick, total = os.sysconf("SC_CLK_TCK"), 0
    for process in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = process.read_text().rpartition(")")[2].split()
        except OSError:  # it has just ended: its time is its server's
            continue
        if process.parent.name == server:
            total += sum(map(int, fields[11:15]))  # its own, and that of those that have ended
        elif fields[1] == server:
            total += sum(map(int, fields[11:13]))
    return total / tick
