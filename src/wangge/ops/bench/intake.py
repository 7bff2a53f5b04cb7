"""`wangge bench intake`: reports over HTTP next to what the database alone can commit.

Value: 201s a second, 16 keep-alive connections with a token, every one located, routed, logged and
durable. Yardstick: pgbench committing the very same statement, prepared, from 16 clients, on the
same server in the same run. The two take turns, so that a busy machine harms both alike.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
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
_WARM_S = 2.0


class NotAll(AssertionError):
    """Something that was acknowledged is not there, or is there twice."""


def bench_intake(*, full: bool = False) -> Figures:
    """Reports a second over pgbench's commits a second; raises if one was lost or refused."""
    began = time.monotonic()
    rounds, seconds = (4, 10.0) if full else (2, 5.0)
    with served_county() as county:
        token, spots = county.token("chenyi"), points(county)
        acknowledged: list[UUID] = []
        crowd(county.port, _crowd(token, spots, acknowledged, CONNECTIONS), seconds=_WARM_S)
        statement = pgbench_script(county, acknowledged[0])
        done, http_s, commits = 0, 0.0, list[float]()
        for _ in range(rounds):
            before = len(acknowledged)
            http_s += crowd(
                county.port, _crowd(token, spots, acknowledged, CONNECTIONS), seconds=seconds
            )
            done += len(acknowledged) - before
            commits.append(pgbench(county, *statement, clients=CONNECTIONS, seconds=seconds))
        check_all_there(county, acknowledged)
    rate, limit = done / http_s, sum(commits) / len(commits)
    return {
        "name": "intake",
        "value": round(rate),
        "unit": "reports/s",
        "yardstick": "pgbench -M prepared, same statement, 16 clients",
        "yardstick_value": round(limit),
        "ratio": round(rate / limit, 3),
        "n": done,
        "seconds": round(time.monotonic() - began, 1),
    }


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


def _crowd(
    token: str, spots: list[tuple[float, float]], acknowledged: list[UUID], size: int
) -> list[Script]:
    base = len(acknowledged)
    return [_reporting(reports(token, spots, base + n), acknowledged) for n in range(size)]


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
