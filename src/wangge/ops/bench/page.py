"""`wangge bench page`: every page and list of cases, asked by the roles that live in them.

Asked in one process, from the request to the answer's last byte: what the server takes, without
network and browser. Each page once before, then several times; the slowest page's median counts.
Everything written on the way (sessions, a token) is taken back at the end.

Without `--full` a small county is filled for it; with it, the standing one named by
`WANGGE_BENCH_TEN` is measured, at ten million cases.
"""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from wangge.lib.clock import utc_now
from wangge.ops.bench import Figures
from wangge.ops.bench.apart import apart, cpu_s, empty_county
from wangge.ops.bench.served import run
from wangge.ops.trouble import Trouble

#: docs: server time and queries of a page.
_BUDGET_MS, _BUDGET_QUERIES = 60.0, 8
#: Names the folder of the county that stands with ten million cases.
STANDING = "WANGGE_BENCH_TEN"
_SMALL = 20_000
_TIMES = 7
#: Asked at most once a second by each process, whatever the page (roster, land, catalogue …).
_STAMPS = ("territory_rosterversion", "territory_territoryversion", "catalogue_catalogueversion")


class Page(NamedTuple):
    """Somebody's page: what it is, who asks (a user name), and its address."""

    name: str
    who: str
    address: str


class Taken(NamedTuple):
    """What a page took: milliseconds, those of the processor (ours and the database's), bytes."""

    page: Page
    first_ms: float
    median_ms: float
    worst_ms: float
    cpu_ms: float
    queries: int
    size: int


def bench_page(*, full: bool = False) -> Figures:
    """Milliseconds, the median of the slowest page."""
    began = time.monotonic()
    standing = os.environ.get(STANDING)
    if full:
        if not standing:
            raise Trouble(f"{STANDING} must name the folder of a filled county.")
        cases, taken = apart(measure_pages, Path(standing))
    else:
        with empty_county() as data:
            run("prepare", "--demo", "--no-past", data=data)
            run("simulate", f"--fill={_SMALL}", data=data)
            cases, taken = apart(measure_pages, data)
    slowest = max(taken, key=lambda one: one.median_ms)
    most = max(taken, key=lambda one: one.queries)
    dearest = max(taken, key=lambda one: one.cpu_ms)
    over = [one for one in taken if one.median_ms > _BUDGET_MS or one.queries > _BUDGET_QUERIES]
    return {
        "name": "page",
        "value": round(slowest.median_ms, 1),
        "unit": "ms",
        "yardstick": "budget",
        "yardstick_value": _BUDGET_MS,
        "ratio": round(_BUDGET_MS / slowest.median_ms, 2),
        "n": cases,
        "seconds": round(time.monotonic() - began, 1),
        "detail": f"slowest: {slowest.page.name} as {slowest.page.who}; most queries:"
        f" {most.queries} ({most.page.name}); {len(over)} of {len(taken)} over {_BUDGET_MS:g} ms"
        f" or {_BUDGET_QUERIES} queries; worst single {max(one.worst_ms for one in taken):.0f} ms;"
        f" most processor time: {dearest.cpu_ms:.0f} ms ({dearest.page.name})",
        "pages": json.dumps([_told(one) for one in taken], ensure_ascii=False),
    }


def _told(one: Taken) -> dict[str, object]:
    return {
        "page": one.page.name,
        "as": one.page.who,
        "median_ms": round(one.median_ms, 1),
        "worst_ms": round(one.worst_ms, 1),
        "first_ms": round(one.first_ms, 1),
        "cpu_ms": round(one.cpu_ms, 1),
        "queries": one.queries,
        "kB": round(one.size / 1_000, 1),
    }


def measure_pages() -> tuple[int, list[Taken]]:
    """How many cases there are, about, and what each page took."""
    with transaction.atomic():
        clients = {who: _signed_in(who) for who in _CAST}
        taken = [_take(clients[page.who], page) for page in pages()]
        transaction.set_rollback(True)
    return _about(), taken


#: Who asks: acceptor, dispatcher, grid worker, leader, department's handler, resident.
_CAST = ("zhoumin", "liqiang", "wangfang", "sunzhuren", "liushifu", "chenyi")


def pages() -> Iterator[Page]:
    """Every page of the budget, and the hardest questions its lists can be asked."""
    asked = _Asked.drawn()
    boxes = ("todo", "done", "overdue", "supervised", "all")
    for who in ("zhoumin", "liqiang", "wangfang", "liushifu"):
        for box in boxes:
            yield Page(f"desk {box}", who, f"/desk/?box={box}")
        yield Page("map", who, "/desk/map/")
        yield Page("map data", who, "/desk/map/data/")
        yield Page("map near", who, f"/desk/map/data/?{urlencode({'box': asked.near})}")
        yield Page("notices", who, "/inbox/")
        for way, words in asked.words:
            yield Page(f"search {way}", who, f"/desk/?{urlencode({'q': words})}")
            yield Page(f"api search {way}", who, f"/api/v1/cases?{urlencode({'q': words})}")
        for way, given in asked.filters:
            yield Page(f"desk {way}", who, f"/desk/?{urlencode({'box': 'all', **given})}")
        yield Page("api inbox", who, "/api/v1/cases?inbox=todo&limit=100")
        yield Page("api list", who, "/api/v1/cases?limit=100")
        yield Page("api map", who, f"/api/v1/cases?{urlencode({'box': asked.near})}")
    for no in asked.numbers:
        for who in ("zhoumin", "sunzhuren"):
            yield Page("case", who, f"/cases/{no}/")
        yield Page("case map", "zhoumin", f"/cases/{no}/map.json")
        yield Page("case similar", "zhoumin", f"/cases/{no}/similar/")
        yield Page("case print", "zhoumin", f"/cases/{no}/print/")
        yield Page("api case", "zhoumin", f"/api/v1/cases/{no}")
        yield Page("api log", "zhoumin", f"/api/v1/cases/{no}/log")
    for address in ("/field/", "/field/todo/", "/field/report/", "/field/map/"):
        yield Page(address.strip("/"), "wangfang", address)
    for address in ("/county/", "/county/unlocated/"):
        yield Page(address.strip("/"), "sunzhuren", address)
    yield Page("mine", "chenyi", "/mine/")
    yield Page("api list", "chenyi", "/api/v1/cases")


class _Asked(NamedTuple):
    """What the pages are asked about, drawn from the cases there are."""

    words: list[tuple[str, str]]
    filters: list[tuple[str, dict[str, str]]]
    numbers: list[str]
    near: str

    @classmethod
    def drawn(cls) -> _Asked:
        """By chance, but the same from one run to the next."""
        some = _some("text, place, item, source, village_id, line")
        pairs = Counter(
            pair for row in some for pair in {row[0][n : n + 2] for n in range(len(row[0]) - 1)}
        )
        known = [pair for pair, _count in pairs.most_common() if pair.isalpha()]
        items, sources = (Counter(row[n] for row in some).most_common() for n in (2, 3))
        village = Counter(row[4] for row in some if row[4]).most_common()[-1][0]
        states = _rows(
            "SELECT state FROM cases_case WHERE kind IN ('open', 'waiting')"
            " GROUP BY 1 ORDER BY count(*)"
        )
        rare, often = {"item": items[-1][0]}, {"item": items[0][0]}
        place = {"area": str(village)}
        source = {"source": sources[-1][0]}
        lon, lat = _rows(
            "SELECT lon, lat FROM cases_case WHERE kind = 'open' AND lon IS NOT NULL LIMIT 1"
        )[0]
        return cls(
            words=[
                ("two frequent", known[0]),
                ("two rare", known[-1]),
                ("two between", known[len(known) // 3]),
                ("four", some[0][0][2:6]),
                ("frequent and rare", f"{known[1]} {known[-2]}"),
                ("place", some[1][1][:6] or known[2]),
                ("nothing", "魑魅"),
                ("phone", "13812345678"),
                ("number", _numbers()[0]),
            ],
            filters=[
                ("rare item", rare),
                ("frequent item", often),
                ("village", place),
                ("village, rare item", place | rare),
                ("village, frequent item", place | often),
                ("rare source", source),
                ("rare source, frequent item", source | often),
                ("rare state", {"state": str(states[0][0])}),
                ("closed", {"kind": "closed"}),
                ("waiting", {"kind": "waiting"}),
                ("supervised", {"supervised": "1"}),
                ("unlocated", {"unlocated": "1"}),
                ("due today, frequent item", {"due": "today"} | often),
            ],
            numbers=_numbers(),
            near=f"{lon - 0.01},{lat - 0.01},{lon + 0.01},{lat + 0.01}",
        )


def _rows(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def _some(columns: str) -> list[tuple[Any, ...]]:
    """Those columns of some thousand cases of all times."""
    share = min(100.0, 100.0 * 3_000 / max(_about(), 1))
    return _rows(
        f"SELECT {columns} FROM cases_case TABLESAMPLE SYSTEM ({share:.4f}) REPEATABLE (7)"  # noqa: S608 - constants
        " LIMIT 3000"
    )


def _about() -> int:
    """How many cases there are, as the database believes."""
    return max(
        0, int(_rows("SELECT reltuples FROM pg_class WHERE oid = 'cases_case'::regclass")[0][0])
    )


def _numbers() -> list[str]:
    """An old case and one that is open, with the longest story among some."""
    old = "SELECT no FROM cases_case ORDER BY reported_at LIMIT 1"
    busy = (
        "SELECT no FROM (SELECT no, version FROM cases_case WHERE kind = 'open' LIMIT 2000) AS c"
        " ORDER BY version DESC, no LIMIT 1"
    )
    return [row[0] for statement in (old, busy) for row in _rows(statement)]


def _signed_in(who: str) -> Client:
    """The browser of somebody of the cast who has signed in, with a key for programs as well."""
    from wangge.accounts.actions.tokens import make_token  # why: only a county has models
    from wangge.accounts.models import User  # why: as above
    from wangge.territory.actions.demo import DEMO_PASSWORD  # why: as above

    token = make_token(User.objects.get(username=who), title="bench", now=utc_now())
    client = Client(headers={"host": "localhost", "authorization": f"Bearer {token}"})
    answer = client.post("/sign-in/", {"username": who, "password": DEMO_PASSWORD})
    if answer.status_code != 302:
        raise Trouble(f"{who} cannot sign in: the county must be a demo.")
    return client


def _take(client: Client, page: Page) -> Taken:
    first_ms, size = _ask(client, page)
    with CaptureQueriesContext(connection) as asked:
        _ask(client, page)
    own = [one for one in asked.captured_queries if not any(name in one["sql"] for name in _STAMPS)]
    spent = cpu_s()
    times = sorted(_ask(client, page)[0] for _ in range(_TIMES))
    cpu_ms = (cpu_s() - spent) * 1_000 / _TIMES
    return Taken(page, first_ms, times[_TIMES // 2], times[-1], cpu_ms, len(own), size)


def _ask(client: Client, page: Page) -> tuple[float, int]:
    began = time.perf_counter()
    answer = client.get(page.address)
    size = len(answer.content)
    took_ms = (time.perf_counter() - began) * 1_000
    if answer.status_code not in (200, 404):
        raise Trouble(f"{page.name} as {page.who}: {page.address} answered {answer.status_code}.")
    return took_ms, size
