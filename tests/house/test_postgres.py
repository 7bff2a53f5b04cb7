"""The server a county brings along: made, shared, killed, recovered, and none of its rows lost."""

from __future__ import annotations

import os
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from wangge.ops import postgres
from wangge.ops.postgres import Cluster, PostgresError
from wangge.ops.unprivileged import CannotBeUnprivileged


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    """A server with real durability, in a folder of its own that others may pass through."""
    with tempfile.TemporaryDirectory(prefix="wangge-driver-") as folder:
        Path(folder).chmod(0o711)
        cluster = Cluster(Path(folder))
        cluster.start()
        yield cluster
        cluster.stop()


def _connect(cluster: Cluster) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(**cluster.server, dbname="postgres", autocommit=True)


def _kill(cluster: Cluster) -> None:
    pid = cluster.pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    until = time.monotonic() + 10
    while cluster.alive() and time.monotonic() < until:
        time.sleep(0.01)


def test_rows_survive_a_killed_server(cluster: Cluster) -> None:
    with _connect(cluster) as rows:
        rows.execute("CREATE TABLE case_row (no int)")
        rows.execute("INSERT INTO case_row SELECT generate_series(1, 1000)")
        _kill(cluster)
    assert not cluster.alive()
    cluster.start()
    with _connect(cluster) as rows:
        assert rows.execute("SELECT count(*) FROM case_row").fetchone() == (1000,)


def test_a_second_user_keeps_the_server_up(cluster: Cluster) -> None:
    second = Cluster(cluster.data)
    second.start()
    assert second.pid == cluster.pid
    cluster.stop()
    assert second.answers()
    second.stop()
    assert not second.answers()
    cluster.start()


def test_a_stopped_server_starts_with_its_rows(cluster: Cluster) -> None:
    with _connect(cluster) as rows:
        rows.execute("CREATE TABLE kept (no int)")
    cluster.stop()
    cluster.start()
    with _connect(cluster) as rows:
        assert rows.execute("SELECT to_regclass('kept')::text").fetchone() == ("kept",)


def test_what_was_answered_is_on_the_disk(cluster: Cluster) -> None:
    with _connect(cluster) as rows:
        for setting in ("fsync", "full_page_writes", "synchronous_commit", "data_checksums"):
            assert rows.execute(f"SHOW {setting}").fetchone() == ("on",), setting  # type: ignore[call-overload]


def test_nobody_reaches_it_but_by_its_own_folder(cluster: Cluster) -> None:
    with _connect(cluster) as rows:
        assert rows.execute("SHOW listen_addresses").fetchone() == ("",)
    assert cluster.run.stat().st_mode & 0o077 == 0
    assert cluster.folder.stat().st_mode & 0o077 == 0


def test_new_transactions_come_after_those_of_a_restored_log(cluster: Cluster) -> None:
    cluster.stop()
    cluster.make_later_than(5 << 32)
    cluster.start()
    with _connect(cluster) as rows:
        row = rows.execute("SELECT pg_current_xact_id()::text::bigint").fetchone()
    assert row is not None
    assert int(str(row[0])) > 5 << 32


def test_data_of_another_version_is_refused_in_words(cluster: Cluster) -> None:
    cluster.stop()
    version = cluster.folder / "PG_VERSION"
    before = version.read_text()
    version.write_text("9\n")
    with pytest.raises(PostgresError, match="written by PostgreSQL 9"):
        cluster.start()
    version.write_text(before)


def test_a_half_made_data_folder_is_made_again(cluster: Cluster) -> None:
    cluster.stop()
    cluster.folder.rename(cluster.data / "postgres.new")
    cluster.start()
    assert cluster.answers()


def test_a_deep_folder_still_gets_a_short_socket(tmp_path: Path) -> None:
    deep = tmp_path / ("very-deep-folder/" * 8)
    assert len(str(postgres.socket_dir(deep))) < 90
    assert postgres.socket_dir(deep) == postgres.socket_dir(deep)


def test_where_only_root_may_enter_it_works_or_says_why(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    try:
        hidden = Cluster(tmp_path)
    except CannotBeUnprivileged as refusal:
        assert "Start Wangge as an ordinary user" in str(refusal)  # noqa: PT017
        return
    hidden.start()
    assert hidden.answers()
    hidden.stop()


def test_missing_programs_are_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("WANGGE_PG_BIN", str(tmp_path))
    with pytest.raises(PostgresError, match="Check WANGGE_PG_BIN"):
        postgres.find_binaries()
