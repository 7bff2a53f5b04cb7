"""`wangge bench lifecycle`: whole lives over HTTP, in a small county and in a grown one.

A life is four calls: report, dispatch, handle, close. The yardstick is the rate in the empty
county; the value that in the same county after thousands of cases. A ratio of 1 means that the
county does not slow down as it fills.
"""

from __future__ import annotations

import time
from random import Random

import shapely

from wangge.lib.ids import uuid7
from wangge.ops.bench import Figures
from wangge.ops.bench.intake import CONNECTIONS, NotAll
from wangge.ops.bench.load import Reply, Script, crowd, request
from wangge.ops.bench.served import Served, run, served_county

#: 东富镇东富村, whose desk and dispatcher work through all of it.
_VILLAGE = "430281121201"
_DISPATCHER = "liqiang"


def bench_lifecycle(*, full: bool = False) -> Figures:
    """Lives a second with 4,000 cases (100,000 if `full`) over those in an empty county."""
    began = time.monotonic()
    grown, seconds = (100_000, 20.0) if full else (4_000, 5.0)
    with served_county() as county:
        tokens = {
            "resident": county.token("chenyi"),
            "desk": county.token(f"p{_VILLAGE}-desk"),
            "dispatcher": county.token(_DISPATCHER),
        }
        _rate(county, tokens, 2.0)
        empty, _ = _rate(county, tokens, seconds)
        run("simulate", f"--cases={grown}", "--processes=2", data=county.data)
        filled, lives = _rate(county, tokens, seconds)
    return {
        "name": "lifecycle",
        "value": round(filled, 1),
        "unit": "lives/s",
        "yardstick": f"the same without the {grown} cases",
        "yardstick_value": round(empty, 1),
        "ratio": round(filled / empty, 3),
        "n": lives,
        "seconds": round(time.monotonic() - began, 1),
    }


def _rate(county: Served, tokens: dict[str, str], seconds: float) -> tuple[float, int]:
    """Whole lives a second, and how many."""
    closed: list[str] = []
    point = _point(county)
    crowds = [_living(tokens, point, closed, Random(n)) for n in range(CONNECTIONS)]
    took_s = crowd(county.port, crowds, seconds=seconds)
    return len(closed) / took_s, len(closed)


def _point(county: Served) -> dict[str, object]:
    """A place in the village that other reports have named, or will."""
    rows = county.rows(
        "SELECT b.wkb FROM territory_boundary b JOIN territory_area a ON a.id = b.area_id"  # noqa: S608
        f" WHERE a.code = '{_VILLAGE}001'"
    )
    inside = shapely.from_wkb(bytes(rows[0][0])).representative_point()
    return {"lon": inside.x, "lat": inside.y, "datum": "wgs84"}


def _living(
    tokens: dict[str, str], point: dict[str, object], closed: list[str], rng: Random
) -> Script:
    while True:
        body = {
            "id": str(uuid7()),
            "line": "village_affairs",
            "item": "R00.00",
            "text": f"晒谷坪第{rng.randrange(10_000)}号水龙头漏水，请派人看看。",
            "point": point,
        }
        reply: Reply = yield request("POST", "/api/v1/cases", tokens["resident"], body)
        no, version = _case(reply, 201)
        for who, action in (
            ("desk", {"action": "dispatch"}),
            ("desk", {"action": "handle", "opinion": "已更换水龙头，不再漏水。"}),
            ("dispatcher", {"action": "close", "opinion": "已核实，同意结案。"}),
        ):
            path = f"/api/v1/cases/{no}/actions"
            reply = yield request("POST", path, tokens[who], {**action, "version": version})
            no, version = _case(reply, 200)
        closed.append(no)


def _case(reply: Reply, status: int) -> tuple[str, int]:
    if reply.status != status:
        raise NotAll(f"{reply.status}: {reply.body[:300]!r}")
    case = reply.json()
    return case["no"], case["version"]
