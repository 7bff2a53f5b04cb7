"""Write what the fill made: rows by COPY, indexes away before and back after, followers' places.

Nobody else may be at work in the county meanwhile. Ignores what the rows say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

import psycopg
from django.db import connection
from psycopg import sql

from wangge.audit.followers import registered
from wangge.audit.models import Follower

#: The tables that are filled, the largest first.
TABLES = (
    "audit_entry",
    "cases_case",
    "cases_searchtext",
    "cases_involvement",
    "ledger_countedcase",
    "ledger_daytally",
    "cases_reporter",
)
#: What is touched once more when all is added up.
SMALL_TABLES = ("ledger_daytally", "ledger_monthtally", "ledger_opentally", "cases_numberblock")
#: For building indexes and VACUUM, of this one connection; two of them work side by side.
_BUILDING = {"maintenance_work_mem": "1GB", "max_parallel_maintenance_workers": "1"}
#: Indexes over a part of the rows stay where they are, for few rows come into them, and building
#: one reads the whole table; but for these, which nearly all rows or none in order come into.
_ALL_BUT = ("ledger_case_closed", "ledger_day_total", "cases_phone_blind", "cases_reporter_named")

_ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


class Index(NamedTuple):
    """An index or constraint: its table, its name, and the statement that makes it."""

    table: str
    name: str
    constraint: bool
    statement: str


def text_of(value: object) -> str:
    """A value as COPY reads it."""
    match value:
        case None:
            return "\\N"
        case bool():
            return "t" if value else "f"
        case bytes():
            return "\\\\x" + value.hex()
        case list() | tuple():
            return "{" + ",".join(str(one) for one in value) + "}"
        case str():
            return value.translate(_ESCAPED)
        case _:
            return str(value)


def copy_lines(table: str, columns: Sequence[str], lines: Iterable[str]) -> None:
    """The rows, written as `text_of` writes, stand in the table. Joins a running transaction."""
    text = "\n".join(lines)
    if not text:
        return
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with psycopg.Cursor(_raw()) as cursor, cursor.copy(statement) as copy:
        copy.write(text + "\n")


def indexes() -> list[Index]:
    """The indexes and keys of the tables that are better built when the rows stand."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.relname, k.conname, true, 'ALTER TABLE ' || k.conrelid::regclass"
            " || ' ADD CONSTRAINT ' || quote_ident(k.conname) || ' ' || pg_get_constraintdef(k.oid)"
            " FROM pg_constraint k JOIN pg_class t ON t.oid = k.conrelid"
            " WHERE k.contype IN ('p', 'u') AND t.relname = ANY(%(tables)s)"
            " AND k.connamespace = current_schema()::regnamespace"
            " UNION ALL SELECT t.relname, i.relname, false, pg_get_indexdef(i.oid)"
            " FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid"
            " JOIN pg_class t ON t.oid = x.indrelid"
            " WHERE t.relname = ANY(%(tables)s) AND i.relnamespace = current_schema()::regnamespace"
            " AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = i.oid)"
            " AND (x.indpred IS NULL OR i.relname = ANY(%(but)s))",
            {"tables": list(TABLES), "but": list(_ALL_BUT)},
        )
        return [Index(*row) for row in cursor.fetchall()]


def drop(found: Iterable[Index]) -> None:
    """The tables stand without them."""
    for one in found:
        if one.constraint:
            _run("ALTER TABLE {} DROP CONSTRAINT IF EXISTS {}", one.table, one.name)
        else:
            _run("DROP INDEX IF EXISTS {}", one.name)


def build(one: Index) -> None:
    """The index or key stands; nothing happens where it does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)", [one.name])
        if cursor.fetchone()[0] is not None:
            return
        for name, value in _BUILDING.items():
            cursor.execute("SELECT set_config(%s, %s, false)", [name, value])
        cursor.execute(one.statement)


def freshen(table: str) -> None:
    """Statistics and visibility map are as fresh as can be; row ages are frozen."""
    with connection.cursor() as cursor:
        for name, value in _BUILDING.items():
            cursor.execute("SELECT set_config(%s, %s, false)", [name, value])
    _run("VACUUM (FREEZE, ANALYZE) {}", table)


def stand_behind(*, now: datetime) -> None:
    """Every follower stands behind the last entry of the log: its effects are there already."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT xid::text::bigint, position FROM audit_entry"
            " ORDER BY xid DESC, position DESC LIMIT 1"
        )
        xid, position = cursor.fetchone()
    for follower in registered():
        Follower.objects.update_or_create(
            name=follower.name, defaults={"xid": xid, "position": position, "moved_at": now}
        )


def sizes() -> Mapping[str, int]:
    """Bytes of each table that is filled, its indexes with it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, pg_total_relation_size(oid) FROM pg_class"
            " WHERE relname = ANY(%s) AND relnamespace = current_schema()::regnamespace",
            [list(TABLES)],
        )
        return dict(cursor.fetchall())


def _run(statement: str, *names: str) -> None:
    with psycopg.Cursor(_raw()) as cursor:
        cursor.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _raw() -> psycopg.Connection:
    connection.ensure_connection()
    raw = connection.connection
    assert isinstance(raw, psycopg.Connection)
    return raw
