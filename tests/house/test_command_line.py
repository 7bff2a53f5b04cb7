"""`wangge` as an operator meets it: whole processes on a county of their own."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tarfile
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from wangge.ops.postgres import Cluster

#: What the test run itself set is not the operator's.
_OF_TESTS = {"DATA", "DJANGO_SETTINGS_MODULE", "WANGGE_SECRET_KEY"}
_ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in _OF_TESTS}


def _wangge(*words: str, ok: bool = True) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "wangge", *words]
    done = subprocess.run(command, capture_output=True, text=True, env=_ENVIRONMENT)
    assert not ok or done.returncode == 0, done.stdout + done.stderr
    return done


@contextlib.contextmanager
def _room() -> Iterator[Path]:
    """A folder that, as a county's usually does, lets others pass; pytest's own do not."""
    with tempfile.TemporaryDirectory(prefix="wangge-cli-") as folder:
        Path(folder).chmod(0o711)
        yield Path(folder)


@pytest.fixture
def room() -> Iterator[Path]:
    """A folder of the test's own."""
    with _room() as folder:
        yield folder


@pytest.fixture(scope="module")
def data() -> Iterator[Path]:
    """A prepared county without a demo, down."""
    with _room() as folder:
        yield from _county_in(folder / "data")


def _county_in(folder: Path) -> Iterator[Path]:
    _wangge("prepare", f"--data={folder}")
    yield folder
    left = Cluster(folder)
    left.hold()
    left.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(port: int) -> bool:
    """Whether the web server and its database are well."""
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2).close()
    except urllib.error.HTTPError as answer:
        answer.close()
        return False
    except OSError:
        return False
    return True


def _soon(port: int, *, within_s: float = 30) -> None:
    until = time.monotonic() + within_s
    while not _answers(port):
        assert time.monotonic() < until, f"no answer within {within_s} s"
        time.sleep(0.05)


class County:
    """A running `wangge up`."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.port = _free_port()
        self.log = (data / "up.log").open("w+")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "wangge", "up", f"--data={data}", f"--port={self.port}"],
            stdout=self.log,
            stderr=subprocess.STDOUT,
            env=_ENVIRONMENT,
        )

    def offspring(self) -> dict[int, str]:
        """Process ids and commands of all that works on this county, from Linux's /proc."""
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                environment = (folder / "environ").read_bytes()
                command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue
            ours = f"DATA={self.data}\0".encode() in environment or f"-D {self.data}" in command
            if ours and command:
                found[int(folder.name)] = command
        return found

    def stop(self, number: int = signal.SIGINT) -> int:
        self.process.send_signal(number)
        return self.process.wait(30)


@pytest.fixture
def county(data: Path) -> Iterator[County]:
    running = County(data)
    try:
        _soon(running.port)
        yield running
    finally:
        if running.process.poll() is None:
            running.stop()
        running.log.close()


def test_ctrl_c_leaves_nothing_running(county: County) -> None:
    assert county.stop() == 0
    assert county.offspring() == {}


def test_each_part_that_is_killed_comes_back(county: County) -> None:
    for part in ("postgres -D", "wangge serve", "wangge worker"):
        (killed, *_) = (pid for pid, command in county.offspring().items() if part in command)
        os.kill(killed, signal.SIGKILL)
        until = time.monotonic() + 20
        while not any(part in c for pid, c in county.offspring().items() if pid != killed):
            assert time.monotonic() < until, f"{part} did not come back"
            time.sleep(0.05)
        _soon(county.port)


def test_a_killed_supervisor_takes_its_children_along(county: County) -> None:
    county.process.kill()
    county.process.wait()
    until = time.monotonic() + 20
    while county.offspring():
        assert time.monotonic() < until, county.offspring()
        time.sleep(0.05)


def test_a_county_runs_once(county: County) -> None:
    again = _wangge("up", f"--data={county.data}", f"--port={_free_port()}", ok=False)
    assert again.returncode == 1
    assert "already up" in again.stderr


def test_a_taken_port_is_named(county: County, room: Path) -> None:
    again = _wangge("up", f"--data={room}", f"--port={county.port}", ok=False)
    assert f"Port {county.port}" in again.stderr


def test_the_doctor_finds_a_new_county_well(data: Path) -> None:
    findings = json.loads(_wangge("doctor", "--json", f"--data={data}").stdout)
    assert [f for f in findings if f["state"] == "fault"] == []
    assert {"chinese", "rights", "migrations"} <= {f["about"] for f in findings}


def test_where_there_is_no_county_none_is_made(room: Path) -> None:
    done = _wangge("doctor", f"--data={room / 'none'}", ok=False)
    assert "There is no county" in done.stderr
    assert not (room / "none").exists()


def test_a_backup_becomes_the_same_county(data: Path, room: Path) -> None:
    (data / "evidence").mkdir(exist_ok=True)
    (data / "evidence" / "photo.jpg").write_bytes(b"photo")
    backup, restored = room / "county.tar", room / "restored"
    _wangge("backup", str(backup), f"--data={data}")
    assert backup.stat().st_mode & 0o077 == 0
    with tarfile.open(backup) as tar:
        assert not [name for name in tar.getnames() if "keys" in name or "ring" in name]
    _wangge("restore", str(backup), f"--data={restored}", f"--keys={data / 'keys'}")
    assert (restored / "evidence" / "photo.jpg").read_bytes() == b"photo"
    assert (restored / "secret-key").read_text() == (data / "secret-key").read_text()
    findings = json.loads(_wangge("doctor", "--json", f"--data={restored}").stdout)
    assert {f["state"] for f in findings if f["about"] in {"migrations", "rights", "keys"}} == {
        "well"
    }


def test_a_backup_is_not_restored_without_its_keys(data: Path, room: Path) -> None:
    backup, restored = room / "county.tar", room / "restored"
    _wangge("backup", str(backup), f"--data={data}")
    done = _wangge("restore", str(backup), f"--data={restored}", ok=False)
    assert "--keys" in done.stderr
    assert not restored.exists()
    _wangge("restore", str(backup), f"--data={restored}", "--without-keys")
    findings = json.loads(_wangge("doctor", "--json", f"--data={restored}", ok=False).stdout)
    (lost,) = (f for f in findings if f["about"] == "keys")
    assert "sealed with key 1" in lost["sentence"]


def test_the_doctor_notices_keys_of_another_county(data: Path, room: Path) -> None:
    ring = data / "keys" / "ring.json"
    ours = ring.read_text()
    try:
        ring.write_text(ours.replace('"secret": "', '"secret": "AAAA', 1))
        findings = json.loads(_wangge("doctor", "--json", f"--data={data}", ok=False).stdout)
    finally:
        ring.write_text(ours)
    assert {f["state"] for f in findings if f["about"] == "keys"} == {"fault"}


def test_a_key_is_exchanged(data: Path) -> None:
    before = json.loads(_wangge("keys", "show", "--json", f"--data={data}").stdout)["keys"]
    number = json.loads(_wangge("keys", "rotate", "--json", f"--data={data}").stdout)["current"]
    _wangge("keys", "reseal", f"--data={data}")
    after = json.loads(_wangge("keys", "show", "--json", f"--data={data}").stdout)["keys"]
    assert len(after) == len(before) + 1
    assert [key["number"] for key in after if key["current"]] == [number]
    assert "secret" not in str(after)


def test_a_restore_overwrites_nothing(data: Path, room: Path) -> None:
    backup = room / "county.tar"
    _wangge("backup", str(backup), f"--data={data}")
    done = _wangge("restore", str(backup), f"--data={data}", ok=False)
    assert "overwrites nothing" in done.stderr
    assert (data / "postgres" / "PG_VERSION").exists()


def test_a_damaged_backup_is_refused_whole(data: Path, room: Path) -> None:
    backup, damaged = room / "county.tar", room / "damaged.tar"
    _wangge("backup", str(backup), f"--data={data}")
    with tarfile.open(backup) as whole, tarfile.open(damaged, "w") as copy:
        for member in whole:
            content = whole.extractfile(member)
            assert content is not None
            if member.name == "database.dump":
                (room / "dump").write_bytes(b"x" + content.read()[1:])
                copy.add(room / "dump", member.name)
            else:
                copy.addfile(member, content)
    done = _wangge("restore", str(damaged), f"--data={room / 'restored'}", ok=False)
    assert "does not have its checksum" in done.stderr
    assert not (room / "restored").exists()


def test_help_answers_without_loading_the_county() -> None:
    code = "import sys; from wangge.ops.cli import main; main(['--help'], standalone_mode=False)"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}; assert 'django' not in sys.modules"],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert "backup" in done.stdout
