"""A throw-away county, served: its own database flushing to disk, the demo's land and posts.

Served by the same command as under `wangge up`; without the worker, whose pace is its own matter.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo

from wangge.ops import postgres
from wangge.ops.bench.running import answers, environment, free_port
from wangge.ops.parent import SUPERVISED
from wangge.ops.trouble import Trouble

_WANGGE = (sys.executable, "-m", "wangge")
_PATIENCE_S = 60.0
_OPTIONS = "-c search_path=county,public"


class Served:
    """A county that answers on `port`."""

    def __init__(self, data: Path, cluster: postgres.Cluster, port: int) -> None:
        self.data = data
        self.cluster = cluster
        self.port = port

    def rows(self, statement: str) -> list[Any]:
        """What the owner of the database reads."""
        to = {**self.cluster.server, "dbname": postgres.DATABASE, "options": _OPTIONS}
        with psycopg.connect(make_conninfo(**to)) as owner:
            return owner.execute(statement.encode()).fetchall()

    def token(self, username: str) -> str:
        """A fresh key of that person."""
        said = run("token", username, "--json", data=self.data)
        return str(json.loads(said)["token"])


@contextlib.contextmanager
def served_county() -> Iterator[Served]:
    """A new county is served inside; nothing is left of it afterwards."""
    with tempfile.TemporaryDirectory(prefix="wangge-bench-") as folder:
        data = Path(folder) / "data"
        run("prepare", "--demo", "--no-past", data=data)
        with served(data) as county:
            yield county


@contextlib.contextmanager
def served(data: Path) -> Iterator[Served]:
    """The county in `data` is served inside."""
    cluster = postgres.Cluster(data)
    cluster.start()
    try:
        port = free_port()
        web = subprocess.Popen(
            [*_WANGGE, "serve", f"--port={port}", f"--data={data}"],
            env={**environment(), "WANGGE_STATIC": "collected", SUPERVISED: "1"},
            stdout=subprocess.DEVNULL,
        )
        try:
            _await_answer(port)
            yield Served(data, cluster, port)
        finally:
            web.terminate()
            web.wait(30)
    finally:
        cluster.stop()


def run(*arguments: str, data: Path) -> str:
    """What `wangge …` says about the county in `data`."""
    done = subprocess.run(
        [*_WANGGE, *arguments, f"--data={data}"],
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise Trouble(f"wangge {' '.join(arguments)} failed:\n{done.stderr}")
    return done.stdout


def _await_answer(port: int) -> None:
    until = time.monotonic() + _PATIENCE_S
    while not answers(port):
        if time.monotonic() > until:
            raise Trouble(f"The county did not answer within {_PATIENCE_S:g} s; see above.")
        time.sleep(0.05)
