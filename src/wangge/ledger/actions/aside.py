"""Count into tables of this transaction alone, beside the ledger, and tell where they differ.

Tables of the transaction hide those of the ledger by name, so that what counts elsewhere counts
into them; the ledger itself is named with its schema.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection

from wangge.core.tally import MEASURES, Sums
from wangge.ledger.actions.counting import state_places
from wangge.ledger.actions.rows import Gauges, day_lines, open_rows, states_of
from wangge.ledger.actions.writing import add_day_lines, add_open

_KEYS = {
    "ledger_daytally": ("subject_id", "line", "item", "day"),
    "ledger_monthtally": ("subject_id", "line", "month"),
    "ledger_opentally": ("subject_id", "line", "item", "state"),
}
_NUMBERS = {
    "ledger_daytally": MEASURES,
    "ledger_monthtally": MEASURES,
    "ledger_opentally": ("count", "paused", "overdue"),
}
_LISTS = {
    "ledger_daytally": ("spread", "standing"),
    "ledger_monthtally": ("spread",),
    "ledger_opentally": (),
}


class Differing(NamedTuple):
    """A row that is not what it should be; what is nothing is left out of both."""

    table: str
    key: tuple[Any, ...]
    says: dict[str, Any]
    counted: dict[str, Any]


@contextmanager
def aside() -> Iterator[None]:
    """Inside, within a transaction, `add_aside` counts beside the ledger; nothing of it remains."""
    _run(
        f"CREATE TEMP TABLE {table}"
        f" (LIKE {settings.COUNTY_SCHEMA}.{table} INCLUDING DEFAULTS INCLUDING INDEXES)"
        for table in _KEYS
    )
    yield
    _run(f"DROP TABLE pg_temp.{table}" for table in _KEYS)


def add_aside(sums: Sums, gauges: Gauges) -> None:
    """Add these to what was counted beside."""
    add_day_lines(day_lines(sums, state_places(states_of(sums))))
    add_open(open_rows(gauges))


def differing(*, most: int) -> Iterator[Differing]:
    """At most so many rows of each table in which the ledger and what was counted differ."""
    for table, key in _KEYS.items():
        differ = [f"coalesce(a.{one}, 0) <> coalesce(b.{one}, 0)" for one in _NUMBERS[table]]
        differ += [
            f"EXISTS (SELECT FROM unnest(a.{one}, b.{one}) AS both_of(x, y)"
            " WHERE coalesce(x, 0) <> coalesce(y, 0))"
            for one in _LISTS[table]
        ]
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {', '.join(key)}, to_jsonb(a), to_jsonb(b)"  # noqa: S608 - constants only
                f" FROM {settings.COUNTY_SCHEMA}.{table} a"
                f" FULL JOIN pg_temp.{table} b USING ({', '.join(key)})"
                f" WHERE {' OR '.join(differ)} LIMIT %s",
                [most],
            )
            for *values, says, counted in cursor.fetchall():
                yield Differing(table, tuple(values), _told(says, key), _told(counted, key))


def _told(row: str | None, key: tuple[str, ...]) -> dict[str, Any]:
    columns: dict[str, Any] = json.loads(row) if row else {}
    kept = {name: value for name, value in columns.items() if name not in key}
    return {name: value for name, value in kept.items() if _is_something(value)}


def _is_something(value: object) -> bool:
    return any(value) if isinstance(value, list) else bool(value)


def _run(statements: Iterator[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
