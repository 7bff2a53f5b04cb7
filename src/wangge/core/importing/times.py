"""Columns of instants, as other systems write them: with a zone, without one, or only a day.

A deadline that is only a day is met until that day ends; any other bare day begins at midnight.
Everything is cut to the second, as clocks are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from wangge.core.clock.instants import FIRST_YEAR, LAST_YEAR
from wangge.core.errors import Refusal
from wangge.core.importing.refusals import BadTime
from wangge.lib.clock import SHANGHAI

#: Is told of a row that cannot be taken: its place, the column, why.
Heed = Callable[[int, str, Refusal], None]

_WRITTEN = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
    r"(?:[T ]*(\d{1,2})[:时点](?:(\d{1,2})[:分]?(?:(\d{1,2})秒?(?:\.\d+)?)?)?)?"
)
_DAY = 10  #: characters of 2026-11-23
_SECOND = 19  #: of 2026-11-23 09:30:00
_END = timedelta(hours=23, minutes=59, seconds=59)


def instants(
    cells: Sequence[object], zone: tzinfo, heed: Heed, column: str, *, whole_day: bool = False
) -> list[datetime | None]:
    """An instant in UTC for every cell, None for an empty or a bad one (`heed`: BadTime)."""
    offset = "+08:00" if zone is SHANGHAI else ""
    found: list[datetime | None] = []
    for place, cell in enumerate(cells):
        if cell is None or cell == "":
            found.append(None)
            continue
        try:
            if type(cell) is datetime and cell.tzinfo is UTC and not cell.microsecond:
                at = cell
            elif offset and type(cell) is str and len(cell) == _SECOND:
                at = datetime.fromisoformat(cell + offset).astimezone(UTC)
            else:
                at = _instant(cell, zone, whole_day)
            if not FIRST_YEAR <= at.year <= LAST_YEAR:
                raise ValueError
        except (ValueError, OverflowError):
            heed(place, column, BadTime(field=column, value=str(cell)[:30]))
            found.append(None)
        else:
            found.append(at)
    return found


def _instant(cell: object, zone: tzinfo, whole_day: bool) -> datetime:
    """Raises ValueError."""
    if isinstance(cell, str):
        at, day = _written(cell)
        day = day or (len(cell) <= _DAY and at.time() == time())
    elif isinstance(cell, datetime):
        at, day = cell, False
    elif isinstance(cell, date):
        at, day = datetime.combine(cell, time()), True
    else:
        raise ValueError
    if day and whole_day:
        at += _END
    if at.tzinfo is None:
        at = at.replace(tzinfo=zone)
    return at.astimezone(UTC).replace(microsecond=0)


def _written(text: str) -> tuple[datetime, bool]:
    """The moment, and whether only its day was written."""
    try:
        return datetime.fromisoformat(text), False
    except ValueError:
        match = _WRITTEN.fullmatch(unicodedata.normalize("NFKC", text).strip())
        if match is None:
            raise
        year, month, day, *clock = match.groups()
        hour, minute, second = (int(part or 0) for part in clock)
        at = datetime(int(year), int(month), int(day), hour, minute, second)  # noqa: DTZ001 - below
        return at, clock[0] is None
