"""Case numbers: readable over the phone, `C-20261123-0042`, unique in the county.

A counter asked at every report would make all reports of a county wait for one row. So a process
takes a block of numbers of the day at a time, a greater one when it comes back soon; a process
that dies leaves a gap, never a twin.
"""

from __future__ import annotations

from datetime import date, datetime
from threading import Lock
from time import monotonic
from typing import NamedTuple

from django.db import connection

from wangge.lib.clock import SHANGHAI

#: How many numbers a process takes at once, and at most when it needs many.
BLOCK, MOST = 20, 1_280
#: A block used up sooner than this was too small.
_SOON_S = 1.0

_lock = Lock()
_blocks: dict[date, _Block] = {}


class _Block(NamedTuple):
    """Places taken and not yet given out: the next one, the end, how many there were, and when."""

    following: int
    end: int
    size: int
    taken_s: float


def next_number(now: datetime) -> str:
    """A number nobody else has, of the Shanghai day of `now`."""
    day = now.astimezone(SHANGHAI).date()
    with _lock:
        block = _blocks.get(day)
        if block is None or block.following >= block.end:
            block = _next_block(day, block)
            _blocks.clear()
        _blocks[day] = block._replace(following=block.following + 1)
    return _number(day, block.following)


def take_numbers(day: date, count: int) -> list[str]:
    """So many numbers of a Shanghai day at once, nobody else's, in order."""
    first, end = _take(day, count)
    head = f"C-{day:%Y%m%d}-"
    return [f"{head}{place + 1:04d}" for place in range(first, end)]


def forget_blocks() -> None:
    """Drop what this process has taken: after a restore, and between tests."""
    with _lock:
        _blocks.clear()


def _next_block(day: date, used_up: _Block | None) -> _Block:
    size, moment = BLOCK, monotonic()
    if used_up is not None and moment - used_up.taken_s < _SOON_S:
        size = min(used_up.size * 2, MOST)
    return _Block(*_take(day, size), size, moment)


def _number(day: date, place: int) -> str:
    return f"C-{day:%Y%m%d}-{place + 1:04d}"


def _take(day: date, count: int) -> tuple[int, int]:
    """Places [first, end) of the day, given out to nobody else."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cases_numberblock (day, next) VALUES (%s, %s)"
            " ON CONFLICT (day) DO UPDATE SET next = cases_numberblock.next + %s RETURNING next",
            [day, count, count],
        )
        (end,) = cursor.fetchone()
    return int(end) - count, int(end)
