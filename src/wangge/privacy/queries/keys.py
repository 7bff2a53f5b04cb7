"""What the keys are used for, and whether the ring at hand is this county's. Reads only."""

from __future__ import annotations

from collections import Counter

from django.db import connection
from django.db.models import Field
from psycopg import sql

from wangge.core.errors import Refusal
from wangge.lib.ciphers import HEAD_BYTES, CannotOpen, key_number
from wangge.privacy.models import KeyProbe
from wangge.privacy.refusals import CannotUnseal, RowsHidden
from wangge.privacy.sealing import Sealed, registered, unseal

#: What a probe is sealed as, and its text.
PROBE = "key.probe"
PROBE_TEXT = "网格"


def probes_stand() -> bool:
    """Whether anything was sealed in this database before, or could have been."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)", [KeyProbe._meta.db_table])
        if cursor.fetchone()[0] is None:
            return False
    return KeyProbe.objects.exists()


def faults_of_keys() -> list[Refusal]:
    """Why probes do not open with the ring at hand; nothing where all do."""
    found: list[Refusal] = []
    for probe in KeyProbe.objects.order_by("number"):
        try:
            if unseal(probe.sealed, of=PROBE, row=probe.id) != PROBE_TEXT:
                found.append(CannotUnseal(number=probe.number))
        except Refusal as fault:
            found.append(fault)
    return found


def names_of(sealed: Sealed) -> dict[str, sql.Composable]:
    """Names of a sealed column for statements: table, pk, row (what it is bound to), sealed, head.

    `head` is how many bytes say which key sealed a text.
    """
    meta = sealed.model._meta
    return {
        "table": sql.Identifier(meta.db_table),
        "pk": _column(sealed, "pk"),
        "row": _column(sealed, sealed.row),
        "sealed": _column(sealed, sealed.column),
        "head": sql.Literal(HEAD_BYTES),
    }


def _column(sealed: Sealed, name: str) -> sql.Identifier:
    meta = sealed.model._meta
    found = meta.pk if name == "pk" else meta.get_field(name)
    assert isinstance(found, Field)
    return sql.Identifier(str(found.column))


def demand_sight() -> None:
    """No row policy hides sealed rows from whoever asks. Refuses: RowsHidden.

    Else a key that still seals hidden rows would seem unused.
    """
    for sealed in registered():
        table = sealed.model._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute("SELECT row_security_active(%s::regclass)", [table])
            if cursor.fetchone()[0]:
                raise RowsHidden(table=table)


def uses() -> dict[int, int]:
    """How many sealed texts there are of each key. Reads every sealed column whole.

    Refuses: RowsHidden.
    """
    demand_sight()
    found: Counter[int] = Counter()
    for sealed in registered():
        statement = sql.SQL(
            "SELECT substring({sealed} FROM 1 FOR {head}), count(*) FROM {table}"
            " WHERE {sealed} IS NOT NULL GROUP BY 1"
        ).format(**names_of(sealed))
        with connection.cursor() as cursor:
            cursor.execute(statement)
            for head, count in cursor.fetchall():
                try:
                    found[key_number(bytes(head))] += count
                except CannotOpen:
                    found[0] += count
    return dict(found)
