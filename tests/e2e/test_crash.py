"""Kill -9 in mid-load, twenty times: every acknowledged report is there, and none is there twice.

The county runs under `wangge up` with its database flushing to disk. Phones keep sending; a web
worker or the database itself is killed under them; the supervisor brings it back; the phones send
again, with the same ids, whatever was not acknowledged.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from wangge.lib.ids import uuid7
from wangge.ops import postgres
from wangge.ops.bench.running import answers, free_port, start
from wangge.ops.bench.served import run

KILLS = 20
PHONES = 6
PATIENCE_S = 30.0
#: In 东富镇东富村, near enough.
POINT = {"lon": 113.5, "lat": 27.65, "datum": "wgs84"}


@dataclass
class Phone:
    """Sends one report after another, each until it is acknowledged."""

    port: int
    token: str
    number: int
    stop: threading.Event
    acknowledged: dict[UUID, str] = field(default_factory=dict)
    sent_again: int = 0
    wrong: list[str] = field(default_factory=list)

    def run(self) -> None:
        while not self.stop.is_set():
            pk = uuid7()
            tries = 0
            while not self._send(pk):
                tries += 1
                if tries > 300:
                    self.wrong.append(f"{pk} was never taken")
                    return
                time.sleep(0.1)
            self.sent_again += tries > 0

    def _send(self, pk: UUID) -> bool:
        body = {
            "id": str(pk),
            "line": "city_management",
            "item": "E01.10",
            "text": f"第{self.number}部手机上报：路口有垃圾没有收。",
            "point": POINT,
        }
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            line.request(
                "POST",
                "/api/v1/cases",
                json.dumps(body).encode(),
                {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"},
            )
            answer = line.getresponse()
            said = answer.read()
        except (OSError, http.client.HTTPException):
            return False
        finally:
            line.close()
        if answer.status in (200, 201):
            self.acknowledged[pk] = json.loads(said)["no"]
            return True
        if answer.status < 500:
            self.wrong.append(f"{answer.status} {said[:200]!r}")
            return True
        return False


@dataclass
class Town:
    """A county under `wangge up`."""

    data: Path
    port: int
    token: str
    supervisor: subprocess.Popen[bytes]

    def web_workers(self) -> list[int]:
        """Processes that answer requests: the children of `wangge serve`."""
        serving = [pid for pid in _children(self.supervisor.pid) if "serve" in _command(pid)]
        return [child for pid in serving for child in _children(pid)]

    def postmaster(self) -> int:
        pid = postgres.Cluster(self.data).pid
        assert pid is not None
        return pid

    def rows(self, statement: str) -> list[tuple[object, ...]]:
        to = {**postgres.Cluster(self.data).server, "dbname": postgres.DATABASE}
        with psycopg.connect(make_conninfo(**to), options="-c search_path=county") as owner:
            return owner.execute(statement.encode()).fetchall()


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    data, port = tmp_path / "data", free_port()
    run("prepare", "--demo", "--no-past", data=data)
    token = json.loads(run("token", "chenyi", "--json", data=data))["token"]
    supervisor = start(data, port)
    try:
        yield Town(data, port, token, supervisor)
    finally:
        supervisor.send_signal(signal.SIGINT)
        supervisor.wait(60)


def test_nothing_acknowledged_is_lost_and_nothing_is_there_twice(town: Town) -> None:
    stop = threading.Event()
    phones = [Phone(town.port, town.token, number, stop) for number in range(PHONES)]
    threads = [threading.Thread(target=phone.run, daemon=True) for phone in phones]
    for thread in threads:
        thread.start()
    dice = random.Random(20)
    for kill in range(KILLS):
        time.sleep(dice.uniform(0.2, 0.8))
        victim = town.postmaster() if kill % 3 == 0 else dice.choice(_some(town))
        os.kill(victim, signal.SIGKILL)
        _await_answer(town.port)
    stop.set()
    for thread in threads:
        thread.join(PATIENCE_S)

    assert [fault for phone in phones for fault in phone.wrong] == []
    acknowledged = {pk: no for phone in phones for pk, no in phone.acknowledged.items()}
    there = dict(town.rows("SELECT id, no FROM cases_case"))
    assert len(acknowledged) > KILLS
    assert sum(phone.sent_again for phone in phones) > 0, "no report was ever interrupted"
    assert {pk: there.get(pk) for pk in acknowledged} == acknowledged
    assert set(there) == set(acknowledged), "a case nobody was told of"
    ((entries, subjects),) = town.rows(
        "SELECT count(*), count(DISTINCT subject) FROM audit_entry WHERE name = 'case.reported'"
    )
    assert entries == subjects == len(there)
    assert len(set(there.values())) == len(there), "a number was given twice"


def _some(town: Town) -> list[int]:
    until = time.monotonic() + PATIENCE_S
    while not (found := town.web_workers()):
        assert time.monotonic() < until, "no web worker came back"
        time.sleep(0.05)
    return found


def _await_answer(port: int) -> None:
    until = time.monotonic() + PATIENCE_S
    while not answers(port):
        assert time.monotonic() < until, "the county did not come back"
        time.sleep(0.05)


def _children(pid: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += [int(child) for child in task.read_text().split()]
        except OSError:
            continue
    return found


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""
