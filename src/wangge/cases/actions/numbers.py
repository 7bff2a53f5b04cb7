"""Case numbers: readable over the phone, `C-20261123-0042`, unique in the county.

A counter asked at every report would make all reports of a county wait for one row. So a process
takes a block of numbers of the day at a time; a process that dies leaves a gap, never a twin.
"""

from __future__ import annotations

from datetime import date, datetime
from threading import Lock

from django.db import connection

from wangge.lib.clock import SHANGHAI

#: How many numbers a process takes at once: one extra statement every so many reports.
BLOCK = 20

_lock = Lock()
_blocks: dict[date, tuple[int, int]] = {}


def next_number(now: datetime) -> str:
    """A number nobody else has, of the Shanghai day of `now`."""
    day = now.astimezone(SHANGHAI).date()
    with _lock:
        following, end = _blocks.get(day, (0, 0))
        if following >= end:
            following, end = _take(day, BLOCK)
            _blocks.clear()
        _blocks[day] = (following + 1, end)
    return _number(day, following)


def take_numbers(day: date, count: int) -> list[str]:
    """So many numbers of a Shanghai day at once, nobody else's, in order."""
    first, end = _take(day, count)
    head = f"C-{day:%Y%m%d}-"
    return [f"{head}{place + 1:04d}" for place in range(first, end)]


def forget_blocks() -> None:
    """Drop what this process has taken: after a restore, and between tests."""
    with _lock:
        _blocks.clear()


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
