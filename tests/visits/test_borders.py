"""A border is moved on Monday: contacts pass on at that instant, and come back if it is not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from tests.borders.ground import MIDNIGHT, SUNDAY, split
from tests.homes import register
from tests.liling import Liling

from wangge.registry.models import Household
from wangge.territory.access import forget_roster, forget_territory
from wangge.territory.actions import withdraw_version
from wangge.territory.models import Post
from wangge.visits.actions import assign_contact, assign_contacts, install_rules
from wangge.visits.actions.contacts import contact_at
from wangge.visits.models import Contact
from wangge.visits.proof import household_faults


@pytest.fixture(autouse=True)
def _fresh_memory(liling: Liling) -> Iterator[None]:
    forget_territory()
    forget_roster()
    yield
    forget_territory()
    forget_roster()


@pytest.fixture
def some(liling: Liling) -> list[Household]:
    """Six households of 王芳's grid, with their contacts."""
    install_rules(liling.now)
    rows = [register(liling, str(no), liling.now) for no in range(1, 7)]
    assign_contacts(now=liling.now)
    return rows


def grids(rows: list[Household], at: datetime) -> set[str]:
    posts = []
    for row in rows:
        found = contact_at(row.pk, at)
        assert found is not None, at
        posts.append(found.post_id)
    return set(Post.objects.filter(pk__in=posts).values_list("area__code", flat=True))


def test_contacts_are_in_the_old_grid_on_sunday_and_in_the_new_ones_on_monday(
    liling: Liling, some: list[Household]
) -> None:
    split(liling)
    assert grids(some, SUNDAY) == {"430281121201001"}
    after = grids(some, MIDNIGHT)
    assert after
    assert after <= {"430281121201002", "430281121201003"}
    for row in some:
        old, new = Contact.objects.filter(household_id=row.pk).order_by("since")
        assert (old.until, new.since, new.until) == (MIDNIGHT, MIDNIGHT, None)


def test_every_instant_before_and_after_is_proven(liling: Liling, some: list[Household]) -> None:
    split(liling)
    later = MIDNIGHT + timedelta(days=3)
    for at in (liling.now, SUNDAY, MIDNIGHT, later):
        count, faults = household_faults(at=at, now=later)
        assert (count, list(faults)) == (6, []), at


def test_taken_back_the_contacts_go_on_as_before(liling: Liling, some: list[Household]) -> None:
    before = set(Contact.objects.values_list("id", "post_id", "since", "until"))
    change = split(liling)
    assert change.version is not None
    withdraw_version(change.version, reason="缓", actor=liling.actor("admin"), now=liling.now)
    assert set(Contact.objects.values_list("id", "post_id", "since", "until")) == before


def test_a_new_contact_before_monday_still_passes_on(liling: Liling, some: list[Household]) -> None:
    split(liling)
    village = Post.objects.get(code="P-430281121201-desk")
    later = liling.now + timedelta(days=1)
    assign_contact(some[0].pk, village.id, actor=liling.actor("liqiang"), now=later)
    found = contact_at(some[0].pk, later)
    assert found is not None
    assert (found.post_id, found.until) == (village.id, MIDNIGHT)
    assert grids(some[:1], MIDNIGHT) <= {"430281121201002", "430281121201003"}


def test_a_household_registered_before_monday_has_both_contacts(
    liling: Liling, some: list[Household]
) -> None:
    split(liling)
    late = register(liling, "77", liling.now + timedelta(days=1))
    goal = Household.objects.get(pk=some[0].pk)
    Household.objects.filter(pk=late.pk).update(
        next_grid_id=goal.next_grid_id,
        next_village_id=goal.next_village_id,
        next_town_id=goal.next_town_id,
        moves_on=goal.moves_on,
    )
    assign_contacts(now=liling.now + timedelta(days=1))
    assert grids([late], SUNDAY) == {"430281121201001"}
    assert grids([late], MIDNIGHT) <= {"430281121201002", "430281121201003"}
