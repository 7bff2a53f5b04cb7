"""`wangge bench sealing`: what it costs to seal an identity number, open it, and mark it.

Both suites; the figure is the dearer one's. Ignores files and the database: sealing touches neither
but for looking once a second whether the keys have changed.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from uuid import UUID

from wangge.lib.ciphers import BLIND_KEY_BYTES, SUITES, BlindIndex, Key, new_secret, place
from wangge.ops.bench import Figures

_BUDGET_US = 10.0
_NUMBER = "11010519491231002X"  # an example of the standard itself
_ROW = UUID("01936000-0000-7000-8000-000000000001")
_OF = "person.id_number"


def bench_sealing(full: bool = False) -> Figures:
    """Microseconds a seal, the best of many batches; raises if a text does not come back."""
    began = time.perf_counter()
    size, batches = 1_000, 200 if full else 60
    found = {}
    for suite in SUITES:
        key, marks = (
            Key(1, suite, new_secret(suite)),
            BlindIndex(suite, os.urandom(BLIND_KEY_BYTES)),
        )
        sealed = key.seal(_NUMBER, place(_OF, _ROW.bytes))
        if key.open(sealed, place(_OF, _ROW.bytes)) != _NUMBER:
            raise RuntimeError(f"{suite} does not give back what it sealed")
        found[suite] = tuple(
            _us(do, size, batches)
            for do in (
                lambda key=key: key.seal(_NUMBER, place(_OF, _ROW.bytes)),
                lambda key=key, sealed=sealed: key.open(sealed, place(_OF, _ROW.bytes)),
                lambda marks=marks: marks.mark(_NUMBER, _OF),
            )
        )
    value = max(seal for seal, _, _ in found.values())
    return {
        "name": "sealing",
        "value": round(value, 2),
        "unit": "µs a seal, the dearer suite",
        "yardstick": "a budget",
        "yardstick_value": _BUDGET_US,
        "ratio": round(_BUDGET_US / value, 3),
        "n": size * batches,
        "seconds": round(time.perf_counter() - began, 1),
        "detail": "; ".join(
            f"{suite}: seal {seal:.2f}, open {opened:.2f}, mark {mark:.2f} µs"
            for suite, (seal, opened, mark) in found.items()
        ),
    }


def _us(do: Callable[[], object], size: int, batches: int) -> float:
    """Microseconds a call, the best of the batches: a busy machine slows the others."""
    took = []
    for _ in range(batches):
        began = time.perf_counter()
        for _ in range(size):
            do()
        took.append((time.perf_counter() - began) / size * 1e6)
    return min(took)
