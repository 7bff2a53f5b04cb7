"""The county's keys: made at its first start, proved to be the right ones, exchanged, dropped.

Sealing anew goes in batches, each its own transaction that changes only what nobody changed
meanwhile: it may be killed and started again, and the county goes on working.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from psycopg import sql

from wangge.audit.actions import append
from wangge.lib.ciphers import place
from wangge.privacy import keyring, sealing
from wangge.privacy.models import KeyProbe
from wangge.privacy.queries.keys import (
    PROBE,
    PROBE_TEXT,
    demand_sight,
    faults_of_keys,
    names_of,
    probes_stand,
    uses,
)
from wangge.privacy.refusals import CannotUnseal, KeysMissing, KeyUnknown
from wangge.privacy.sealing import Sealed, registered, seal, unseal

#: Rows sealed anew in one transaction.
BATCH = 2_000

#: A process may seal with the key before for so long after another is current.
SETTLES_IN = timedelta(minutes=10)


def have_keys(*, now: datetime, lost: bool = False) -> bool:
    """The county has its keys; whether they were made now.

    A county that has sealed before gets no new ring in silence, unless its keys are `lost` for
    good: then a key of another number, and what was sealed stays closed. Refuses: KeysMissing,
    CannotUnseal …
    """
    folder = Path(settings.KEYS)
    sealed_before = probes_stand()
    if not (folder / keyring.FILE).exists():
        if sealed_before and not lost:
            raise KeysMissing(path=folder / keyring.FILE)
        highest = max(KeyProbe.objects.values_list("number", flat=True)) if sealed_before else 0
        suite = keyring.suite_named(settings.CIPHERS)
        made = keyring.make(folder, suite, now=now, first=highest + 1)
        sealing.forget_ring()
        return made
    if sealed_before:
        for fault in faults_of_keys():
            if not isinstance(fault, KeyUnknown):
                raise fault
    return False


def probe_keys(*, now: datetime) -> None:
    """Every key of the ring has its probe in the database."""
    known = set(KeyProbe.objects.values_list("number", flat=True))
    for row in sealing.ring(afresh=True).rows:
        if row.number not in known:
            _probe(row.number, now)


def rotate(*, now: datetime) -> int:
    """A new key is current, of the suite that is set; its number. Older ones still open."""
    folder = Path(settings.KEYS)
    number = keyring.add_key(folder, keyring.suite_named(settings.CIPHERS), now=now)
    _probe(number, now, name="keys.rotated")
    return number


@transaction.atomic
def _probe(number: int, now: datetime, name: str = "keys.made") -> None:
    key = sealing.ring(afresh=True).keys[number]
    probe = KeyProbe(number=number, at=now)
    probe.sealed = key.seal(PROBE_TEXT, place(PROBE, probe.id.bytes))
    probe.save(force_insert=True)
    told = {"number": number, "suite": key.suite}
    append("key", probe.id, name, told, actor=None, now=now)


@dataclass(slots=True)
class Resealed:
    """How sealing anew went for one column."""

    of: str
    todo: int
    done: int = 0
    #: Rows that no key opens, by id; they were left as they are.
    closed: list[str] = field(default_factory=list)


def reseal(
    *, batch: int = BATCH, tell: Callable[[Resealed], None] = lambda one: None
) -> list[Resealed]:
    """Every registered column is sealed with the current key. `tell` hears after each batch.

    To be run as the owner of the tables, whom no row policy hides rows from. Refuses: RowsHidden.
    """
    demand_sight()
    found = []
    for sealed in registered():
        one = Resealed(sealed.of, todo=_todo(sealed))
        found.append(one)
        tell(one)
        for rows in _batches(sealed, batch):
            _seal_anew(sealed, rows, one)
            tell(one)
    return found


def drop_unused(*, now: datetime) -> list[int]:
    """Keys that nothing is sealed with any more are gone; their numbers.

    A key that was current a moment ago stays: a process that has not noticed may still use it.
    """
    ring = sealing.ring(afresh=True)
    used = uses()
    numbers = [
        row.number
        for row in ring.rows
        if row.number != ring.current.number
        and not used.get(row.number)
        and row.retired_at is not None
        and row.retired_at + SETTLES_IN <= now
    ]
    if numbers:
        keyring.drop_keys(Path(settings.KEYS), set(numbers))
        sealing.forget_ring()
        with transaction.atomic():
            for probe in KeyProbe.objects.filter(number__in=numbers):
                told = {"number": probe.number}
                append("key", probe.id, "keys.dropped", told, actor=None, now=now)
            KeyProbe.objects.filter(number__in=numbers).delete()
    return numbers


def _todo(sealed: Sealed) -> int:
    count = sql.SQL(
        "SELECT count(*) FROM {table} WHERE {sealed} IS NOT NULL"
        " AND substring({sealed} FROM 1 FOR {head}) <> %s"
    ).format(**names_of(sealed))
    with connection.cursor() as cursor:
        cursor.execute(count, [sealing.ring(afresh=True).current.head])
        return int(cursor.fetchone()[0])


def _batches(sealed: Sealed, batch: int) -> Iterator[list[tuple[Any, ...]]]:
    """(key, id the text is bound to, sealed text) of all that another key sealed, in pages."""
    page = sql.SQL(
        "SELECT {pk}, {row}, {sealed} FROM {table} WHERE {sealed} IS NOT NULL"
        " AND substring({sealed} FROM 1 FOR {head}) <> %s AND (%s::uuid IS NULL OR {pk} > %s)"
        " ORDER BY {pk} LIMIT %s"
    ).format(**names_of(sealed))
    last = None
    while True:
        with connection.cursor() as cursor:
            cursor.execute(page, [sealing.ring().current.head, last, last, batch])
            rows = cursor.fetchall()
        if not rows:
            return
        yield rows
        last = rows[-1][0]


def _seal_anew(sealed: Sealed, rows: list[tuple[Any, ...]], one: Resealed) -> None:
    changed: list[tuple[Any, bytes, bytes]] = []
    for key, row, old in rows:
        try:
            text = unseal(old, of=sealed.of, row=row)
        except (CannotUnseal, KeyUnknown):
            one.closed.append(str(row))
            continue
        changed.append((key, bytes(old), seal(text, of=sealed.of, row=row)))
    if not changed:
        return
    update = sql.SQL(
        "UPDATE {table} SET {sealed} = given.new"
        " FROM unnest(%s::uuid[], %s::bytea[], %s::bytea[]) AS given(key, old, new)"
        " WHERE {table}.{pk} = given.key AND {table}.{sealed} = given.old"
    ).format(**names_of(sealed))
    with connection.cursor() as cursor:
        cursor.execute(update, [list(column) for column in zip(*changed, strict=True)])
    one.done += len(changed)
