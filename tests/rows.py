"""Where a test's rows stand: a PostgreSQL of the run's own, and in it two databases.

`test_empty` is migrated and holds nothing; `test_liling` holds the installed county, for tests
that ask for `liling`. What a test writes is rolled back, so that no test meets another's rows and
tests may run in any order, or in several processes. A test with real commits has `test_empty`
cloned anew after it. The site's own database is made in `tests.site`.

The server starts when the first test asks for rows, so pure tests never wait for it.
WANGGE_TEST_PG=15 takes Debian's PostgreSQL 15 instead of the one Wangge brings along.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connections
from django.test import TransactionTestCase
from psycopg import sql
from pytest_django.plugin import DjangoDbBlocker
from tests.settings import DATA_PREFIX

from wangge.accounts.keys import forget_tokens
from wangge.cases.actions.numbers import forget_blocks
from wangge.catalogue.access import forget as forget_catalogue
from wangge.ops import database
from wangge.ops.postgres import Cluster
from wangge.privacy.sealing import forget_ring
from wangge.territory.access import forget_roster, forget_territory

#: Migrated once a run; the others are copies of it.
_TEMPLATE = "test_template"
_EMPTY = "test_empty"
LILING = "test_liling"

_FORGET = (
    forget_roster,
    forget_territory,
    forget_tokens,
    forget_catalogue,
    forget_blocks,
    forget_ring,
)


def work_on(name: str) -> str:
    """This process works on that database and remembers nothing of the one before, whose name
    is returned.
    """
    county = connections["default"]
    before = str(county.settings_dict["NAME"])
    if before != name:
        county.close()
        county.settings_dict["NAME"] = name
        for forget in _FORGET:
            forget()
    return before


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Before anything else of a test is made ready, its database is chosen."""
    work_on(LILING if "_installed" in getattr(item, "fixturenames", ()) else _EMPTY)


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """No test meets the roster or the tokens of another, whose rows were rolled back."""
    forget_roster()
    forget_tokens()


def _binaries() -> Path | None:
    wanted = os.environ.get("WANGGE_TEST_PG")
    if wanted is None:
        return None
    folder = Path(f"/usr/lib/postgresql/{wanted}/bin")
    assert (folder / "postgres").exists(), f"WANGGE_TEST_PG={wanted}, but there is no {folder}"
    return folder


def pytest_sessionstart(session: pytest.Session) -> None:
    """What a killed run left is stopped and removed: nobody holds its lock any more."""
    if hasattr(session.config, "workerinput"):
        return  # done before the processes of this run were started
    for data in Path(tempfile.gettempdir()).glob(f"{DATA_PREFIX}*"):
        lock = data / ".postgres-in-use.lock"
        if not lock.exists():
            continue
        with lock.open() as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
        left = Cluster(data, durable=False)
        left.hold()
        left.stop()
        shutil.rmtree(data, ignore_errors=True)


@pytest.fixture(scope="session")
def test_cluster() -> Iterator[Cluster]:
    """The PostgreSQL server of this process, not flushing to disk."""
    cluster = Cluster(Path(settings.DATA), binaries=_binaries(), durable=False)
    cluster.start()
    yield cluster
    cluster.stop()


@pytest.fixture(scope="session")
def django_db_setup(
    test_cluster: Cluster, django_test_environment: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """A migrated database; from here on the connection has only the application's rights."""
    database.make_database(test_cluster.server, _TEMPLATE)
    before = work_on(_TEMPLATE)
    with django_db_blocker.unblock():
        database.prepare()
        work_on(before)
    copy(test_cluster, _EMPTY)
    yield
    with django_db_blocker.unblock():
        connections.close_all()


def copy(cluster: Cluster, name: str) -> None:
    """The database of that name is as the migrations leave it, whatever it held before."""
    with psycopg.connect(**cluster.server, dbname="postgres", autocommit=True) as owner:
        new = sql.Identifier(name)
        owner.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(new))
        template = sql.Identifier(_TEMPLATE)
        owner.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(new, template)
        )


@pytest.fixture(scope="session", autouse=True)
def _copied_anew_after_commits(request: pytest.FixtureRequest) -> Iterator[None]:
    """Instead of emptying its tables, which is slow and loses what migrations wrote."""

    def anew(self: TransactionTestCase) -> None:
        county = connections["default"]
        assert county.settings_dict["NAME"] == _EMPTY, "the county for real commits is `site`"
        county.close()
        copy(request.getfixturevalue("test_cluster"), _EMPTY)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", anew)
        yield
