"""`wangge bench intake`: reports over HTTP next to what the database alone can commit.

Value: 201s a second, 16 keep-alive connections with a token (`intake-crowd`: 128), every one
located, routed, logged and durable. Yardstick: pgbench committing the very same statement,
prepared, from as many clients, on the same server in the same run. The two take turns, so that a
busy machine harms both alike. What is sent is written before the clock starts; what the sending
itself costs is told beside the figures.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from itertools import islice
from random import Random
from uuid import UUID

import shapely

from wangge.cases.actions import record
from wangge.lib.ids import uuid7
from wangge.ops.bench import Figures
from wangge.ops.bench.load import Reply, Script, crowd, request
from wangge.ops.bench.served import Served, served_county
from wangge.ops.postgres import DATABASE, OWNER, find_binaries
from wangge.ops.simulate.words import report_text, topics

CONNECTIONS = 16
CROWD = 128
_WARM_S = 2.0
#: Reports written beforehand for every second: more than any machine here has taken.
_MOST_A_SECOND = 8_000


class NotAll(AssertionError):
    """Something that was acknowledged is not there, or is there twice."""


def bench_intake(*, full: bool = False) -> Figures:
    """Reports a second from 16 connections over pgbench's commits a second."""
    return _measured("intake", CONNECTIONS, full=full)


def bench_intake_crowd(*, full: bool = False) -> Figures:
    """The same from 128 connections, 128 clients of pgbench."""
    return _measured("intake-crowd", CROWD, full=full)


def _measured(name: str, connections: int, *, full: bool) -> Figures:
    """The figures; raises if a report was lost or refused."""
    began = time.monotonic()
    rounds, seconds = (4, 10.0) if full else (2, 5.0)
    with served_county() as county:
        sender = _Sender(county, connections)
        sender.send(_WARM_S)
        statement = pgbench_script(county, sender.acknowledged[0])
        done, http_s, own_s, commits = 0, 0.0, 0.0, list[float]()
        for _ in range(rounds):
            before = len(sender.acknowledged)
            took_s, cpu_s = sender.send(seconds)
            http_s, own_s = http_s + took_s, own_s + cpu_s
            done += len(sender.acknowledged) - before
            commits.append(pgbench(county, *statement, clients=connections, seconds=seconds))
        check_all_there(county, sender.acknowledged)
    rate, limit = done / http_s, sum(commits) / len(commits)
    return {
        "name": name,
        "value": round(rate),
        "unit": "reports/s",
        "yardstick": f"pgbench -M prepared, same statement, {connections} clients",
        "yardstick_value": round(limit),
        "ratio": round(rate / limit, 3),
        "n": done,
        "seconds": round(time.monotonic() - began, 1),
        "detail": f"sending took {own_s / http_s / (os.cpu_count() or 1):.0%} of the machine; "
        f"rounds of pgbench {min(commits):.0f} to {max(commits):.0f}/s",
    }


class _Sender:
    """So many connections that report, and what was acknowledged to them."""

    def __init__(self, county: Served, connections: int) -> None:
        self.acknowledged: list[UUID] = []
        self._port = county.port
        self._connections = connections
        self._given = reports(county.token("chenyi"), points(county), seed=1)

    def send(self, seconds: float) -> tuple[float, float]:
        """Seconds it took, and processor seconds of our own."""
        ready = iter(list(islice(self._given, int(_MOST_A_SECOND * seconds))))
        scripts = [_reporting(ready, self.acknowledged) for _ in range(self._connections)]
        before_s = time.process_time()
        took_s = crowd(self._port, scripts, seconds=seconds)
        return took_s, time.process_time() - before_s


def points(county: Served) -> list[tuple[float, float]]:
    """A point well inside every grid, (lon, lat)."""
    rows = county.rows(
        "SELECT b.wkb FROM territory_boundary b JOIN territory_area a ON a.id = b.area_id"
        " WHERE a.level = 'grid'"
    )
    inside = [shapely.from_wkb(bytes(wkb)).representative_point() for (wkb,) in rows]
    return [(point.x, point.y) for point in inside]


def reports(
    token: str, spots: list[tuple[float, float]], seed: int
) -> Iterator[tuple[UUID, bytes]]:
    """Reports as a resident's phone sends them, each with its own id; without end."""
    rng, known = Random(seed), topics()
    while True:
        topic, (lon, lat) = rng.choice(known), rng.choice(spots)
        pk = uuid7()
        body = {
            "id": str(pk),
            "line": topic.line,
            "item": topic.item,
            "text": report_text(topic, "村口", "resident", rng),
            "point": {
                "lon": lon + rng.gauss(0, 0.0005),
                "lat": lat + rng.gauss(0, 0.0005),
                "datum": "wgs84",
            },
            "reporter": {"name": "陈姨", "phone": "10000000001"},
        }
        yield pk, request("POST", "/api/v1/cases", token, body)


def _reporting(given: Iterator[tuple[UUID, bytes]], acknowledged: list[UUID]) -> Script:
    for pk, data in given:
        reply: Reply = yield data
        if reply.status != 201:
            raise NotAll(f"{reply.status}: {reply.body[:300]!r}")
        acknowledged.append(pk)


def check_all_there(county: Served, acknowledged: list[UUID]) -> None:
    """Every acknowledged report is a case, with one first entry of its log; none is there twice."""
    there = {row[0] for row in county.rows("SELECT id FROM cases_case")}
    lost = [pk for pk in acknowledged if pk not in there]
    if lost or len(set(acknowledged)) != len(acknowledged):
        raise NotAll(f"{len(lost)} of {len(acknowledged)} acknowledged reports are not there")
    entries, subjects = county.rows(
        "SELECT count(*), count(DISTINCT subject) FROM audit_entry WHERE name = 'case.reported'"
    )[0]
    if entries != subjects or entries < len(acknowledged):
        raise NotAll(f"{entries} entries for {subjects} cases")


#: What must differ from row to row, by column of the statement: SQL over two random numbers.
_NUMBERS = "\\set a random(0, 9223372036854775806)\n\\set b random(0, 9223372036854775806)\n"
_CASE = "(lpad(to_hex(:a::bigint), 16, '0') || lpad(to_hex(:b::bigint), 16, '0'))::uuid"
_TOLD = "(lpad(to_hex(:b::bigint), 16, '0') || lpad(to_hex(:a::bigint), 16, '0'))::uuid"
_NO = "'B-' || to_hex(:a::bigint) || to_hex(:b::bigint)"


def pgbench_script(county: Served, case: UUID) -> tuple[str, Mapping[str, str]]:
    """The statement of a report with pgbench's variables for its parameters, and their values.

    The values are those of a real case; only its ids and its number are drawn anew each time.
    """
    columns = {
        "cases_case": ["id", "no", *record.ROW],
        "cases_reporter": record.REPORTER,
        "audit_entry": record.ENTRY,
    }
    drawn = {
        ("cases_case", "id"): _CASE,
        ("cases_case", "no"): _NO,
        ("cases_reporter", "id"): _TOLD,
        ("cases_reporter", "case_id"): _CASE,
        ("audit_entry", "subject"): _CASE,
    }
    key = {"cases_case": "id", "cases_reporter": "case_id", "audit_entry": "subject"}
    marks: list[str] = []
    values: dict[str, str] = {}
    for table, names in columns.items():
        texts = ", ".join(f"{name}::text" for name in names)
        row = county.rows(f"SELECT {texts} FROM {table} WHERE {key[table]} = '{case}'")[0]  # noqa: S608
        for name, value in zip(names, row, strict=True):
            mark = f"v{len(marks) + 1}"
            if (table, name) in drawn:
                marks.append(drawn[table, name])
            elif not value:  # pgbench has no such variables
                marks.append("NULL" if value is None else "''")
            else:
                marks.append(f":{mark}")
                values[mark] = value
    statement = re.sub(r"\$(\d+)", lambda m: marks[int(m[1]) - 1], record.INSERT_CASE_AND_REPORTER)
    return f"{_NUMBERS}{statement};\n", values


def pgbench(
    county: Served, script: str, values: Mapping[str, str], *, clients: int, seconds: float
) -> float:
    """Commits a second of the script, prepared, by so many clients."""
    with tempfile.NamedTemporaryFile("w", suffix=".sql", encoding="utf-8") as file:
        file.write(script)
        file.flush()
        done = subprocess.run(
            [
                find_binaries() / "pgbench",
                *("--no-vacuum", "--protocol=prepared", f"--file={file.name}"),
                *(f"--client={clients}", "--jobs=2", f"--time={seconds:.0f}"),
                *(f"--define={name}={value}" for name, value in values.items()),
                DATABASE,
            ],
            env={
                **os.environ,
                "PGHOST": str(county.cluster.run),
                "PGUSER": OWNER,
                "PGOPTIONS": "-c search_path=county,public -c role=wangge_app",
            },
            capture_output=True,
            text=True,
            check=False,
        )
    found = re.search(r"tps = ([\d.]+)", done.stdout)
    if done.returncode != 0 or found is None:
        raise RuntimeError(f"pgbench failed:\n{done.stderr[-2000:]}")
    return float(found[1])
