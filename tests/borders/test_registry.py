"""Households, things and contacts go with the border that is decided, each at the right instant."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from tests.borders.ground import DONGFU, MIDNIGHT, MONDAY, NEXT, SUNDAY, split
from tests.liling import Liling

from wangge.core.registry.kinds import KINDS
from wangge.core.territory.refusals import StillPending
from wangge.registry.actions import fold_moves, put
from wangge.registry.models import Building, Household, Move
from wangge.territory.actions import withdraw_version
from wangge.territory.models import Area, Post, TerritoryVersion
from wangge.visits.actions import assign_contact
from wangge.visits.models import Contact


@pytest.fixture
def homes(liling: Liling) -> list[UUID]:
    """A household in a building of the west, one of the east, and one nobody measured."""
    tried = split(liling, dry_run=True)
    wangfang, grid = liling.actor("wangfang"), Area.objects.get(code=DONGFU).id
    made = []
    for number, part in enumerate(tried.after, start=1):
        spot = part.shape.representative_point()
        place = {"grid": grid, "lon": spot.x, "lat": spot.y}
        home = put(KINDS["household"], {"no": f"B-{number}", **place}, actor=wangfang,
                   now=liling.now)  # fmt: skip
        made.append(home.pk)
    home = put(KINDS["household"], {"no": "B-3", "grid": grid}, actor=wangfang, now=liling.now)
    return [*made, home.pk]


def grids_on(homes: list[UUID], *, day_after: bool) -> list[str]:
    day = MONDAY if day_after else MONDAY - timedelta(days=1)
    rows = Household.objects.in_bulk(homes)
    codes = dict(Area.objects.values_list("id", "code"))
    return [codes[rows[key].grid_on(day)] for key in homes]


def test_what_stands_on_each_part_is_told_before_it_is_decided(
    liling: Liling, homes: list[UUID]
) -> None:
    tried = split(liling, dry_run=True)
    counts = [{one.code: one.count for one in part.counts} for part in tried.after]
    larger = max((0, 1), key=lambda place: tried.after[place].area_m2)
    assert counts[larger]["households"] == 2  # its own, and the one without a point
    assert counts[1 - larger]["households"] == 1
    assert Building.objects.count() == sum(one["things"] for one in counts) == 0


def test_households_know_their_next_grid_and_move_on_the_day(
    liling: Liling, homes: list[UUID]
) -> None:
    change = split(liling)
    west, east = (one.code for one in change.after)
    larger = max(change.after, key=lambda one: one.area_m2).code
    assert grids_on(homes, day_after=False) == [DONGFU] * 3
    assert grids_on(homes, day_after=True) == [west, east, larger]
    version = TerritoryVersion.objects.get(number=change.version)
    assert fold_moves({MONDAY: version.pk}, now=SUNDAY) == 0
    assert fold_moves({MONDAY: version.pk}, now=MIDNIGHT) >= 3
    assert grids_on(homes, day_after=True) == [west, east, larger]
    assert Move.objects.filter(kind="household", version_id=version.pk).count() == 3


def test_contacts_pass_to_whoever_follows_the_post_there(liling: Liling, homes: list[UUID]) -> None:
    old = Post.objects.get(code=f"P-{DONGFU}-1")
    Contact.objects.filter(household_id__in=homes).delete()
    for home in homes[:2]:
        assign_contact(home, old.pk, actor=liling.actor("liqiang"), now=liling.now)
    plan = {old.code: [0], f"P-{DONGFU}-2": [1], f"P-{DONGFU}-3": [1]}
    split(liling, posts=plan)
    codes = {
        (home, at): Post.objects.get(
            pk=Contact.objects.exclude(until__lte=at).get(household_id=home, since__lte=at).post_id
        ).code
        for home in homes[:2]
        for at in (SUNDAY, MIDNIGHT)
    }
    assert {codes[home, SUNDAY] for home in homes[:2]} == {old.code}
    assert codes[homes[0], MIDNIGHT] == "P-430281121201002-1"
    assert codes[homes[1], MIDNIGHT].startswith("P-430281121201003-")


def test_taken_back_no_household_moves_and_another_change_of_that_day_stays(
    liling: Liling, homes: list[UUID]
) -> None:
    other = split(liling, NEXT)
    change = split(liling)
    assert change.version is not None
    withdraw_version(change.version, reason="缓", actor=liling.actor("admin"), now=liling.now)
    assert grids_on(homes, day_after=True) == [DONGFU] * 3
    assert other.version is not None


def test_a_grid_is_part_of_one_change_at_a_time(liling: Liling) -> None:
    change = split(liling)
    with pytest.raises(StillPending) as refused:
        split(liling, change.after[0].code, effective_from=MONDAY + timedelta(days=7))
    assert "先撤回第2版" in refused.value.say()
