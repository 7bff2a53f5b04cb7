"""`wangge bench import-cases`: a Parquet file of another system's cases, brought in by processes.

Verified, located, routed, logged, durable; the clock runs from opening the file to the last commit,
the start of the processes included. Beside it: plain COPY of the same rows into the same tables of
a second county, which does none of that; the file brought in again; and how fast those who follow
the log catch up. Three in ten rows have a name and a telephone, which are sealed.
"""

from __future__ import annotations

import os
import random
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pyarrow as arrow
import shapely
from django.db import connection, transaction
from pyarrow import parquet

from wangge.core.importing.foreign import ForeignSystem
from wangge.lib.clock import utc_now
from wangge.ops.bench import Figures
from wangge.ops.bench.apart import apart, server_cpu_s
from wangge.ops.bench.served import run
from wangge.ops.imports.cases import bring_in

#: Promised: so many cases a second.
_FLOOR = 30_000
#: Rows copied for the yardstick, and entries the followers are timed with, at most.
_COPIED, _FOLLOWED = 100_000, 20_000
_FOLLOWERS = ("cases.boxes", "ledger.tallies")
_CHUNK_LINES, _GROUP = 5_000, 50_000
_WITH_REPORTER = 0.3
_BEGIN = datetime(2023, 1, 1, tzinfo=UTC)
_SPAN_S = 3 * 365 * 86_400
_SAYINGS = (
    "路灯不亮，晚上走路看不见，请尽快维修。",
    "小区门口垃圾成堆，气味很大，影响居民生活，希望尽快清理。",
    "井盖松动，车辆经过有响声，夜里睡不着。",
    "有人占道经营，行人只能走机动车道，十分危险。",
)
_WORDS = (
    *("来源系统", "原编号", "业务线", "类别", "描述", "地点", "坐标系", "办理结果", "来源"),
    *("处理意见", "满意度", "上报人", "电话"),
)
_SCHEMA = arrow.schema(
    [
        *((word, arrow.string()) for word in _WORDS),
        *((word, arrow.float64()) for word in ("经度", "纬度")),
        *((word, arrow.timestamp("s", "UTC")) for word in ("上报时间", "到期时间", "结案时间")),
    ]
)


class Run(NamedTuple):
    """One run of the import: what it brought, how long, and processor seconds here and there."""

    new: int
    same: int
    seconds: float
    cpu_s: float
    server_s: float


class NotAsExpected(AssertionError):
    """The import brought in another number of cases than there are."""


def bench_import_cases(*, full: bool = False) -> Figures:
    """Cases a second: a million by two processes, or `full=False` 20,000 by one."""
    began = time.monotonic()
    count, workers = (1_000_000, 2) if full else (20_000, 0)
    with tempfile.TemporaryDirectory(prefix="wangge-bench-") as folder:
        data, other, file = Path(folder, "data"), Path(folder, "other"), Path(folder, "old.parquet")
        pieces = Path(folder, "pieces")
        pieces.mkdir()
        for one in (data, other):
            run("prepare", "--demo", "--no-past", data=one)
        apart(_write_file, data, file, count)
        first = apart(_brought, data, data, file, workers)
        again = apart(_brought, data, data, file, workers)
        if (first.new, again.new, again.same) != (count, 0, count):
            raise NotAsExpected(f"{first} {again}")
        rates = apart(_follow, data)
        copied = apart(_copy_out, data, pieces, min(count, _COPIED))
        copy_s = apart(_copy_in, other, pieces)
    rate = count / first.seconds
    return {
        "name": "import-cases",
        "value": round(rate),
        "unit": "cases/s",
        "yardstick": "floor",
        "yardstick_value": _FLOOR,
        "ratio": round(rate / _FLOOR, 2),
        "n": count,
        "seconds": round(time.monotonic() - began, 1),
        "detail": f"{workers or 1} process(es), {first.seconds:.1f} s; CPU a case "
        f"{first.cpu_s / count * 1e6:.0f} µs here, {first.server_s / count * 1e6:.0f} µs in the "
        f"database; "
        f"plain COPY of {copied:,} of the same rows over 2 connections "
        f"{copied / copy_s:,.0f}/s (ratio {rate * copy_s / copied:.2f}); "
        f"again, nothing new: {count / again.seconds:,.0f}/s; followers: "
        + ", ".join(f"{name} {rate:,.0f}/s" for name, rate in rates.items())
        + f"; load {os.getloadavg()[0]:.1f}",
    }


def _brought(data: Path, file: Path, workers: int) -> Run:
    """The file brought in, in a county that is set up."""
    before, server = os.times(), server_cpu_s(data)
    answer = bring_in(
        file, ForeignSystem(), data, rejected=file.with_suffix(".csv"), workers=workers
    )
    after = os.times()
    return Run(
        new=int(str(answer["new"])),
        same=int(str(answer["same"])),
        seconds=float(str(answer["seconds"])),
        cpu_s=sum(after[:4]) - sum(before[:4]),
        server_s=server_cpu_s(data) - server,
    )


def _follow() -> dict[str, float]:
    """Entries a second of those who follow the log, from its beginning."""
    from wangge.audit.followers import registered, step  # why: only a county has models

    rates: dict[str, float] = {}
    for one in registered():
        if one.name in _FOLLOWERS:
            began, done = time.monotonic(), 0
            while done < _FOLLOWED and (some := step(one, now=utc_now())):
                done += some
            rates[one.name] = done / (time.monotonic() - began)
    return rates


def _copy_out(folder: Path, most: int) -> int:
    """So many cases and their entries lie in files of some thousand lines each; how many cases."""
    from wangge.cases.actions.record import ENTRY, ROW  # why: only a county has models

    count = 0
    for table, columns in (("cases_case", ["id", "no", *ROW]), ("audit_entry", ENTRY)):
        kept = "WHERE name = 'case.imported'" if table == "audit_entry" else ""
        names = ", ".join(columns)
        lines = b"".join(_out(f"SELECT {names} FROM {table} {kept} LIMIT {most}")).splitlines(True)  # noqa: S608
        count = len(lines)
        for start in range(0, count, _CHUNK_LINES):
            piece = folder / f"{start:09d}.{table}"
            piece.write_bytes(b"".join(lines[start : start + _CHUNK_LINES]))
            piece.with_suffix(f".{table}.columns").write_text(names)
    return count


def _out(query: str) -> Iterator[bytes]:
    connection.ensure_connection()
    with connection.connection.cursor() as cursor, cursor.copy(f"COPY ({query}) TO STDOUT") as copy:
        for piece in copy:
            yield bytes(piece)


def _copy_in(folder: Path) -> float:
    """Seconds to copy the files in over two connections, a transaction for each piece of both."""
    starts = sorted({one.name.split(".")[0] for one in folder.iterdir()})
    began = time.monotonic()
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(partial(_copy_piece, folder), starts))
    return time.monotonic() - began


def _copy_piece(folder: Path, start: str) -> None:
    with transaction.atomic(), connection.connection.cursor() as cursor:
        for table in ("cases_case", "audit_entry"):
            piece = folder / f"{start}.{table}"
            names = piece.with_suffix(f".{table}.columns").read_text()
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                copy.write(piece.read_bytes())


def _write_file(file: Path, count: int) -> None:
    """A file of invented cases of another system, on the county's land, over three years."""
    from wangge.catalogue.access import catalogue  # why: only a county has models
    from wangge.territory.access import territory_index  # why: only a county has models

    dice, index = random.Random(1), territory_index()
    middles = [index.locator.shape(one).representative_point() for one in index.locator.ids]
    items = [one.code for one in catalogue().items("city_management")][:40]
    with parquet.ParquetWriter(file, _SCHEMA) as writer:
        for start in range(0, count, _GROUP):
            size = min(_GROUP, count - start)
            rows = [_invented(start + n, dice, middles, items) for n in range(size)]
            writer.write_batch(arrow.RecordBatch.from_pylist(rows, _SCHEMA))


def _invented(
    number: int, dice: random.Random, middles: list[shapely.Point], items: list[str]
) -> dict[str, object]:
    at = _BEGIN + timedelta(seconds=95 * number % _SPAN_S)
    spot = dice.choice(middles)
    told = dice.random() < _WITH_REPORTER
    return {
        "来源系统": "老城管系统",
        "原编号": f"{at:%Y%m%d}{number:08d}",
        "业务线": "city_management",
        "类别": dice.choice(items),
        "描述": f"{dice.choice(_SAYINGS)}（{number}）",
        "地点": f"{dice.randrange(1, 20)}组{dice.randrange(1, 90)}号门前",
        "经度": spot.x + dice.uniform(-0.003, 0.003),
        "纬度": spot.y + dice.uniform(-0.003, 0.003),
        "坐标系": "wgs84",
        "上报时间": at,
        "到期时间": at + timedelta(days=3),
        "结案时间": at + timedelta(hours=dice.uniform(1, 110)),
        "办理结果": "结案",
        "来源": "热线电话",
        "处理意见": "已安排人员到场处理，现已恢复。",
        "满意度": dice.choice(("满意", "基本满意", "不满意", "")),
        "上报人": "王小二" if told else "",
        "电话": f"139{number:08d}" if told else "",
    }
