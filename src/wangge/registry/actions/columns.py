"""From checked values to the columns of a row: sealing, blind indices, what is searched by."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any
from uuid import UUID

from wangge.core.registry.columns import Kind, Type
from wangge.core.registry.kinds import KINDS
from wangge.core.registry.values import Birthday
from wangge.lib.text import bigrams
from wangge.privacy.sealing import blind, seal

#: Columns of the model a value becomes. `id` binds what is sealed to its row.
Columns = dict[str, object]

#: Columns that cannot be compared: the same number is sealed differently every time.
SEALED = frozenset({"id_sealed", "phone_sealed"})

#: Types whose columns are null where nothing is known; others are empty texts.
_NULLS = (Type.NUMBER, Type.MEASURE, Type.DATE, Type.LON, Type.LAT)

_REFERENCES = {
    Type.HOUSEHOLD: "household_id",
    Type.BUILDING: "building_id",
    Type.DWELLING: "dwelling_id",
    Type.ORGANISATION: "organisation_id",
}


def columns_of(
    kind: Kind, values: Mapping[str, object], row_id: UUID, parts: Mapping[str, UUID]
) -> Columns:
    """The model's columns for these values. `parts`: ids of what the row refers to, by column.

    Categories and the grid are no columns; `put_many` sees to them.
    """
    found: Columns = {}
    ways = _ways(kind.code)
    for name, value in values.items():
        match ways.get(name):
            case None:
                continue
            case ("plain", empty):
                found[name] = empty if value is None else value
            case ("part", column):
                found[column] = parts.get(name)
            case ("sealed", stem):
                found |= _sealed(stem, f"{kind.code}.{name}", value, row_id)
            case _:
                birthday = value if isinstance(value, Birthday) else Birthday(None)
                found["birth"] = birthday.day
                found["birth_calendar"] = birthday.calendar
                found["lunar_birthday"] = birthday.lunar
    return found


@cache
def _ways(code: str) -> dict[str, tuple[str, Any]]:
    """How the value of each column of a kind becomes columns of its model."""
    found: dict[str, tuple[str, Any]] = {}
    for column in KINDS[code].columns:
        if column.type in _REFERENCES:
            found[column.name] = ("part", _REFERENCES[column.type])
        elif column.sealed:
            found[column.name] = ("sealed", "id" if column.type is Type.ID_NUMBER else "phone")
        elif column.type is Type.BIRTHDAY:
            found[column.name] = ("birthday", None)
        elif column.type not in (Type.GRID, Type.CATEGORIES):
            found[column.name] = ("plain", None if column.type in _NULLS else "")
    return found


def _sealed(stem: str, of: str, value: object, row_id: UUID) -> Columns:
    if not value:
        return {f"{stem}_sealed": None, f"{stem}_blind": None}
    text = str(value)
    return {
        f"{stem}_sealed": seal(text, of=of, row=row_id),
        f"{stem}_blind": blind(text, of=of),
    }


def grams_of(kind: Kind, values: Mapping[str, object]) -> list[str]:
    """The character pairs an element is found by."""
    found: set[str] = set()
    for name in kind.searched:
        found |= bigrams(str(values.get(name) or ""))
    return sorted(found)
