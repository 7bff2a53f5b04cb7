"""What is measured against what. Each benchmark is a function that answers with figures.

The keys are those every reader of `wangge bench --json` knows: name, value, unit, yardstick,
yardstick_value, ratio (over 1: better than the yardstick), n, seconds; some add `detail`.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable

Figures = dict[str, float | int | str]

#: Name → module and function. A function takes `full`: at the sizes of the budgets, however long.
BENCHES = {
    "locate": "wangge.ops.bench.locate:bench_locate",
    "locate-single": "wangge.ops.bench.locate:bench_locate_single",
    "intake": "wangge.ops.bench.intake:bench_intake",
    "intake-crowd": "wangge.ops.bench.intake:bench_intake_crowd",
    "lifecycle": "wangge.ops.bench.lifecycle:bench_lifecycle",
    "spike": "wangge.ops.bench.spike:bench_spike",
    "growth": "wangge.ops.bench.growth:bench_growth",
    "bulk": "wangge.ops.bench.bulk:bench_bulk",
    "page": "wangge.ops.bench.page:bench_page",
    "start": "wangge.ops.bench.start:bench_start",
    "register": "wangge.ops.bench.register:bench_register",
    "import": "wangge.ops.bench.imports:bench_import",
    "import-cases": "wangge.ops.bench.import_cases:bench_import_cases",
    "replay": "wangge.ops.bench.replay:bench_replay",
    "tally": "wangge.ops.bench.tally:bench_tally",
    "search": "wangge.ops.bench.search:bench_search",
    "sealing": "wangge.ops.bench.sealing:bench_sealing",
    "triage": "wangge.ops.bench.triage:bench_triage",
    "triage-speed": "wangge.ops.bench.triage:bench_triage_speed",
    "prove": "wangge.ops.bench.prove:bench_prove",
    "prove-past": "wangge.ops.bench.prove:bench_prove_past",
    "prove-planted": "wangge.ops.bench.planted:bench_prove_planted",
}


def load(name: str) -> Callable[..., Figures]:
    """The function of a benchmark, imported only now."""
    module, _, function = BENCHES[name].partition(":")
    found = getattr(importlib.import_module(module), function)
    assert callable(found), name
    return found  # type: ignore[no-any-return]
