"""Write many rows of the ledger at once: COPY into a temporary table, one statement from there.

Sums are added to what stands there; cases replace what stood there. Within a transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from django.db import connection

from wangge.core.tally import BUCKETS, MEASURES
from wangge.ledger.actions.rows import CASE_COLUMNS, DAY_COLUMNS, OPEN_COLUMNS, line_of

_SPREAD = ", ".join(
    f"coalesce(old.spread[{place}], 0) + excluded.spread[{place}]"
    for place in range(1, BUCKETS + 1)
)
_STANDING = (
    "ARRAY(SELECT coalesce(a, 0) + coalesce(b, 0)"
    " FROM unnest(old.standing, excluded.standing) AS both_of(a, b))"
)
#: Types of the columns that come as words.
_ARRAYS = {"marks": "text[]", "moved_ids": "uuid[]", "spread": "int[]", "standing": "int[]"}


class _Target(NamedTuple):
    """A table, and the statements that bring lines into it."""

    make: str
    copy: str
    add: str
    empty: str


def _target(table: str, columns: Mapping[str, str], key: str, changed: Iterable[str]) -> _Target:
    incoming = f"incoming_{table}"
    names = ", ".join(columns)
    typed = ", ".join(f"{name} {_ARRAYS.get(name, kind)}" for name, kind in columns.items())
    return _Target(
        f"CREATE TEMP TABLE IF NOT EXISTS {incoming} ({typed}) ON COMMIT DELETE ROWS",
        f"COPY pg_temp.{incoming} ({names}) FROM STDIN",
        f"INSERT INTO {table} AS old ({names})"  # noqa: S608 - constants only
        f" SELECT {names} FROM pg_temp.{incoming}"
        f" ON CONFLICT ({key}) DO UPDATE SET {', '.join(changed)}",
        f"DELETE FROM pg_temp.{incoming}",  # noqa: S608 - constants only
    )


#: How sums are added to what stands.
_ADDED = [
    *(
        f"{name} = coalesce(old.{name} + excluded.{name}, old.{name}, excluded.{name})"
        for name in MEASURES
    ),
    f"spread = CASE WHEN excluded.spread IS NULL THEN old.spread ELSE ARRAY[{_SPREAD}] END",
]
_CASES = _target(
    "ledger_countedcase",
    CASE_COLUMNS,
    "case_id",
    [f"{name} = excluded.{name}" for name in CASE_COLUMNS if name != "case_id"],
)
_DAYS = _target(
    "ledger_daytally",
    DAY_COLUMNS,
    "subject_id, line, item, day",
    [
        *_ADDED,
        f"standing = CASE WHEN excluded.standing IS NULL THEN old.standing ELSE {_STANDING} END",
    ],
)
#: Of the days that have come in, the totals of the lines by month; zeros are left out.
_SUMMED = ", ".join(f"nullif(sum({name}), 0)" for name in MEASURES)
_BUCKETS = ", ".join(f"coalesce(sum(spread[{place}]), 0)" for place in range(1, BUCKETS + 1))
_MONTHS = (
    f"INSERT INTO ledger_monthtally AS old"  # noqa: S608 - constants only
    f" (subject_id, line, month, {', '.join(MEASURES)}, spread)"
    f" SELECT subject_id, line, date_trunc('month', day)::date, {_SUMMED},"
    f" CASE WHEN count(spread) > 0 THEN ARRAY[{_BUCKETS}]::int[] END"
    " FROM {source} WHERE item = '' GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
    f" ON CONFLICT (subject_id, line, month) DO UPDATE SET {', '.join(_ADDED)}"
)
_OPEN = _target(
    "ledger_opentally",
    OPEN_COLUMNS,
    "subject_id, item, line, state",
    [f"{name} = old.{name} + excluded.{name}" for name in ("count", "paused", "overdue")],
)


def put_cases(rows: Iterable[Sequence[object]]) -> None:
    """The cases stand as given (`case_row`), whatever stood there."""
    _bring(_CASES, map(line_of, rows))


def add_days(rows: Iterable[Sequence[object]]) -> None:
    """The amounts (`day_rows`) are added to what stands there."""
    add_day_lines(map(line_of, rows))


def add_day_lines(lines: Iterable[str]) -> None:
    """The amounts (`day_lines`) are added to what stands there, and to their months."""
    _bring(_DAYS, lines, _MONTHS.format(source="pg_temp.incoming_ledger_daytally"))


def sum_months() -> None:
    """The months are the sums of the days again; for whoever wrote days past `add_days`."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger_monthtally")
        cursor.execute(_MONTHS.format(source="ledger_daytally"))


def add_open(rows: Iterable[Sequence[object]]) -> None:
    """The amounts (`open_rows`) are added to what stands there."""
    _bring(_OPEN, map(line_of, rows))


def _bring(target: _Target, lines: Iterable[str], *also: str) -> None:
    text = "\n".join(lines)
    if not text:
        return
    with connection.cursor() as cursor:
        cursor.execute(target.make)
        with cursor.copy(target.copy) as copy:
            copy.write(text + "\n")
        for statement in (target.add, *also):
            cursor.execute(statement)
        cursor.execute(target.empty)
