"""Write many rows of the ledger with one statement a table, bound by the server.

A column goes as one array. Sums are added to what stands there; cases replace what stood there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import psycopg
from django.db import connection

from wangge.core.tally import BUCKETS, MEASURES
from wangge.ledger.actions.rows import CASE_COLUMNS, DAY_COLUMNS, OPEN_COLUMNS

_SPREAD = ", ".join(
    f"coalesce(old.spread[{place}], 0) + excluded.spread[{place}]"
    for place in range(1, BUCKETS + 1)
)
_STANDING = (
    "ARRAY(SELECT coalesce(a, 0) + coalesce(b, 0)"
    " FROM unnest(old.standing, excluded.standing) AS both_of(a, b))"
)


def _statement(
    table: str, columns: Iterable[str], key: str, changed: Iterable[str], typed: Mapping[str, str]
) -> str:
    given = ", ".join(f"{name}{typed.get(name, '')}" for name in columns)
    return (
        f"INSERT INTO {table} AS old ({', '.join(columns)})"  # noqa: S608 - constants only
        f" SELECT {given} FROM unnest(%s) AS given({', '.join(columns)})"
        f" ON CONFLICT ({key}) DO UPDATE SET {', '.join(changed)}"
    )


_CASES = _statement(
    "ledger_countedcase",
    CASE_COLUMNS,
    "case_id",
    [f"{name} = excluded.{name}" for name in CASE_COLUMNS if name != "case_id"],
    {"marks": "::text[]", "moved_ids": "::uuid[]"},
)
_DAYS = _statement(
    "ledger_daytally",
    DAY_COLUMNS,
    "subject_id, line, item, day",
    [
        *(
            f"{name} = coalesce(old.{name} + excluded.{name}, old.{name}, excluded.{name})"
            for name in MEASURES
        ),
        f"spread = CASE WHEN excluded.spread IS NULL THEN old.spread ELSE ARRAY[{_SPREAD}] END",
        f"standing = CASE WHEN excluded.standing IS NULL THEN old.standing ELSE {_STANDING} END",
    ],
    {"spread": "::int[]", "standing": "::int[]"},
)
_OPEN = _statement(
    "ledger_opentally",
    OPEN_COLUMNS,
    "subject_id, item, line, state",
    [f"{name} = old.{name} + excluded.{name}" for name in ("count", "paused", "overdue")],
    {},
)


def put_cases(rows: Iterable[Sequence[object]]) -> None:
    """The cases stand as given (`case_row`), whatever stood there."""
    _upsert(_CASES, CASE_COLUMNS, rows)


def add_days(rows: Iterable[Sequence[object]]) -> None:
    """The amounts (`day_rows`) are added to what stands there."""
    _upsert(_DAYS, DAY_COLUMNS, rows)


def add_open(rows: Iterable[Sequence[object]]) -> None:
    """The amounts (`open_rows`) are added to what stands there."""
    _upsert(_OPEN, OPEN_COLUMNS, rows)


def _upsert(statement: str, columns: Mapping[str, str], rows: Iterable[Sequence[object]]) -> None:
    """One statement for all rows: a column an array, bound by the server."""
    given = list(zip(*rows, strict=True))
    if not given:
        return
    arrays = ", ".join(f"%s::{kind}[]" for kind in columns.values())
    values = [_array(one, kind) for one, kind in zip(given, columns.values(), strict=True)]
    connection.ensure_connection()
    raw = connection.connection
    assert isinstance(raw, psycopg.Connection)
    with psycopg.Cursor(raw) as cursor:
        cursor.execute(statement.replace("unnest(%s)", f"unnest({arrays})"), values, prepare=True)


def _array(values: Sequence[object], kind: str) -> object:
    """The values as PostgreSQL reads an array; words are left to the driver to quote."""
    if kind == "text":
        return list(values)
    return "{" + ",".join(["NULL" if one is None else str(one) for one in values]) + "}"
