"""Count the whole log again beside the ledger that stands, then put the new one in its place.

The new tables grow in a schema of their own while the follower keeps the old ones and pages read
them. At the end, in one transaction, the follower is held, the new tables are brought to where
the log is, the old ones go and the new ones move in. So no figure is ever missing, and what comes
in meanwhile is counted once. Interrupted, nothing has happened; the next attempt begins anew.

For the owner of the tables alone (`ops.database.as_owner`): the application may make no tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.db import connection, transaction

from wangge.audit.log import LogEntry, entries_between
from wangge.audit.models import Entry
from wangge.audit.models import Follower as Place
from wangge.ledger.actions.counting import count_overdue
from wangge.ledger.followers import BATCH, NAME, follow

#: What is made anew. The places of states stay: both ledgers use them.
TABLES = (
    "ledger_countedcase",
    "ledger_daytally",
    "ledger_monthtally",
    "ledger_opentally",
    "ledger_overduemark",
)

#: Called with (entries counted so far, position reached, last position of the log).
Heed = Callable[[int, int, int], None]


class Recounted(NamedTuple):
    """What a recount did: entries it counted, and the instant up to which."""

    entries: int
    now: datetime


def recount(*, now: datetime, heed: Heed | None = None, batch: int = BATCH) -> Recounted:
    """Every row of the ledger is what the log says; nothing was missing meanwhile."""
    place, done = (0, 0), 0
    last = Entry.objects.order_by("-position").values_list("position", flat=True).first() or 0
    _begin()
    while True:
        with _beside():
            read = list(entries_between(place, None, most=batch))
            follow(read, now)
        if read:
            place, done = (read[-1].xid, read[-1].position), done + len(read)
        if heed is not None:
            heed(done, place[1], max(last, place[1]))
        if len(read) < batch:
            break
    _index()
    done += _move_in(place, now, batch)
    count_overdue(now=now)
    return Recounted(done, now)


def _schema() -> str:
    return f"{settings.COUNTY_SCHEMA}_recount"


def _run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@contextmanager
def _beside() -> Iterator[None]:
    """One transaction in which the tables of the ledger are the new ones."""
    with transaction.atomic():
        _run(f"SET LOCAL search_path = {_schema()}, {settings.COUNTY_SCHEMA}, public")
        yield


@transaction.atomic
def _begin() -> None:
    """Empty tables of the same shape stand beside, with their keys; other indexes come last."""
    new, role = _schema(), settings.APP_ROLE
    _run(
        f"DROP SCHEMA IF EXISTS {new} CASCADE",
        f"CREATE SCHEMA {new}",
        *(
            f"CREATE TABLE {new}.{table}"
            f" (LIKE {settings.COUNTY_SCHEMA}.{table} INCLUDING DEFAULTS INCLUDING STORAGE)"
            for table in TABLES
        ),
        *(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {new}.{table} TO {role}" for table in TABLES),
    )
    for name, table, definition in _keys():
        _run(f'ALTER TABLE {new}.{table} ADD CONSTRAINT "{name}" {definition}')


def _keys() -> list[tuple[str, str, str]]:
    """(name, table, definition) of the constraints of the ledger that stands."""
    return _rows(
        """
        SELECT k.conname, t.relname, pg_get_constraintdef(k.oid)
        FROM pg_constraint k JOIN pg_class t ON t.oid = k.conrelid
        WHERE t.relnamespace = %s::regnamespace AND t.relname = ANY(%s) AND k.contype <> 'n'
        ORDER BY k.contype <> 'p', k.conname
        """
    )


def _index() -> None:
    """The new tables have every index of the old ones, by the same names."""
    indexes = _rows(
        """
        SELECT i.relname, t.relname, pg_get_indexdef(i.oid)
        FROM pg_index x
            JOIN pg_class i ON i.oid = x.indexrelid
            JOIN pg_class t ON t.oid = x.indrelid
        WHERE t.relnamespace = %s::regnamespace AND t.relname = ANY(%s)
            AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.oid)
        ORDER BY i.relname
        """
    )
    for _, table, definition in indexes:
        old, new = f" ON {settings.COUNTY_SCHEMA}.{table} ", f" ON {_schema()}.{table} "
        assert old in definition, definition
        _run(definition.replace(old, new))
    _run(*(f"ANALYZE {_schema()}.{table}" for table in TABLES))


def _rows(query: str) -> list[tuple[str, str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(query, [settings.COUNTY_SCHEMA, list(TABLES)])
        return [(row[0], row[1], row[2]) for row in cursor.fetchall()]


def _move_in(place: tuple[int, int], now: datetime, batch: int) -> int:
    """The new tables are those of the ledger; how many entries were left to count."""
    county, new, left = settings.COUNTY_SCHEMA, _schema(), 0
    with _beside():
        held, _ = Place.objects.select_for_update().get_or_create(name=NAME)
        while read := _some(place, batch):
            follow(read, now)
            place, left = (read[-1].xid, read[-1].position), left + len(read)
        held.xid, held.position = place
        held.moved_at, held.failure = now, ""
        held.save()
        _run(
            *(f"DROP TABLE {county}.{table}" for table in TABLES),
            *(f"ALTER TABLE {new}.{table} SET SCHEMA {county}" for table in TABLES),
            f"DROP SCHEMA {new}",
        )
    return left


def _some(place: tuple[int, int], batch: int) -> list[LogEntry]:
    return list(entries_between(place, None, most=batch))
