"""`wangge bench register`: rows as clerks write them, read, checked, sealed and registered.

Households and their people go in together, as a county does it first. Reading a file is not
counted here (see `import`); everything from the cell to the committed row is.
"""

from __future__ import annotations

import time

from wangge.lib.clock import utc_now
from wangge.ops.bench import Figures
from wangge.ops.bench.apart import apart, cpu_s, empty_county

#: Promised: an import of the registry, verified and encrypted.
_BUDGET = 5_000
_BATCH = 4_000


def bench_register(*, full: bool = False) -> Figures:
    """Rows a second, people and households together."""
    began = time.monotonic()
    households = 50_000 if full else 5_000
    with empty_county() as data:
        count, seconds, cpu = apart(measure_register, data, households)
    return {
        "name": "register",
        "value": round(count / seconds),
        "unit": "rows/s",
        "yardstick": "budget",
        "yardstick_value": _BUDGET,
        "ratio": round(count / seconds / _BUDGET, 3),
        "n": count,
        "seconds": round(time.monotonic() - began, 1),
        "detail": f"{cpu / count * 1e6:.0f} µs of processor a row, the database's included",
    }


def measure_register(households: int) -> tuple[int, float, float]:
    """How many rows were registered, the seconds it took, and those of the processor."""
    from wangge.core.duty import SYSTEM  # why: what follows needs a county
    from wangge.core.registry.checks import RowReader  # why: as above
    from wangge.core.registry.kinds import HOUSEHOLD, PERSON  # why: as above
    from wangge.core.registry.values import Draft  # why: as above
    from wangge.ops.simulate.cells import COLUMNS, sheet_rows  # why: as above
    from wangge.ops.simulate.people_file import invented_people  # why: as above
    from wangge.registry.access import day_of  # why: as above
    from wangge.registry.actions import put_many  # why: as above
    from wangge.registry.codes import code_lists  # why: as above
    from wangge.registry.importing.land import grid_names  # why: as above
    from wangge.territory.access import territory_index  # why: as above

    now = utc_now()
    made = invented_people(households, now=now)
    lists = code_lists()
    columns = tuple(PERSON.column(name) for name in COLUMNS)
    cells = [
        dict(zip(COLUMNS, row, strict=False))
        for row in sheet_rows(made.people, made.addresses, made.grids, lists.titles)
    ]
    homes = list(made.households)
    reader = RowReader(
        PERSON, columns, lists=lists, grids=grid_names(territory_index()), today=day_of(now)
    )
    began, cpu = time.monotonic(), cpu_s()
    for start in range(0, len(homes), _BATCH):
        part = homes[start : start + _BATCH]
        written = put_many(HOUSEHOLD, part, actor=SYSTEM, now=now, source="bench")
        assert not written.faults, written.faults[0]
    for start in range(0, len(cells), _BATCH):
        drafts = []
        for number, row in enumerate(cells[start : start + _BATCH]):
            read = reader.read(row)
            assert not read.faults, read.faults[0]
            drafts.append(Draft(start + number + 2, read.values))
        written = put_many(PERSON, drafts, actor=SYSTEM, now=now, source="bench")
        assert not written.faults, written.faults[0]
    return len(homes) + len(cells), time.monotonic() - began, cpu_s() - cpu
