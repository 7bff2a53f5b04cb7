"""`wangge bench lifecycle`: whole lives over HTTP, in a small county and in ever larger ones.

A life is four calls: report, dispatch, handle, close, spread over the desks of villages in many
towns and their dispatchers. Value: lives a second in the largest county; yardstick: those in the
smallest. The counties take turns, so that a busy machine harms all alike. A ratio of 1 means that
a county does not slow down as it fills.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from uuid import UUID

import shapely

from wangge.lib.ids import uuid7
from wangge.ops.bench import Figures
from wangge.ops.bench.apart import apart
from wangge.ops.bench.grown import FULL, grown_counties
from wangge.ops.bench.intake import CONNECTIONS, NotAll
from wangge.ops.bench.load import Reply, Script, crowd, request
from wangge.ops.bench.served import Served, served

#: Villages whose desks work, each of another town as far as there are so many.
_DESKS = 16
_RESIDENT = "chenyi"
_WARM_S = 2.0


@dataclass(frozen=True, slots=True)
class Desk:
    """A village: a place in it, and the keys of its desk and of its town's dispatcher."""

    point: Mapping[str, object]
    desk: str
    dispatcher: str
    resident: str


@dataclass(slots=True)
class Grown:
    """A served county, its desks, and what was done there so far."""

    county: Served
    desks: list[Desk]
    lives: int = 0
    seconds: float = 0.0
    rates: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Whole lives a second, over all turns."""
        return self.lives / self.seconds


def bench_lifecycle(*, full: bool = False) -> Figures:
    """Lives a second with 10,000,000 cases (10,000 without `full`) over those with few."""
    began = time.monotonic()
    sizes, turns, seconds = (FULL, 4, 10.0) if full else ((300, 10_000), 2, 4.0)
    with grown_counties(sizes) as counties:
        grown = rates(counties, turns=turns, seconds=seconds)
    smallest, largest = grown[min(grown)], grown[max(grown)]
    told = (
        f"{size:,}: {one.rate:.0f}/s ({min(one.rates):.0f} to {max(one.rates):.0f})"
        for size, one in sorted(grown.items())
    )
    return {
        "name": "lifecycle",
        "value": round(largest.rate, 1),
        "unit": "lives/s",
        "yardstick": f"the same with {min(grown):,} cases instead of {max(grown):,}",
        "yardstick_value": round(smallest.rate, 1),
        "ratio": round(largest.rate / smallest.rate, 3),
        "n": sum(one.lives for one in grown.values()),
        "seconds": round(time.monotonic() - began, 1),
        "detail": "; ".join(told),
    }


def rates(counties: Mapping[int, Path], *, turns: int, seconds: float) -> dict[int, Grown]:
    """Every county served at once, and measured by turns, forth and back. Raises NotAll."""
    with ExitStack() as running:
        grown = {
            size: Grown(running.enter_context(served(data)), desks_of(data))
            for size, data in counties.items()
        }
        for one in grown.values():
            _live(one, _WARM_S)
        for turn in range(turns):
            for size in sorted(grown, reverse=bool(turn % 2)):
                one = grown[size]
                lives, took_s = _live(one, seconds)
                one.lives += lives
                one.seconds += took_s
                one.rates.append(lives / took_s)
    return grown


def desks_of(data: Path) -> list[Desk]:
    """Some villages with keys for those who work there."""
    return apart(_desks, data)


def _desks() -> list[Desk]:
    from wangge.accounts.actions.tokens import make_token  # why: what follows needs a county
    from wangge.accounts.models import User  # why: as above
    from wangge.lib.clock import utc_now  # why: as above
    from wangge.territory.access import territory_index  # why: as above
    from wangge.territory.models import Boundary, Holding  # why: as above

    now = utc_now()
    index = territory_index(at=now)
    held = dict(Holding.objects.filter(until=None).values_list("post__code", "user_id"))

    def key_of(user: UUID) -> str:
        return make_token(User.objects.get(pk=user), title="bench", now=now)

    resident = key_of(User.objects.get(username=_RESIDENT).pk)
    dispatchers: dict[str, str] = {}
    found: list[Desk] = []
    rows = Boundary.objects.filter(version=index.version_id, area__level="grid")
    grids = sorted(rows.values_list("area__code", "wkb"), key=lambda row: (row[0][9:], row[0]))
    for code, wkb in grids:
        desk, town = held.get(f"P-{code[:12]}-desk"), code[:9]
        above = held.get(f"P-{town}-dispatcher")
        if desk is None or above is None:
            continue
        if town not in dispatchers:
            dispatchers[town] = key_of(above)
        inside = shapely.from_wkb(bytes(wkb)).representative_point()
        point = {"lon": inside.x, "lat": inside.y, "datum": "wgs84"}
        found.append(Desk(point, key_of(desk), dispatchers[town], resident))
        if len(found) == _DESKS:
            break
    return found


def _live(grown: Grown, seconds: float) -> tuple[int, float]:
    """Whole lives, and how long they took."""
    closed: list[str] = []
    desks = grown.desks
    scripts = [_living(desks[n % len(desks)], closed, Random(n)) for n in range(CONNECTIONS)]
    took_s = crowd(grown.county.port, scripts, seconds=seconds)
    return len(closed), took_s


def _living(desk: Desk, closed: list[str], rng: Random) -> Script:
    while True:
        body = {
            "id": str(uuid7()),
            "line": "village_affairs",
            "item": "R00.00",
            "text": f"晒谷坪第{rng.randrange(10_000)}号水龙头漏水，请派人看看。",
            "point": desk.point,
        }
        reply: Reply = yield request("POST", "/api/v1/cases", desk.resident, body)
        no, version = _case(reply, 201)
        for who, action in (
            (desk.desk, {"action": "dispatch"}),
            (desk.desk, {"action": "handle", "opinion": "已更换水龙头，不再漏水。"}),
            (desk.dispatcher, {"action": "close", "opinion": "已核实，同意结案。"}),
        ):
            path = f"/api/v1/cases/{no}/actions"
            reply = yield request("POST", path, who, {**action, "version": version})
            no, version = _case(reply, 200)
        closed.append(no)


def _case(reply: Reply, status: int) -> tuple[str, int]:
    if reply.status != status:
        raise NotAll(f"{reply.status}: {reply.body[:300]!r}")
    case = reply.json()
    return case["no"], case["version"]
