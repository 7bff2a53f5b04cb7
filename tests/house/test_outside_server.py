"""A county on somebody else's PostgreSQL, whose owner there is no superuser."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from wangge.ops.postgres import Cluster

_OF_TESTS = {"DATA", "DJANGO_SETTINGS_MODULE", "WANGGE_SECRET_KEY"}


@pytest.fixture
def outside() -> Iterator[Cluster]:
    """A server that has never heard of Wangge, with a database and its owner."""
    with tempfile.TemporaryDirectory(prefix="wangge-outside-") as folder:
        Path(folder).chmod(0o711)
        cluster = Cluster(Path(folder), durable=False)
        cluster.start()
        with psycopg.connect(**cluster.server, dbname="postgres", autocommit=True) as superuser:
            superuser.execute("CREATE ROLE county_owner LOGIN CREATEROLE PASSWORD 'owner'")
            superuser.execute("CREATE DATABASE county OWNER county_owner")
        yield cluster
        cluster.stop()


def _wangge(outside: Cluster, data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name not in _OF_TESTS}
    environment["WANGGE_DATABASE_URL"] = (
        f"host={outside.run} user=county_owner password=owner dbname=county"
    )
    command = [sys.executable, "-m", "wangge", *words, f"--data={data}"]
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    assert "Traceback" not in done.stderr, done.stderr
    return done


def test_an_ordinary_owner_can_prepare_a_county(outside: Cluster, tmp_path: Path) -> None:
    _wangge(outside, tmp_path, "prepare")
    done = _wangge(outside, tmp_path, "doctor", "--json")
    findings = {finding["about"]: finding["state"] for finding in json.loads(done.stdout)}
    assert findings["rights"] == findings["migrations"] == findings["chinese"] == "well"
    assert findings["durability"] == "fault"  # the tests' server does not flush


def test_an_owner_without_the_role_hears_what_to_ask_for(outside: Cluster, tmp_path: Path) -> None:
    with psycopg.connect(**outside.server, dbname="postgres", autocommit=True) as superuser:
        superuser.execute("CREATE ROLE wangge_app NOLOGIN")
    done = _wangge(outside, tmp_path, "prepare")
    assert done.returncode == 1
    assert "GRANT wangge_app TO" in done.stderr
