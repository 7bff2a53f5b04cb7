"""What every test stands on: a real PostgreSQL of its own, used with the application's rights.

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

import pytest
from django.conf import settings
from django.db import connections
from django.test import TransactionTestCase
from pytest_django.plugin import DjangoDbBlocker
from tests.settings import DATA_PREFIX

from wangge.ops import database
from wangge.ops.postgres import Cluster

_DATABASE = "test_wangge"

pytest_plugins = ["tests.liling", "tests.homes", "tests.queries", "tests.site"]


def _binaries() -> Path | None:
    wanted = os.environ.get("WANGGE_TEST_PG")
    if wanted is None:
        return None
    folder = Path(f"/usr/lib/postgresql/{wanted}/bin")
    assert (folder / "postgres").exists(), f"WANGGE_TEST_PG={wanted}, but there is no {folder}"
    return folder


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On a second PostgreSQL only what asks it for rows is run again: no browser, no long walk.

    The walks through every door as everybody ask nothing that the pages' own tests do not ask.
    """
    if "WANGGE_TEST_PG" not in os.environ:
        return
    again = [item for item in items if _asks_for_rows(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in again])
    items[:] = again


def _asks_for_rows(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    rows = item.get_closest_marker("django_db") is not None or "db" in fixtures
    walks = item.path.name in ("test_every_screen.py", "test_special_domain.py")
    return rows and not walks and not fixtures & {"chromium", "site"}


def _sweep() -> None:
    """Stop and remove what a killed run left behind: nobody holds its lock any more."""
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
    """The PostgreSQL server of this run, not flushing to disk."""
    _sweep()
    cluster = Cluster(Path(settings.DATA), binaries=_binaries(), durable=False)
    cluster.start()
    yield cluster
    cluster.stop()


@pytest.fixture(scope="session")
def django_db_setup(
    test_cluster: Cluster, django_test_environment: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """A migrated database; from here on the connection has only the application's rights."""
    connections["default"].settings_dict["NAME"] = _DATABASE
    database.make_database(test_cluster.server, _DATABASE)
    with django_db_blocker.unblock():
        database.prepare()
    yield
    with django_db_blocker.unblock():
        connections.close_all()


@pytest.fixture(scope="session", autouse=True)
def _flush_as_owner() -> Iterator[None]:
    """Emptying tables after a test with real commits is beyond the application's rights."""
    tear_down = TransactionTestCase._fixture_teardown

    def as_owner(self: TransactionTestCase) -> None:
        with database.as_owner():
            tear_down(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", as_owner)
        yield


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """No test meets the roster or the tokens of another, whose rows were rolled back."""
    from wangge.accounts.keys import forget_tokens  # why: models exist only by now
    from wangge.territory.access.posts import forget_roster  # why: models exist only by now

    forget_roster()
    forget_tokens()
