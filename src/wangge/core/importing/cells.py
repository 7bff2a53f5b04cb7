"""Columns of words and of degrees: what is fine in one look is not looked at cell by cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime

from wangge.core.case.intake import CONTROL
from wangge.core.errors import Refusal
from wangge.core.importing.refusals import NotADegree
from wangge.core.importing.times import Heed
from wangge.core.registry.cells import text_of


def texts(
    cells: Sequence[object],
    heed: Heed,
    column: str,
    check: Callable[[str], str],
    most: int,
    *,
    required: bool = False,
    odd: re.Pattern[str] = CONTROL,
) -> list[str]:
    """The cells as trimmed text. Each goes through `check` where the column has anything amiss.

    `most`: so many characters `check` takes. `required`: it takes no empty text. `odd`: what must
    be looked at.
    """
    found = [
        cell.strip() if type(cell) is str else _as_told(place, cell, heed, column)
        for place, cell in enumerate(cells)
    ]
    fits = max(map(len, found), default=0) <= most and not odd.search("".join(found))
    if fits and not (required and "" in found):
        return found
    return [_checked(place, one, heed, column, check) for place, one in enumerate(found)]


def as_text(cell: object) -> str:
    """A cell of any kind as text: whole numbers without decimals, nothing as nothing."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, datetime | date):
        return cell.isoformat(" ") if isinstance(cell, datetime) else cell.isoformat()
    return text_of(cell)


def _as_told(place: int, cell: object, heed: Heed, column: str) -> str:
    try:
        return as_text(cell)
    except Refusal as why:
        heed(place, column, why)
        return ""


def degrees(cells: Sequence[object], heed: Heed, column: str) -> list[float | None]:
    """A number of degrees for every cell, None for an empty or a bad one."""
    found: list[float | None] = []
    for place, cell in enumerate(cells):
        if cell is None or cell == "":
            found.append(None)
            continue
        try:
            found.append(float(cell))  # type: ignore[arg-type]  # what is no number is refused
        except (TypeError, ValueError):
            heed(place, column, NotADegree(field=column, value=str(cell)[:30]))
            found.append(None)
    return found


def _checked(place: int, text: str, heed: Heed, column: str, check: Callable[[str], str]) -> str:
    try:
        return check(text)
    except Refusal as why:
        heed(place, column, why)
        return ""
