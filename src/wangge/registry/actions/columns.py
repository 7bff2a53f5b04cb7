"""From checked values to the columns of a row: sealing, blind indices, what is searched by."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

from wangge.core.registry.columns import Kind, Type
from wangge.core.registry.values import Birthday
from wangge.lib.text import bigrams
from wangge.privacy.sealing import blind, seal

#: Columns of the model a value becomes. `id` binds what is sealed to its row.
Columns = dict[str, object]

#: Columns that cannot be compared: the same number is sealed differently every time.
SEALED = frozenset({"id_sealed", "phone_sealed"})

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
    for column in kind.columns:
        if column.name not in values:
            continue
        value = values[column.name]
        if column.type in _REFERENCES:
            found[_REFERENCES[column.type]] = parts.get(column.name)
        elif column.sealed:
            stem = "id" if column.type is Type.ID_NUMBER else "phone"
            of = f"{kind.code}.{'id_number' if stem == 'id' else 'phone'}"
            found |= _sealed(stem, of, value, row_id)
        elif column.type is Type.BIRTHDAY:
            birthday = value if isinstance(value, Birthday) else Birthday(None)
            found["birth"] = birthday.day
            found["birth_calendar"] = birthday.calendar
            found["lunar_birthday"] = birthday.lunar
        elif column.type not in (Type.GRID, Type.CATEGORIES):
            found[column.name] = _EMPTY[column.type]() if value is None else value
    return found


def _sealed(stem: str, of: str, value: object, row_id: UUID) -> Columns:
    if not value:
        return {f"{stem}_sealed": None, f"{stem}_blind": None}
    text = str(value)
    return {
        f"{stem}_sealed": seal(text, of=of, row=row_id),
        f"{stem}_blind": blind(text, of=of),
    }


def _text() -> object:
    return ""


def _null() -> object:
    return None


_EMPTY: dict[Type, Callable[[], object]] = {
    kind: _null if kind in (Type.NUMBER, Type.MEASURE, Type.DATE, Type.LON, Type.LAT) else _text
    for kind in Type
}


def grams_of(kind: Kind, values: Mapping[str, object]) -> list[str]:
    """The character pairs an element is found by."""
    found: set[str] = set()
    for name in kind.searched:
        found |= bigrams(str(values.get(name) or ""))
    return sorted(found)
