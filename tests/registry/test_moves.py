"""A border is redrawn: elements know their new grid from the very instant it holds."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from tests.liling import Liling

from wangge.core.registry.kinds import KINDS
from wangge.core.territory.level import Level
from wangge.lib.ids import uuid7
from wangge.registry.access import elements_for
from wangge.registry.actions import fold_moves, plan_moves, put
from wangge.registry.models import Findable, Household, Move, Person
from wangge.territory.access import areas, territory_index

MONDAY = date(2026, 11, 30)


@pytest.fixture
def grids(liling: Liling) -> tuple[UUID, UUID]:
    """王芳's grid, and one of another village of the same town."""
    own = areas(Level.GRID).filter(full_name__contains="东富村").earliest("sort_key")
    town = areas(Level.VILLAGE).get(pk=own.parent_id).parent
    other = areas(Level.GRID).filter(parent__parent=town).exclude(parent=own.parent_id)
    return own.id, other.earliest("sort_key").id


@pytest.fixture
def home(liling: Liling, grids: tuple[UUID, UUID]) -> Household:
    wangfang = liling.actor("wangfang")
    row = put(KINDS["household"], {"no": "7", "grid": grids[0]}, actor=wangfang, now=liling.now)
    put(KINDS["person"], {"name": "张三", "household": "7"}, actor=wangfang, now=liling.now)
    assert isinstance(row, Household)
    return row


def everything_goes(grids: tuple[UUID, UUID]) -> dict[str, int]:
    return plan_moves(lambda *_: grids[1], [grids[0]], territory_index(), on=MONDAY)


def seen_by(liling: Liling, who: str, days: int) -> int:
    now = liling.now + timedelta(days=days)
    return elements_for(liling.actor(who), KINDS["person"], now=now).count()


def test_people_go_with_their_household(
    liling: Liling, home: Household, grids: tuple[UUID, UUID]
) -> None:
    counts = everything_goes(grids)
    assert (counts["household"], counts["person"]) == (1, 1)


def test_before_the_day_nothing_has_changed_and_on_it_everything(
    liling: Liling, home: Household, grids: tuple[UUID, UUID]
) -> None:
    everything_goes(grids)
    person = Person.objects.get()
    assert person.grid_on(MONDAY - timedelta(days=1)) == grids[0]
    assert person.grid_on(MONDAY) == grids[1]
    assert (seen_by(liling, "wangfang", 6), seen_by(liling, "wangfang", 7)) == (1, 0)
    assert (seen_by(liling, "liqiang", 6), seen_by(liling, "liqiang", 7)) == (1, 1)


def test_folding_writes_down_what_moved_and_answers_stay_the_same(
    liling: Liling, home: Household, grids: tuple[UUID, UUID]
) -> None:
    everything_goes(grids)
    version = uuid7()
    assert fold_moves({MONDAY: version}, now=liling.now) == 0
    monday = liling.now + timedelta(days=7)
    assert fold_moves({MONDAY: version}, now=monday) == 2
    assert fold_moves({MONDAY: version}, now=monday) == 0
    person = Person.objects.get()
    assert (person.grid_id, person.moves_on) == (grids[1], None)
    assert Findable.objects.get(pk=person.pk).grid_id == grids[1]
    moved = Move.objects.get(kind="person")
    assert (moved.from_grid_id, moved.to_grid_id, moved.on) == (*grids, MONDAY)
    assert seen_by(liling, "wangfang", 7) == 0
