"""Parts of a file brought in by this process or by several, answered in the file's order.

Each worker has its own connection and takes whole parts; none waits for another. Ignores what a
part holds.
"""

from __future__ import annotations

import gc
import multiprocessing
from collections import deque
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from multiprocessing.pool import AsyncResult
from pathlib import Path
from typing import NamedTuple

from wangge.core.importing.foreign import ForeignSystem
from wangge.core.importing.headings import Matching
from wangge.lib.columns import Part
from wangge.ops.county import county

#: Parts read ahead for each worker.
_AHEAD = 2


class Told(NamedTuple):
    """Why a row stays behind, in words; a refusal does not travel between processes."""

    row: int
    column: str
    code: str
    zh: str
    en: str


class Answer(NamedTuple):
    """What became of a part."""

    read: int
    new: int
    same: int
    located: int
    open: int
    faults: list[Told]


def bring_all(
    parts: Iterator[Part],
    matching: Matching,
    foreign: ForeignSystem,
    data: Path,
    *,
    workers: int,
    dry_run: bool,
    now: datetime,
) -> Iterator[tuple[Part, Answer]]:
    """Every part with its answer. `workers` 0: in this process, which has the county set up."""
    bring = partial(_bring, matching=matching, foreign=foreign, dry_run=dry_run, now=now)
    if not workers:
        for part in parts:
            yield part, bring(part)
        return
    waiting: deque[tuple[Part, AsyncResult[Answer]]] = deque()
    with multiprocessing.get_context("spawn").Pool(workers, _begin, (data,)) as pool:
        for part in parts:
            waiting.append((part, pool.apply_async(bring, (part,))))
            while len(waiting) > workers * _AHEAD:
                first, answer = waiting.popleft()
                yield first, answer.get()
        for first, answer in waiting:
            yield first, answer.get()


def _begin(data: Path) -> None:
    """A worker speaks to the county, whose server runs already."""
    county(data, server=False).__enter__()
    gc.freeze()
    gc.disable()  # a part makes a million small values and no cycles


def _bring(
    part: Part, *, matching: Matching, foreign: ForeignSystem, dry_run: bool, now: datetime
) -> Answer:
    from wangge.cases.actions.importing.batch import import_batch  # why: only a county has models
    from wangge.core.duty import SYSTEM  # why: beside its use

    rows = matching.rows(part.numbers, part.cells())
    done = import_batch(rows, foreign, dry_run=dry_run, actor=SYSTEM, now=now)
    told = [
        Told(one.row, one.column, one.why.code, one.why.say("zh"), one.why.say("en"))
        for one in done.faults
    ]
    return Answer(done.read, done.new, done.same, done.located, done.open, told)
