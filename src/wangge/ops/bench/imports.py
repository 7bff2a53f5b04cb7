"""`wangge bench import`: a spreadsheet of people, 200 rows bad, brought in as clerks do; twice.

The clock of the run ends with its last committed row; taking in and the trial are told beside it.
The second time nothing may be new or changed.
"""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from wangge.lib.clock import utc_now
from wangge.ops.bench import Figures
from wangge.ops.bench.apart import apart, cpu_s, empty_county

#: Promised: so long may 100,000 rows take.
_BUDGET_S, _ROWS, _BAD = 60.0, 100_000, 200


class NotAsExpected(AssertionError):
    """The import brought in, or left out, other rows than it should."""


def bench_import(*, full: bool = False) -> Figures:
    """Seconds for 100,000 rows; a smaller file is counted up."""
    began = time.monotonic()
    rows = _ROWS if full else 10_000
    with empty_county() as data:
        first, again = apart(measure_import, data, rows, _BAD * rows // _ROWS)
    scale = _ROWS / rows
    whole_s = first.run_s * scale
    return {
        "name": "import",
        "value": round(whole_s, 1),
        "unit": "s",
        "yardstick": "budget",
        "yardstick_value": _BUDGET_S,
        "ratio": round(_BUDGET_S / whole_s, 2),
        "n": rows,
        "seconds": round(time.monotonic() - began, 1),
        "detail": f"trial {first.trial_s * scale:.1f} s; again {again.run_s * scale:.1f} s;"
        f" {first.cpu_s / rows * 1e6:.0f} µs of processor a row, the database's included",
    }


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of a file, and how long trial and run took."""

    new: int
    changed: int
    bad: int
    trial_s: float
    run_s: float
    #: Of the run: this process and the database's.
    cpu_s: float


def measure_import(rows: int, bad: int) -> tuple[Brought, Brought]:
    """The first run, and the same file once more. Raises NotAsExpected."""
    from wangge.lib.sheets import write_xlsx  # why: what follows needs a county
    from wangge.ops.simulate.cells import HEADINGS, sheet_rows  # why: as above
    from wangge.ops.simulate.people_file import invented_people  # why: as above
    from wangge.registry.codes import code_lists  # why: as above

    made = invented_people(rows * 10 // 30, now=utc_now())
    people = made.people[:rows]
    table = sheet_rows(people, made.addresses, made.grids, code_lists().titles, bad=bad)
    with tempfile.TemporaryDirectory(prefix="wangge-bench-") as folder:
        path = Path(folder) / "人员.xlsx"
        write_xlsx(path, HEADINGS, table, sheet="人员", watermark="")
        first = _brought_in(path)
        again = _brought_in(path)
    if (first.new, first.changed, first.bad) != (len(people) - bad, 0, bad):
        raise NotAsExpected(str(first))
    if (again.new, again.changed, again.bad) != (0, 0, bad):
        raise NotAsExpected(str(again))
    return first, again


def _brought_in(path: Path) -> Brought:
    from wangge.core.duty import SYSTEM  # why: what follows needs a county
    from wangge.core.registry.kinds import PERSON  # why: as above
    from wangge.registry.importing.actions import match_and_try, run, take_in  # why: as above
    from wangge.registry.importing.chunks import step  # why: as above
    from wangge.registry.models import Import  # why: as above

    began = time.monotonic()
    with path.open("rb") as file:
        pieces = iter(lambda: file.read(1 << 20), b"")
        row = take_in(PERSON, path.name, pieces, actor=SYSTEM, now=utc_now())
    match_and_try(row.id, actor=SYSTEM, now=utc_now())
    while step(row.id, now=utc_now()):
        pass
    trial_s = time.monotonic() - began
    began, cpu = time.monotonic(), cpu_s()
    run(row.id, actor=SYSTEM, now=utc_now())
    while step(row.id, now=utc_now()):
        pass
    run_s = time.monotonic() - began
    done = Import.objects.get(pk=row.id)
    if done.state != Import.State.DONE:
        raise NotAsExpected(f"{done.state}: {done.failure}")
    return Brought(done.new, done.changed, done.bad, trial_s, run_s, cpu_s() - cpu)
