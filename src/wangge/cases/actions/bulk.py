"""Write whole lives at once: many cases with everything that happened to them, by COPY.

For imports and for the demo's past. The lives were judged by the same core functions as any other
case; the columns, the chain of hashes and the fold are those of `record`. Ignores who may: whoever
calls this has judged that.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter

import psycopg
from django.db import connection, transaction
from psycopg import errors

from wangge.cases.actions.record import (
    ENTRY,
    REPORTER,
    ROW,
    AlreadyReported,
    Reporter,
    entry_values,
    reporter_values,
    row_values,
)
from wangge.core.case.events import Event, Reported
from wangge.core.case.evolve import begin, evolve
from wangge.core.case.facts import Case
from wangge.lib.chain import genesis

#: Lives written in one transaction.
BATCH = 2_000

_AT = itemgetter(ENTRY.index("at"))


@dataclass(frozen=True, slots=True)
class History:
    """One life: everything that happened, a report first, and who reported."""

    events: tuple[Event, ...]
    reporters: tuple[Reporter, ...] = ()


def record_histories(histories: Iterable[History], *, batch: int = BATCH) -> int:
    """Every life stands in the rows, its log chained and its row the fold of it; how many.

    `batch` lives a transaction; inside one the log runs in order of time. Raises AlreadyReported
    when an id is taken: its batch is then not written, those before it are.
    """
    written = 0
    lives = iter(histories)
    while some := list(islice(lives, batch)):
        _write(some)
        written += len(some)
    return written


def _write(histories: Sequence[History]) -> None:
    entries: list[list[object]] = []
    rows: list[list[object]] = []
    told: list[list[object]] = []
    for history in histories:
        case = _fold(history, entries, rows)
        at = history.events[0].at
        told += [reporter_values(one, case, at) for one in history.reporters]
    entries.sort(key=_AT)
    try:
        with transaction.atomic():
            _copy("cases_case", ["id", "no", *ROW], rows)
            _copy("cases_reporter", REPORTER, told)
            _copy("audit_entry", ENTRY, entries)
    except errors.UniqueViolation as error:
        if error.diag.constraint_name in ("cases_case_pkey", "audit_entry_once"):
            raise AlreadyReported from error
        raise


def _fold(history: History, entries: list[list[object]], rows: list[list[object]]) -> Case:
    """The case that the life made; its entries and its row are added."""
    first = history.events[0]
    if not isinstance(first, Reported):
        msg = "a life begins with a report"
        raise TypeError(msg)
    case = begin(first)
    digest = genesis(case.id)
    for seq, event in enumerate(history.events, start=1):
        if seq > 1:
            case = evolve(case, event)
        values, digest = entry_values(case.id, seq, digest, event)
        entries.append(values)
    rows.append([case.id, case.no, *row_values(case, digest)])
    return case


def _copy(table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """The rows are in the table; nothing is asked where there are none."""
    connection.ensure_connection()
    raw = connection.connection
    assert isinstance(raw, psycopg.Connection)
    statement = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
    with psycopg.Cursor(raw) as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
