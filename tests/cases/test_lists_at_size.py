"""Lists and search over many cases: nothing is left out, and nothing is read that need not be.

A few hundred cases; the stretches are made short, so that the cases are many against them as ten
million are against the real ones.
"""

from __future__ import annotations

import json
from datetime import timedelta
from itertools import combinations
from random import Random
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.liling import Liling

from wangge.cases.actions.boxes import involve, make_searchable
from wangge.cases.actions.gather import GivenPoint
from wangge.cases.actions.report import Report, report_case
from wangge.cases.models import Case
from wangge.cases.queries import by_time
from wangge.cases.queries.filters import Filters, Listed, narrow
from wangge.cases.queries.lists import listing, search
from wangge.core.case.verbs import Verb
from wangge.core.duty import SYSTEM, Actor
from wangge.core.territory.level import Level
from wangge.territory.access import territory_index

MANY = 600
STRETCHES = (20, 40)
ITEMS = ("C01.02", "E01.01", "E01.02")
SOURCES = ("resident", "hotline", "video")


@pytest.fixture
def crowded(liling: Liling, monkeypatch: pytest.MonkeyPatch) -> Liling:
    """Hundreds of cases in sixty grids and in none, one in thirty still open."""
    lon, lat = liling.point_in("东富村")
    point = GivenPoint(lon=lon, lat=lat, datum="wgs84")
    given = Report(line="city_management", text="国瓷路积水", point=point)
    one, _ = report_case(given, actor=liling.actor("chenyi"), now=liling.now)
    first = Case.objects.get(pk=one.id)
    index, dice = territory_index(), Random(7)
    grids = sorted(a.id for a in index.areas.values() if a.level is Level.GRID)[:60]
    rows = []
    for n in range(MANY):
        row = Case.objects.model(
            **{f.attname: getattr(first, f.attname) for f in Case._meta.fields}
        )
        row.pk, row.no = UUID(int=dice.getrandbits(128)), f"C-20200101-{n:05}"
        row.grid_id, row.village_id, row.town_id, _county = index.chain(dice.choice(grids))
        if n % 60 == 3:
            row.grid_id = row.village_id = row.town_id = None
        row.item = ITEMS[0 if n % 37 == 0 else 1 + n % 2]
        row.source = SOURCES[0 if n % 41 == 0 else 1 + n % 2]
        row.reported_at = liling.now - timedelta(hours=n // 3)
        row.text = (
            f"{'国瓷' if n % 3 else '瓷路面国'}路积水 第{n}处{'蛙鸣' if n % 200 == 0 else ''}"
        )
        row.requesters, row.posts = [], []
        if n % 30:
            row.kind, row.state, row.closed_at, row.due_at = (
                "closed",
                "closed",
                row.reported_at,
                None,
            )
        row.supervised = n % 70 == 0
        rows.append(row)
    Case.objects.bulk_create(rows)
    with connection.cursor() as cursor:  # as a county's own upkeep would; only an owner may
        cursor.execute("SET LOCAL ROLE NONE; ANALYZE cases_case; SET LOCAL ROLE wangge_app")
    monkeypatch.setattr(by_time, "STRETCHES", STRETCHES)
    return liling


def filters_of(liling: Liling) -> dict[str, Filters]:
    """Every filter once, rare and frequent."""
    row = Case.objects.filter(grid_id__isnull=False).order_by("reported_at")[0]
    return {
        "rare item": Filters(item=ITEMS[0]),
        "item": Filters(item=ITEMS[1]),
        "rare source": Filters(source=SOURCES[0]),
        "line": Filters(line="city_management"),
        "closed": Filters(kind="closed"),
        "open": Filters(unfinished=True),
        "state": Filters(state="reported"),
        "supervised": Filters(supervised=True),
        "unlocated": Filters(unlocated=True),
        "town": Filters(area=row.town_id, level=Level.TOWN),
        "village": Filters(area=row.village_id, level=Level.VILLAGE),
        "grid": Filters(area=row.grid_id, level=Level.GRID),
        "box, open": Filters(within=(113.0, 27.0, 114.0, 28.5), unfinished=True),
        "since": Filters(since=liling.now - timedelta(hours=60)),
        "until": Filters(until=liling.now - timedelta(hours=100)),
    }


def joined(*some: Filters) -> Filters:
    """All of the filters at once."""
    given: dict[str, Any] = {}
    for one in some:
        plain = Filters()
        given |= {
            name: getattr(one, name)
            for name in Filters.__struct_fields__
            if getattr(one, name) != getattr(plain, name)
        }
    return Filters(**given)


def every_page(liling: Liling, actor: Actor, filters: Filters, limit: int) -> list[str]:
    """The numbers of all pages."""
    found: list[str] = []
    cursor: str | None = None
    while True:
        page: Listed = listing(actor, filters, cursor, limit, now=liling.now)
        found += [row.no for row in page.rows]
        if page.cursor is None:
            return found
        cursor = page.cursor


def test_pages_that_look_back_leave_nothing_out(crowded: Liling) -> None:
    some = list(combinations(filters_of(crowded).values(), 2))
    for actor in (crowded.actor("zhoumin"), crowded.actor("liqiang")):
        seen = Case.objects.all()
        if actor.scope().areas[0].level is Level.TOWN:
            seen = seen.filter(town_id__in=actor.scope().areas[0].areas)
        for pair in Random(3).sample(some, 14):
            filters = joined(*pair)
            wanted = narrow(seen, filters, crowded.now).order_by("-reported_at", "-id")
            found = every_page(crowded, actor, filters, 50)
            assert found == list(wanted.values_list("no", flat=True)), filters


def test_no_filters_make_a_list_read_more_than_its_stretch(crowded: Liling) -> None:
    known = filters_of(crowded)
    pairs = [{name: known[name] for name in pair} for pair in combinations(known, 2)]
    for some in Random(5).sample(pairs, 40):
        filters = joined(*some.values())
        with CaptureQueriesContext(connection) as asked:
            page = listing(SYSTEM, filters, None, 10, now=crowded.now)
            if page.cursor:
                listing(SYSTEM, filters, page.cursor, 10, now=crowded.now)
        for query in asked.captured_queries:
            read = rows_read(query["sql"])
            # a stretch, the rows of its last instant, one probe for each of several ways; and
            # something over, for here the planner has no statistics
            assert read <= MANY // 2, (some, read, query["sql"])


def rows_read(statement: str) -> int:
    """How many rows of its tables a statement takes into its hands."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # as if it were ten million
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}")
        answer = cursor.fetchone()[0]
    plan = (json.loads(answer) if isinstance(answer, str) else answer)[0]["Plan"]

    def of(node: dict[str, Any]) -> int:
        rows = node["Actual Rows"] + node.get("Rows Removed by Filter", 0)
        own = rows * node["Actual Loops"] if "Relation Name" in node else 0
        return int(own) + sum(of(one) for one in node.get("Plans", ()))

    return of(plan)


def test_words_are_found_however_old_and_only_as_they_were_typed(crowded: Liling) -> None:
    make_searchable(Case.objects.values_list("pk", flat=True))
    croaking = [row.no for row in search(SYSTEM, "蛙鸣", now=crowded.now).rows]
    assert croaking == sorted(croaking)
    assert len(croaking) == 3
    # 国瓷 and 瓷路 and 路积 stand in 瓷路面国…, too, but not in a row
    for row in search(SYSTEM, "国瓷路积", limit=100, now=crowded.now).rows:
        assert "国瓷路积" in row.text
    assert search(SYSTEM, "国瓷路积 蛙鸣", now=crowded.now).rows != []


def test_who_answers_for_one_grid_finds_his_oldest_case(crowded: Liling) -> None:
    make_searchable(Case.objects.values_list("pk", flat=True))
    actor = crowded.actor("wangfang")
    (grid,) = actor.scope().areas[0].areas
    oldest = Case.objects.order_by("reported_at")[0]
    Case.objects.filter(pk=oldest.pk).update(grid_id=grid, text="国瓷路积水 我的")
    make_searchable([oldest.pk])
    page = search(actor, "积水", limit=100, now=crowded.now)
    assert oldest.no in [row.no for row in page.rows]
    assert all(row.grid_id == grid for row in page.rows)


def test_who_sees_his_own_cases_alone_goes_through_them_by_time(crowded: Liling) -> None:
    actor = crowded.actor("liushifu")
    (post,) = actor.post_ids
    mine = list(Case.objects.filter(kind="closed").order_by("no")[40:80])
    involve({(post, row.pk): (crowded.now, Verb.HANDLE) for row in mine})
    make_searchable([row.pk for row in mine])
    assert every_page(crowded, actor, Filters(), 7) == [
        row.no for row in sorted(mine, key=lambda row: (row.reported_at, row.pk.int), reverse=True)
    ]
    found = search(actor, "积水", limit=100, now=crowded.now).rows
    assert {row.no for row in found} == {row.no for row in mine}
