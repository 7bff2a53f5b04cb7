"""Counties of several sizes, filled with invented cases, to see what size costs.

Small ones are made and removed again; those of a million and of ten million cases may stand
already, named by environment variables. What is written into them on the way stays there.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from wangge.ops.bench.served import run
from wangge.ops.trouble import Trouble

#: Cases → the variable that names the folder of a standing county of that size.
STANDING = {1_000_000: "WANGGE_BENCH_ONE", 10_000_000: "WANGGE_BENCH_TEN"}
#: What is made for it where no county of that size stands: up to so many cases.
_MOST_MADE = 1_000_000
#: Sizes of `--full`; the greatest only where it stands.
FULL = (10_000, 100_000, 1_000_000, 10_000_000)


@contextlib.contextmanager
def grown_counties(sizes: Sequence[int]) -> Iterator[dict[int, Path]]:
    """Cases → data folder, of every size wanted that stands or can be made."""
    with tempfile.TemporaryDirectory(prefix="wangge-bench-") as folder:
        yield {
            size: found
            for size in sizes
            if (found := _standing(size) or _made(size, Path(folder))) is not None
        }


def _standing(size: int) -> Path | None:
    named = os.environ.get(STANDING.get(size, ""))
    if not named:
        return None
    data = Path(named)
    if not (data / "demo").exists():
        raise Trouble(f"{data} is no invented county: nobody may write into it.")
    run("prepare", "--demo", "--no-past", data=data)
    return data


def _made(size: int, folder: Path) -> Path | None:
    if size > _MOST_MADE:
        return None
    data = folder / str(size)
    run("prepare", "--demo", "--no-past", data=data)
    if size:
        run("simulate", f"--fill={size}", data=data)
    return data
