"""The invented county in the tables: registered, visited in time, and only the late ones late."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.liling import Liling

from wangge.core.registry.kinds import KINDS
from wangge.ops.simulate.county_rows import Sizes
from wangge.ops.simulate.demo_registry import CAST_GRID
from wangge.ops.simulate.registering import grounds, inventor, register
from wangge.ops.simulate.visiting import visit_everybody
from wangge.registry.kinds import model_of
from wangge.registry.models import Household, Person
from wangge.visits.proof import household_faults

#: Two grids of 东富镇 and one in the streets.
SIZES = Sizes(
    households=7, sites=1, components=3, organisations=2, vehicles=2, devices=1, dwellings=True
)
DAYS = timedelta(days=100)


@pytest.fixture
def counts(liling: Liling) -> dict[str, int]:
    land = [ground for ground in grounds() if ground.code.startswith(CAST_GRID[:9])][:2]
    land += [ground for ground in grounds() if ground.urban][:1]
    since = liling.now - DAYS
    return register(inventor(11, since), land, lambda _ground: SIZES, now=since)


def test_every_row_that_was_invented_is_registered(counts: dict[str, int]) -> None:
    rows = {kind: model_of(KINDS[kind]).objects.count() for kind in counts}
    assert rows == counts
    assert counts["household"] == 21


def test_people_stand_where_their_households_stand(counts: dict[str, int]) -> None:
    people = Person.objects.select_related("household")
    assert all(one.household and one.grid_id == one.household.grid_id for one in people)


def test_everybody_was_visited_in_time_all_along(liling: Liling, counts: dict[str, int]) -> None:
    visit_everybody(now=liling.now, since=liling.now - DAYS, seed=1)
    for ago in (0, 1, 30, 60, 99):
        count, faults = household_faults(at=liling.now - timedelta(days=ago), now=liling.now)
        assert (count, list(faults)) == (21, [])


def test_only_those_left_behind_are_late(liling: Liling, counts: dict[str, int]) -> None:
    late = Household.objects.order_by("no").values_list("pk", flat=True)[0]
    visit_everybody(now=liling.now, since=liling.now - DAYS, seed=1, late={late})
    _, faults = household_faults(at=liling.now, now=liling.now)
    assert [fault.household_id for fault in faults] == [late]
