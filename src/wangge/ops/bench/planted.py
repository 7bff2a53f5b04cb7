"""`wangge bench prove-planted`: six faults are planted in a county; each must be found and named.

A gap of 3 m² and an overlap of 2 m² between grids, a household without a contact, a grid whose
posts lapsed last night, an open case whose owner is gone, one altered entry of the log. They are
put straight into the tables, past every door, and taken out again afterwards.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta

import numpy as np
import psycopg
import shapely
from psycopg.conninfo import make_conninfo
from shapely.geometry.base import BaseGeometry

from wangge.core.territory.coverage import areal
from wangge.core.territory.plane import Plane
from wangge.lib.clock import midnight, utc_now
from wangge.ops import postgres
from wangge.ops.bench import Figures
from wangge.ops.bench.apart import peopled_county
from wangge.ops.bench.prove import Proven, prove
from wangge.ops.county import server_running

_GAP_M2, _OVERLAP_M2 = 3.0, 2.0
_OPTIONS = "-c search_path=county,public"

Owner = psycopg.Connection[tuple[object, ...]]


def bench_prove_planted(*, full: bool = False) -> Figures:
    """How many of the planted faults were found; none, if anything else was reported."""
    began = time.monotonic()
    with peopled_county(full=full) as data, server_running(data) as cluster, ExitStack() as stack:
        assert cluster is not None
        to = {**cluster.server, "dbname": postgres.DATABASE, "options": _OPTIONS}
        owner = stack.enter_context(psycopg.connect(make_conninfo(**to), autocommit=True))
        wanted = [stack.enter_context(plant(owner)) for plant in PLANTS]
        done = prove(data, "--log")
    found = [one for one in wanted if _named(done, *one)]
    strangers = done.count - len(wanted)
    return {
        "name": "prove-planted",
        "value": len(found),
        "unit": "faults",
        "yardstick": "planted",
        "yardstick_value": len(wanted),
        "ratio": round(len(found) / len(wanted), 2) if strangers <= 0 else 0.0,
        "n": done.looked_at,
        "seconds": round(time.monotonic() - began, 1),
        "detail": f"{done.seconds:.1f} s, {strangers} others: " + " / ".join(done.faults[:8]),
    }


def _named(done: Proven, kind: str, words: str) -> bool:
    return any(one == kind and words in sentence for one, sentence in done.kinds_and_faults)


@contextmanager
def a_gap(owner: Owner) -> Iterator[tuple[str, str]]:
    """A sliver of 3 m² between two grids of a village belongs to neither."""
    with _redrawn(owner, 100, _GAP_M2, lambda land, sliver: land.difference(sliver)) as name:
        yield "gap", name


@contextmanager
def an_overlap(owner: Owner) -> Iterator[tuple[str, str]]:
    """A sliver of 2 m² of one grid is claimed by its neighbour, too."""
    with _redrawn(owner, 400, _OVERLAP_M2, lambda land, sliver: land.union(sliver)) as name:
        yield "overlap", name


@contextmanager
def _redrawn(
    owner: Owner,
    place: int,
    area_m2: float,
    redraw: Callable[[BaseGeometry, BaseGeometry], BaseGeometry],
) -> Iterator[str]:
    """A grid's border is redrawn by a sliver on the side it shares with one of its village."""
    rows = owner.execute(
        "SELECT b.id, a.name, a.parent_id, b.wkb FROM territory_boundary b"
        " JOIN territory_area a ON a.id = b.area_id JOIN (SELECT id FROM territory_territoryversion"
        " WHERE active AND effective_from <= current_date ORDER BY effective_from DESC, number DESC"
        " LIMIT 1) v ON v.id = b.version_id WHERE a.level = 'grid' ORDER BY a.code"
    ).fetchall()
    lands = [shapely.from_wkb(bytes(row[3])) for row in rows]  # type: ignore[call-overload]
    for n in range(place % len(rows), len(rows)):
        near = [
            k
            for k, row in enumerate(rows)
            if k != n and row[2] == rows[n][2] and lands[k].touches(lands[n])
        ]
        for k in near:
            sliver = _sliver(lands[n], lands[k], area_m2)
            if sliver is not None:
                wkb = shapely.to_wkb(areal(redraw(lands[n], sliver)))
                change = "UPDATE territory_boundary SET wkb = %s WHERE id = %s"
                owner.execute(change, [wkb, rows[n][0]])
                try:
                    yield str(rows[n][1])
                finally:
                    owner.execute(change, [rows[n][3], rows[n][0]])
                return
    raise AssertionError("no two grids of a village share a long straight side")


def _sliver(land: BaseGeometry, other: BaseGeometry, area_m2: float) -> BaseGeometry | None:
    """A diamond over a straight side both share: that area of it lies on either land."""
    plane = Plane.for_geometry(land)
    shared = shapely.line_merge(shapely.intersection(land.boundary, other.boundary))
    for line in shapely.get_parts(shared):
        corners = shapely.get_coordinates(line) * [plane.lon_m, plane.lat_m]
        for start, end in itertools.pairwise(corners):
            side = end - start
            length_m = float(np.hypot(*side))
            if length_m >= _SHORTEST_M:
                across = np.array([-side[1], side[0]]) / length_m * (2.0 * area_m2 / length_m)
                middle = (start + end) / 2
                flat = np.array([start, middle + across, end, middle - across])
                return shapely.Polygon(flat / [plane.lon_m, plane.lat_m])
    return None


_SHORTEST_M = 20.0


@contextmanager
def a_household_alone(owner: Owner) -> Iterator[tuple[str, str]]:
    """A household has no contact."""
    columns = "id, household_id, post_id, since, until, reason, version_id, by_id, made_at"
    row = owner.execute(
        f"SELECT {columns} FROM visits_contact WHERE until IS NULL ORDER BY household_id LIMIT 1"  # noqa: S608 - constants
    ).fetchone()
    assert row is not None
    home = owner.execute("SELECT no FROM registry_household WHERE id = %s", [row[1]]).fetchone()
    assert home is not None
    owner.execute("DELETE FROM visits_contact WHERE id = %s", [row[0]])
    try:
        yield "no_contact", str(home[0])
    finally:
        places = ", ".join(["%s"] * len(row))
        owner.execute(f"INSERT INTO visits_contact ({columns}) VALUES ({places})", row)  # noqa: S608 - constants


@contextmanager
def a_lapsed_post(owner: Owner) -> Iterator[tuple[str, str]]:
    """The posts of a grid ended last night, and nobody came after them."""
    night = midnight(utc_now().date()) - timedelta(hours=3)
    area = owner.execute(
        "SELECT id, name FROM territory_area WHERE level = 'grid' AND valid_until IS NULL"
        " ORDER BY code OFFSET 200 LIMIT 1"
    ).fetchone()
    assert area is not None
    _end_posts(owner, area[0], night)
    try:
        yield "lapsed", str(area[1])
    finally:
        _end_posts(owner, area[0], None)


def _end_posts(owner: Owner, area: object, until: datetime | None) -> None:
    owner.execute("UPDATE territory_post SET valid_until = %s WHERE area_id = %s", [until, area])


@contextmanager
def an_orphan(owner: Owner) -> Iterator[tuple[str, str]]:
    """The post that owns an open case is gone."""
    found = owner.execute(
        "SELECT c.owner_id, min(c.no) FROM cases_case c JOIN territory_post p ON p.id = c.owner_id"
        " WHERE c.kind <> 'closed' AND p.role_id = 'handler' GROUP BY 1 HAVING count(*) = 1"
        " ORDER BY 2 LIMIT 1"
    ).fetchone()
    assert found is not None
    post, no = found
    with owner.transaction():
        holdings = _taken(owner, "territory_holding", "post_id", post)
        posts = _taken(owner, "territory_post", "id", post)
    try:
        yield "no_owner", str(no)
    finally:
        _put_back(owner, "territory_post", posts)
        _put_back(owner, "territory_holding", holdings)


def _taken(owner: Owner, table: str, column: str, value: object) -> list[str]:
    """The rows with that value as text; they are gone from the table."""
    rows = owner.execute(
        f"DELETE FROM {table} WHERE {column} = %s RETURNING {table}::text",  # noqa: S608 - constants
        [value],
    )
    return [str(row[0]) for row in rows.fetchall()]


def _put_back(owner: Owner, table: str, rows: list[str]) -> None:
    for row in rows:
        owner.execute(f"INSERT INTO {table} SELECT (%s::{table}).*", [row])


@contextmanager
def an_altered_entry(owner: Owner) -> Iterator[tuple[str, str]]:
    """One word in the log of a closed case is another."""
    found = owner.execute(
        "SELECT e.subject, e.data, c.no FROM audit_entry e JOIN cases_case c ON c.id = e.subject"
        " WHERE c.kind = 'closed' AND e.seq = 1 ORDER BY c.no LIMIT 1"
    ).fetchone()
    assert found is not None
    change = "UPDATE audit_entry SET data = %s WHERE subject = %s AND seq = 1"
    owner.execute(change, [str(found[1]).replace("。", "！", 1), found[0]])
    try:
        yield "altered", str(found[2])
    finally:
        owner.execute(change, [found[1], found[0]])


#: Each plants one fault and says what must be found: its kind, and a part of its sentence.
PLANTS = (a_gap, an_overlap, a_household_alone, a_lapsed_post, an_orphan, an_altered_entry)
