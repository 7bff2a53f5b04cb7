"""Thousands of rows into a table in two statements, through a temporary table.

COPY cannot write into a table under row level security; INSERT … SELECT can.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from django.db import connection, models
from psycopg import sql


def insert_rows(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> None:
    """The rows stand in the model's table; `columns` are names of columns, `rows` their values.

    Within a transaction. Raises IntegrityError as INSERT does.
    """
    with _copied(model, columns, rows) as parts, connection.cursor() as cursor:
        cursor.execute(sql.SQL("INSERT INTO {table} ({names}) {waiting}").format(**parts))


def update_rows(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> None:
    """The rows have these values now; the first column is the key."""
    with _copied(model, columns, rows) as parts, connection.cursor() as cursor:
        cursor.execute(
            sql.SQL(
                "UPDATE {table} t SET {changes} FROM waiting_rows w WHERE t.{key} = w.{key}"
            ).format(changes=_changes("w", columns), key=sql.Identifier(columns[0]), **parts)
        )


def put_rows(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> None:
    """The rows stand in the table, in the place of those with the same key (the first column)."""
    with _copied(model, columns, rows) as parts, connection.cursor() as cursor:
        cursor.execute(
            sql.SQL(
                "INSERT INTO {table} ({names}) {waiting}"
                " ON CONFLICT ({key}) DO UPDATE SET {changes}"
            ).format(changes=_changes("excluded", columns), key=sql.Identifier(columns[0]), **parts)
        )


def _changes(other: str, columns: Sequence[str]) -> sql.Composable:
    return sql.SQL(", ").join(
        sql.SQL("{name} = {other}.{name}").format(
            name=sql.Identifier(name), other=sql.Identifier(other)
        )
        for name in columns[1:]
    )


@contextmanager
def _copied(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> Iterator[dict[str, sql.Composable]]:
    """Inside, a temporary table of these columns holds the rows; the parts of a statement."""
    parts: dict[str, sql.Composable] = {
        "table": sql.Identifier(model._meta.db_table),
        "names": sql.SQL(", ").join(map(sql.Identifier, columns)),
    }
    parts["waiting"] = sql.SQL("SELECT {names} FROM waiting_rows").format(**parts)
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL(
                "CREATE TEMP TABLE waiting_rows ON COMMIT DROP AS"
                " SELECT {names} FROM {table} WITH NO DATA"
            ).format(**parts)
        )
        with cursor.copy(sql.SQL("COPY waiting_rows ({names}) FROM STDIN").format(**parts)) as copy:
            for row in rows:
                copy.write_row(row)
        yield parts
        cursor.execute("DROP TABLE waiting_rows")
