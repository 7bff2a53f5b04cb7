"""Values of a row once its cells have been read and checked.

By type of column: TEXT and codes `str`; NUMBER `int`; MEASURE, LON, LAT `float` (WGS-84 degrees);
DATE `date`; BIRTHDAY `Birthday`; CATEGORIES a tuple of codes; ID_NUMBER and PHONE `str` without
spaces; GRID the grid's `UUID`; HOUSEHOLD, BUILDING, DWELLING, ORGANISATION the code as written.
An empty cell is `None`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Birthday:
    """A day of birth; a lunar one keeps what the family says beside the solar date, if known."""

    day: date | None
    calendar: str = "solar"
    lunar: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """One row that is to be registered: checked values by column name.

    `row`: its number in the file (1 for a form). `id`: the element it changes, if that is known.
    A column that is not in `values` is left as it is.
    """

    row: int
    values: Mapping[str, object]
    id: UUID | None = None
