"""Statements asked so often that they are prepared: planned once a connection, not every time.

They pass Django's cursors by, which bind values on our side and so make every statement another.
Inside a transaction they are part of it, for they go over the same connection.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg
from django.db import connection


def send(statement: str, values: Sequence[object]) -> None:
    """Run the statement, whose parameters are $1, $2 …

    Values go as words whose kind the columns tell. Else a missing value, or a greater number,
    would make another statement of it, to be planned anew: of thirty rows no two are alike.
    """
    with psycopg.RawCursor(own_connection()) as cursor:
        cursor.execute(statement, [_in_words(value) for value in values], prepare=True)


def first_row(statement: str, values: Sequence[object]) -> tuple[Any, ...] | None:
    """The first row that the statement gives, if it gives any. Raises as Django's cursors do."""
    raw = own_connection()
    with connection.wrap_database_errors, psycopg.RawCursor(raw) as cursor:
        cursor.execute(statement, [_in_words(value) for value in values], prepare=True)
        return cursor.fetchone()


def own_connection() -> psycopg.Connection[tuple[Any, ...]]:
    """This thread's connection, as the driver knows it."""
    connection.ensure_connection()
    raw = connection.connection
    assert isinstance(raw, psycopg.Connection)
    return raw


def _in_words(value: object) -> str | None:
    if value is None or type(value) is str:
        return value
    return _WORDS.get(type(value), str)(value)


def _array(values: Sequence[object]) -> str:
    """As PostgreSQL reads an array of ids."""
    return "{" + ",".join([_in_words(value) or "NULL" for value in values]) + "}"


#: What does not say itself as the database reads it.
_WORDS: Mapping[type, Callable[[Any], str]] = {
    UUID: lambda value: value.hex,
    datetime: datetime.isoformat,
    bool: "{:d}".format,
    float: repr,
    bytes: lambda value: f"\\x{value.hex()}",
    list: _array,
}
