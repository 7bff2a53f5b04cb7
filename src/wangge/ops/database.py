"""What must stand in the database before the first table: schema, extensions, roles, rights.

Tables belong to the owner, who migrates. The application works as `wangge_app`, which may not
change the log, the tables' shape or the list of migrations.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import ProgrammingError, connection
from django.db.backends.utils import CursorWrapper
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql

from wangge.lib.clock import utc_now
from wangge.ops.trouble import Trouble

OLDEST_SERVER = 150000

#: In the schema public, so that every county's schema of one database shares them.
EXTENSIONS = ("pg_trgm", "btree_gist", "btree_gin")

#: Tables to which the application may only add.
APPEND_ONLY = (
    "audit_entry",
    "audit_anchor",
    "audit_sealedpage",
    "privacy_look",
    "proofs_certificate",
)

#: Tables the application may only read.
READ_ONLY = ("django_migrations",)


class UnfitDatabase(Trouble):
    """The server would corrupt or miss something we rely on; the message says what to do."""


@contextlib.contextmanager
def as_owner() -> Iterator[None]:
    """Inside, Django's connection is the owner's: no role, no time-outs. Not within a transaction.

    The owner may do anything; only migrations, rights and repairs belong in here.
    """
    options = connection.settings_dict["OPTIONS"]
    before = options["options"]
    connection.close()
    options["options"] = settings.OWNER_OPTIONS
    try:
        yield
    finally:
        connection.close()
        options["options"] = before


def make_database(server: dict[str, Any], name: str) -> None:
    """A database `name` stands on the server afterwards. `server`: what psycopg.connect takes."""
    with psycopg.connect(**server, dbname="postgres", autocommit=True) as owner:
        row = owner.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if row is None:
            owner.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


def prepare() -> list[str]:
    """Schema, extensions, role, tables and rights are as this version wants them.

    Returns the migrations that were run, in order. Safe to call again and again.
    """
    # why: models exist only once Django is up
    from wangge.privacy.actions.keys import have_keys, probe_keys

    with as_owner():
        lay_foundations()
        have_keys(now=utc_now())  # first, for migrations may seal
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if plan:
            call_command("migrate", interactive=False, verbosity=0)
        grant()
        probe_keys(now=utc_now())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def lay_foundations() -> None:
    """Schema, extensions and role stand; a server that cannot serve us is refused. Owner only."""
    schema, role = settings.COUNTY_SCHEMA, settings.APP_ROLE
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        version = int(cursor.fetchone()[0])
        if version < OLDEST_SERVER:
            raise UnfitDatabase("Wangge needs PostgreSQL 15 or later.")
        for extension in EXTENSIONS:
            cursor.execute(f"CREATE EXTENSION IF NOT EXISTS {extension} WITH SCHEMA public")
        cursor.execute("SELECT cardinality(public.show_trgm('醴陵市网格员'))")
        if not cursor.fetchone()[0]:
            raise UnfitDatabase(
                "This database does not know Chinese letters (its locale is C), so searching "
                "would find nothing. Create it with locale C.UTF-8 and start again."
            )
        _make_role(cursor, role, version)
        cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")


def _make_role(cursor: CursorWrapper, role: str, version: int) -> None:
    """The application's role exists and the owner may act in it."""
    # Since 16 whoever makes a role may hand it out, but not yet act in it.
    may_act = "SET" if version >= 160000 else "MEMBER"
    try:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        if cursor.fetchone() is None:
            cursor.execute(f"CREATE ROLE {role} NOLOGIN")
        cursor.execute("SELECT pg_has_role(current_user, %s, %s)", [role, may_act])
        if not cursor.fetchone()[0]:
            cursor.execute(f"GRANT {role} TO current_user")
    except ProgrammingError as fault:
        raise UnfitDatabase(
            f"The owner of this database may not use the role {role} ({fault}). Ask the server's "
            f"administrator for: CREATE ROLE {role} NOLOGIN; GRANT {role} TO the owner."
        ) from fault


def grant() -> None:
    """The application's role has exactly its rights on every table there is. Owner only."""
    schema, role = settings.COUNTY_SCHEMA, settings.APP_ROLE
    with connection.cursor() as cursor:
        cursor.execute(f"GRANT USAGE ON SCHEMA {schema} TO {role}")
        cursor.execute(
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {role}"
        )
        cursor.execute(f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA {schema} TO {role}")
        for table in _with_partitions(APPEND_ONLY):
            cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {role}")
        for table in _with_partitions(READ_ONLY):
            cursor.execute(f"REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON {table} FROM {role}")


def _with_partitions(tables: tuple[str, ...]) -> list[str]:
    """Quoted names of those of the tables that exist, and of all their partitions."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH RECURSIVE named AS (
                SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname = %s AND c.relname = ANY(%s)
                UNION SELECT inhrelid FROM pg_inherits JOIN named ON inhparent = named.oid
            )
            SELECT oid::regclass::text FROM named
            """,
            [settings.COUNTY_SCHEMA, list(tables)],
        )
        return [row[0] for row in cursor.fetchall()]
