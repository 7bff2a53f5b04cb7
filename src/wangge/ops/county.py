"""The county a command works on: its data folder, its database, Django set up for it.

Every command that reads or writes rows begins with `with county(data):` and imports models after.
"""

from __future__ import annotations

import contextlib
import os
import warnings
from collections.abc import Iterator
from pathlib import Path

import django
from django.db import connections

from wangge.ops import database, postgres
from wangge.ops.trouble import Trouble

#: Commands run longer than a page may: an hour a statement.
_STATEMENT_TIMEOUT_S = "3600"


def outside_server() -> bool:
    """Whether the county's database is somebody else's server, not ours to start or stop."""
    return bool(os.environ.get("WANGGE_DATABASE_URL"))


def choose(data: Path) -> None:
    """From here on this program and its children work on the county in `data`."""
    os.environ["DATA"] = str(data.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wangge.config.settings")


@contextlib.contextmanager
def server_running(data: Path) -> Iterator[postgres.Cluster | None]:
    """The database server answers inside; None where it is an outside one."""
    if outside_server():
        yield None
        return
    cluster = postgres.Cluster(data)
    cluster.start()
    try:
        yield cluster
    finally:
        cluster.stop()


@contextlib.contextmanager
def county(data: Path, *, server: bool = True, make: bool = False) -> Iterator[None]:
    """Inside, the server answers and Django is set up: models may be imported and rows read.

    `server=False`: Django alone, for what looks at the code only. `make`: where there is no county
    yet, its database is made, without tables; else that is refused.
    """
    if server and not make and not outside_server() and not (data / "postgres").exists():
        raise Trouble(f"There is no county in {data}. `wangge up` makes one.")
    choose(data)
    if not server:
        os.environ.setdefault("WANGGE_SECRET_KEY", "signs nothing: only the code is looked at")
        warnings.filterwarnings("ignore", "Got an error checking a consistent migration history")
        django.setup()
        yield
        return
    os.environ.setdefault("WANGGE_STATEMENT_TIMEOUT_S", _STATEMENT_TIMEOUT_S)
    with server_running(data) as cluster:
        django.setup()
        if cluster is not None:
            database.make_database(cluster.server, postgres.DATABASE)
        try:
            yield
        finally:
            connections.close_all()
