"""The rules that keep every way of growing open: one county is one schema, movable and shardable.

Keys are made by the application (UUIDv7) or are bigint identities; there are no serials, no
free-standing sequences, no triggers; foreign keys stay inside the county.
"""

from __future__ import annotations

import pytest
from django.conf import settings
from django.db import connection

pytestmark = pytest.mark.django_db


def _names(query: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(query, {"schema": settings.COUNTY_SCHEMA})
        return [row[0] for row in cursor.fetchall()]


def test_no_column_counts_by_a_serial() -> None:
    """django_migrations is Django's own."""
    found = _names(
        """
        SELECT table_name || '.' || column_name FROM information_schema.columns
        WHERE table_schema = %(schema)s AND table_name <> 'django_migrations'
        AND (column_default LIKE 'nextval%%' OR is_identity = 'YES' AND data_type <> 'bigint')
        """
    )
    assert not found, f"Make the key with lib.ids.uuid7, or let it be a bigint identity: {found}"


def test_no_sequence_stands_alone() -> None:
    found = _names(
        """
        SELECT c.relname FROM pg_class c
        WHERE c.relkind = 'S' AND c.relnamespace = %(schema)s::regnamespace
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype IN ('i', 'a'))
        """
    )
    assert not found, f"A sequence of its own cannot be moved with its county: {found}"


def test_there_are_no_triggers() -> None:
    found = _names(
        """
        SELECT t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
        WHERE NOT t.tgisinternal AND c.relnamespace = %(schema)s::regnamespace
        """
    )
    assert not found, f"Write it in the action, or let a follower do it: {found}"


def test_foreign_keys_stay_inside_the_county() -> None:
    found = _names(
        """
        SELECT conname FROM pg_constraint k JOIN pg_class there ON there.oid = k.confrelid
        WHERE k.contype = 'f' AND k.connamespace = %(schema)s::regnamespace
        AND there.relnamespace <> %(schema)s::regnamespace
        """
    )
    assert not found, f"These point outside the county's schema: {found}"


def test_every_table_has_a_primary_key() -> None:
    found = _names(
        """
        SELECT c.relname FROM pg_class c
        WHERE c.relkind IN ('r', 'p') AND c.relnamespace = %(schema)s::regnamespace
        AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary)
        """
    )
    assert not found, f"Rows without a key can be neither replicated nor named: {found}"
