"""Lists, counts and search say the same as the rule of who sees which land."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from uuid import UUID

import pytest
from tests.liling import Liling
from tests.queries import AtMost

from wangge.core.registry.kinds import KINDS
from wangge.core.territory.level import Level
from wangge.registry.access import elements_for
from wangge.registry.actions import plan_moves, put
from wangge.registry.queries import (
    Wanted,
    count_listed,
    listing,
    parts_of,
    say_count,
    standing_counts,
)
from wangge.registry.queries.search import TooShort, search
from wangge.territory.access import areas, territory_index

HOUSEHOLD, PERSON = KINDS["household"], KINDS["person"]
WHO = ("wangfang", "liqiang", "zhaomin", "zhoumin", "sunzhuren", "admin", "chenyi")
MONDAY = date(2026, 11, 30)


@pytest.fixture
def grids(liling: Liling) -> dict[str, UUID]:
    """王芳's grid, another of her town, one of the next town."""
    own = areas(Level.GRID).filter(full_name__contains="东富村").earliest("sort_key")
    town = areas(Level.VILLAGE).get(pk=own.parent_id).parent
    next_town = liling.actor("zhaomin").posts[0].area_id
    inside = areas(Level.GRID).filter(parent__parent=town).exclude(parent=own.parent_id)
    other = areas(Level.GRID).filter(parent__parent=next_town)
    return {
        "own": own.id,
        "town": inside.earliest("sort_key").id,
        "next": other.earliest("sort_key").id,
    }


@pytest.fixture
def homes(liling: Liling, grids: dict[str, UUID]) -> list[UUID]:
    """Three households in each of the grids, each with somebody."""
    centre, found = liling.actor("zhoumin"), []
    writers = {"own": "wangfang", "town": "liqiang", "next": "zhaomin"}
    for where, grid in grids.items():
        who = liling.actor(writers[where])
        for n in range(3):
            home = {"no": f"{where}{n}", "address": f"{where}组{n}号院子", "grid": grid}
            found.append(put(HOUSEHOLD, home, actor=who, now=liling.now).pk)
            person = {"name": f"刘小{'甲乙丙'[n]}", "household": f"{where}{n}", "grid": grid}
            put(PERSON, person, actor=who, now=liling.now)
    assert centre.posts
    return found


def test_a_list_holds_what_the_rule_allows_before_and_after_a_border_moves(
    liling: Liling, homes: list[UUID], grids: dict[str, UUID]
) -> None:
    plan_moves(lambda *_: grids["next"], [grids["own"]], territory_index(), on=MONDAY)
    for who, days, kind in product(WHO, (0, 6, 7, 30), (HOUSEHOLD, PERSON)):
        actor, now = liling.actor(who), liling.now + timedelta(days=days)
        allowed = set(elements_for(actor, kind, now=now).values_list("pk", flat=True))
        rows = listing(actor, kind, now=now).rows
        assert {row.pk for row in rows} == allowed
        assert len(rows) == len(allowed)
        assert count_listed(actor, kind, now=now) == len(allowed)
        assert standing_counts(actor, now=now)[kind.code] == len(allowed)


def test_pages_go_on_without_gap_or_repetition(liling: Liling, homes: list[UUID]) -> None:
    actor, seen, before = liling.actor("zhoumin"), [], None
    while True:
        page = listing(actor, HOUSEHOLD, before=before, limit=2, now=liling.now)
        seen += [row.pk for row in page.rows]
        before = page.older
        if before is None:
            break
    assert seen == sorted(homes, reverse=True)


def test_an_area_narrows_to_what_both_hold(
    liling: Liling, homes: list[UUID], grids: dict[str, UUID]
) -> None:
    county, town = territory_index().county_id, territory_index().chain(grids["own"])[2]

    def seen(who: str, area: UUID) -> int:
        return len(listing(liling.actor(who), HOUSEHOLD, Wanted(area=area), now=liling.now).rows)

    assert seen("zhoumin", county) == 9
    assert seen("zhoumin", town) == 6
    assert seen("liqiang", county) == 6
    assert seen("wangfang", town) == 3
    assert seen("zhaomin", town) == 0


def test_parts_never_lie_within_one_another(liling: Liling) -> None:
    for who in WHO:
        parts = parts_of(liling.actor(who), now=liling.now)
        above = [set(territory_index().chain_of_area(part.area_id).areas()) for part in parts]
        for part, chain in zip(parts, above, strict=True):
            others = {one.area_id for one in parts if one is not part}
            assert not others & chain


@pytest.mark.parametrize("words", ["刘小", "小甲", "院子", "刘小甲 东富", "刘小甲 own组0"])
def test_search_finds_on_own_land_alone(liling: Liling, homes: list[UUID], words: str) -> None:
    for who in WHO:
        actor = liling.actor(who)
        for hits in search(actor, words, now=liling.now):
            allowed = elements_for(actor, hits.kind, now=liling.now).values_list("pk", flat=True)
            assert {row.pk for row in hits.rows} <= set(allowed)
    assert search(liling.actor("wangfang"), words, now=liling.now)


def test_a_search_asks_few_questions(
    liling: Liling, homes: list[UUID], django_assert_max_num_queries: AtMost
) -> None:
    actor = liling.actor("zhoumin")
    search(actor, "刘小", now=liling.now)
    with django_assert_max_num_queries(8):
        assert search(actor, "刘小甲 own组0", now=liling.now)


@pytest.mark.parametrize("words", ["", "刘", "  ", "。，", "刘\x00小", "1"])
def test_too_little_is_refused_in_a_sentence(liling: Liling, words: str) -> None:
    with pytest.raises(TooShort):
        search(liling.actor("zhoumin"), words, now=liling.now)


def test_a_count_that_was_stopped_says_so() -> None:
    assert (say_count(12), say_count(10_000)) == ("12", "9999+")
