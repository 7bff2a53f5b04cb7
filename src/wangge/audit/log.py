"""Reading the log in the order in which it was committed.

Positions alone will not do: an entry with a lower position may commit later. So the log is read
by (transaction id, position), and only as far as no transaction is still under way.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection, transaction

#: Stands for: as far as no transaction is under way.
SAFE_XID = None

Place = tuple[int, int]  #: (transaction id, position)


class LogEntry(NamedTuple):
    """One entry as read; `data` is canonical JSON."""

    position: int
    xid: int
    kind: str
    subject: UUID
    seq: int
    name: str
    at: datetime
    post: UUID | None
    person: UUID | None
    data: str
    hash: bytes


_COLUMNS = "position, xid::text::bigint, kind, subject, seq, name, at, post, person, data, hash"


def entries_between(after: Place, to: Place | None, *, most: int) -> Iterator[LogEntry]:
    """At most `most` entries after one place up to another (or as far as is safe), in order."""
    gate = (
        "xid < pg_snapshot_xmin(pg_current_snapshot())"
        if to is None
        else "(xid, position) <= (%(to_xid)s::text::xid8, %(to_position)s)"
    )
    facts: dict[str, str | int] = {"xid": str(after[0]), "position": after[1], "most": most}
    if to is not None:
        facts |= {"to_xid": str(to[0]), "to_position": to[1]}
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_COLUMNS} FROM audit_entry"  # noqa: S608 - constants only
            f" WHERE (xid, position) > (%(xid)s::text::xid8, %(position)s) AND {gate}"
            " ORDER BY xid, position LIMIT %(most)s",
            facts,
        )
        while rows := cursor.fetchmany(2_000):
            for row in rows:
                yield _entry(row)


def hashes_between(
    after: Place, to: Place | None, *, most: int | None = None
) -> Iterator[tuple[UUID, int, str, int, bytes]]:
    """(subject, seq, kind, position, hash) of what lies after one place up to another."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(
            "SELECT subject, seq, kind, position, hash FROM audit_entry"
            " WHERE (xid, position) > (%s::text::xid8, %s)"
            " AND (%s::text IS NULL OR (xid, position) <= (%s::text::xid8, %s))"
            " ORDER BY xid, position LIMIT %s",
            [str(after[0]), after[1], *((str(to[0]), *map(str, to)) if to else (None,) * 3), most],
        )
        while rows := cursor.fetchmany(5_000):
            for subject, seq, kind, position, digest in rows:
                yield subject, seq, kind, position, bytes(digest)


def entries_of(subject: UUID) -> list[LogEntry]:
    """The whole log of one subject, first entry first."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_COLUMNS} FROM audit_entry WHERE subject = %s ORDER BY seq",  # noqa: S608
            [subject],
        )
        return [_entry(row) for row in cursor.fetchall()]


def entries_by_subject() -> Iterator[LogEntry]:
    """The whole log, subject by subject, each in order. Holds little of it at a time."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"SELECT {_COLUMNS} FROM audit_entry ORDER BY subject, seq")  # noqa: S608
        while rows := cursor.fetchmany(2_000):
            for row in rows:
                yield _entry(row)


@contextmanager
def snapshot() -> Iterator[None]:
    """Inside, everything is read as it stood at one moment, however long that takes.

    Within a running transaction it is that transaction's own view.
    """
    alone = not connection.in_atomic_block
    with transaction.atomic():
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
                cursor.execute("SET LOCAL statement_timeout = 0")
                cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        yield


def _entry(row: tuple[object, ...]) -> LogEntry:
    entry = LogEntry._make(row)
    return entry._replace(hash=bytes(entry.hash))
