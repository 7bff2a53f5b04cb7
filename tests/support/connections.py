"""Second connections to the test database, as another process of the county would have them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import psycopg
from django.db import connection


@contextlib.contextmanager
def another() -> Iterator[psycopg.Connection[Any]]:
    """A connection of its own, in its own transaction until it commits; rolled back at the end."""
    parameters = connection.get_connection_params()
    parameters.pop("cursor_factory", None)
    parameters.pop("context", None)
    with contextlib.closing(psycopg.connect(**parameters)) as fresh:
        yield fresh


@contextlib.contextmanager
def as_owner_of_tables() -> Iterator[None]:
    """Inside, this transaction may do what the application may not: tamper."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        before = cursor.fetchone()[0]
        cursor.execute("SET LOCAL ROLE NONE")
        try:
            yield
        finally:
            cursor.execute(f"SET LOCAL ROLE {before}")
