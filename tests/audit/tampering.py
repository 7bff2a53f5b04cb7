"""What somebody with all rights on the tables might do to a log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection
from tests.support.connections import as_owner_of_tables

from wangge.audit.log import LogEntry
from wangge.core.proofs import hash_of
from wangge.lib.chain import genesis


def tamper(statement: str, *values: object) -> None:
    """Run one statement as the owner of the tables."""
    with as_owner_of_tables(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def rewrite(chain: Sequence[LogEntry], change: Mapping[str, Any], *, only: int = 10**9) -> None:
    """Change the first entry of a chain's end and make all hashes after it fit again.

    `only`: so many entries get a new hash.
    """
    first = chain[0]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT hash FROM audit_entry WHERE subject = %s AND seq = %s",
            [first.subject, first.seq - 1],
        )
        row = cursor.fetchone()
    digest = bytes(row[0]) if row else genesis(first.subject)
    for place, entry in enumerate(chain[:only]):
        forged = entry._replace(**change) if place == 0 else entry
        digest = hash_of(forged, digest)
        tamper(
            "UPDATE audit_entry SET name = %s, data = %s, hash = %s WHERE position = %s",
            *(forged.name, forged.data, digest, entry.position),
        )


def swap(column: str, one: LogEntry, other: LogEntry) -> None:
    """Two entries get each other's value of a column that is unique."""
    there, here = getattr(other, column), getattr(one, column)
    statement = f"UPDATE audit_entry SET {column} = %s WHERE position = %s"
    if column == "position":
        tamper(statement, -1, here)
        tamper(statement, here, there)
        tamper(statement, there, -1)
        return
    tamper(statement, -1, one.position)
    tamper(statement, here, other.position)
    tamper(statement, there, one.position)
