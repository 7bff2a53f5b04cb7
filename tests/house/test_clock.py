"""Only lib/clock.py looks at the clock: everything else is given `now` and can be replayed."""

from __future__ import annotations

import ast

from tests.house.sources import sources

#: Readers of the clock beside lib/clock.py, each with its reason.
EXEMPT = {"lib/ids.py": "a UUIDv7 carries the millisecond it was made in"}

_CLOCKS = {
    ("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"),
    ("timezone", "now"), ("timezone", "localdate"), ("timezone", "localtime"),
    ("time", "time"), ("time", "time_ns"), ("time", "localtime"), ("time", "gmtime"),
}  # fmt: skip


def test_only_the_clock_looks_at_the_clock() -> None:
    found = []
    for source in sources():
        if source.name == "lib/clock.py" or source.name in EXEMPT:
            continue
        for call in source.calls():
            match call.func:
                case ast.Attribute(value=ast.Name(id=left), attr=right) if (left, right) in _CLOCKS:
                    found.append(source.at(call))
    assert not found, f"Take `now` as an argument, or call lib.clock.utc_now(): {found}"
