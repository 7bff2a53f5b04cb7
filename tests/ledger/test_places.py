"""Figures side by side, on the real land, and who may read them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries
from tests.cases.test_loop import a_photo, reported, say
from tests.liling import Liling
from tests.support.logs import written

from wangge.audit.models import Follower as Place
from wangge.core.case.facts import Case
from wangge.core.case.verbs import Verb
from wangge.core.duty import SYSTEM, Actor
from wangge.core.errors import NotFound
from wangge.ledger.access import area_for
from wangge.ledger.followers import NAME, follow
from wangge.ledger.proof import tally_faults
from wangge.ledger.queries import by_child_areas, by_department, figures, live
from wangge.lib.clock import SHANGHAI
from wangge.lib.ids import uuid7
from wangge.territory.access import roster, territory_index


def story(liling: Liling) -> Case:
    """A case handled and verified, and one that is still open."""
    case = reported(liling)
    case = say(liling, "liqiang", case, Verb.DISPATCH)
    case = say(liling, "liushifu", case, Verb.HANDLE, opinion="已补", photos=(a_photo(liling),))
    case = say(liling, "wangfang", case, Verb.VERIFY, opinion="看过了")
    case = say(liling, "chenyi", case, Verb.RATE, stars=4)
    reported(liling, text="又一个井盖")
    follow(written(), liling.now)
    return case


def test_the_towns_add_up_to_the_county(liling: Liling) -> None:
    case = story(liling)
    day = liling.now.astimezone(SHANGHAI).date()
    towns = by_child_areas(case.chain.county, day, day, now=liling.now)
    assert len(towns) == 25
    whole = figures(case.chain.county, day, day)
    assert whole.closed == 1
    for measure in ("reported", "closed", "on_time", "ratings", "stars"):
        assert sum(getattr(one.figures, measure) for one in towns) == getattr(whole, measure)
    assert sum(one.live.open for one in towns) == live(case.chain.county, now=liling.now).open == 1
    (busy,) = [one for one in towns if one.figures.reported]
    assert busy.area_id == case.chain.town
    assert "东富" in busy.name


def test_a_department_answers_for_what_its_posts_handled(liling: Liling) -> None:
    case = story(liling)
    day = liling.now.astimezone(SHANGHAI).date()
    posts = roster().posts
    handler = next(post for post in reversed(case.posts) if posts[post].department)
    found = {one.code: one for one in by_department(day, day, now=liling.now)}
    mine = found[str(posts[handler].department)]
    assert mine.figures.closed == mine.figures.on_time == 1
    assert mine.figures.stars_mean == 4
    assert sum(one.figures.closed for one in found.values()) == 1


def test_comparing_takes_two_queries(
    liling: Liling, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    county = story(liling).chain.county
    day = liling.now.date()
    by_child_areas(county, day, day, now=liling.now)
    with django_assert_num_queries(2):
        by_child_areas(county, day, day, now=liling.now)


def test_the_ledger_of_the_story_is_proven(liling: Liling) -> None:
    story(liling)
    last = written()[-1]
    place = {"xid": last.xid, "position": last.position}
    Place.objects.update_or_create(name=NAME, defaults=place)
    assert tally_faults() == []


def test_overdue_grows_with_time_alone(liling: Liling) -> None:
    case = reported(liling)
    follow(written(), liling.now)
    assert live(case.chain.county, now=liling.now).overdue == 0
    assert live(case.chain.county, now=liling.now + timedelta(minutes=16)).overdue == 1


def test_a_dispatcher_reads_the_figures_of_his_town_and_below_only(liling: Liling) -> None:
    case = reported(liling)
    chain = case.chain
    assert chain.town is not None
    assert chain.grid is not None
    liqiang, zhaomin = liling.actor("liqiang"), liling.actor("zhaomin")
    assert area_for(liqiang) == chain.town
    assert area_for(liqiang, chain.grid) == chain.grid
    for actor, area in ((liqiang, chain.county), (zhaomin, chain.town), (zhaomin, chain.grid)):
        with pytest.raises(NotFound):
            area_for(actor, area)


def test_a_resident_reads_no_figures_and_the_leader_the_countys(liling: Liling) -> None:
    county = territory_index().county_id
    with pytest.raises(NotFound):
        area_for(liling.actor("chenyi"))
    with pytest.raises(NotFound):
        area_for(Actor(user_id=uuid7()), county)
    assert area_for(liling.actor("sunzhuren")) == county
    assert area_for(SYSTEM) == county


def test_a_grid_worker_reads_the_figures_of_the_own_grid(liling: Liling) -> None:
    grid = reported(liling).chain.grid
    assert grid is not None
    assert area_for(liling.actor("wangfang"), grid) == grid


def test_who_keeps_the_machine_reads_no_figures(liling: Liling) -> None:
    with pytest.raises(NotFound):
        area_for(liling.actor("admin"))
