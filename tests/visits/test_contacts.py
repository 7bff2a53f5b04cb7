"""Every household has a contact: from its first day, through leave, closed posts and changes."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from tests.homes import Homes, register
from tests.liling import Liling

from wangge.core.duty import SYSTEM
from wangge.core.errors import NotFound
from wangge.lib.clock import midnight
from wangge.registry.access import day_of
from wangge.territory.models import Post
from wangge.visits.access import contacts_at
from wangge.visits.actions import assign_contact, assign_contacts, end_contact, mend_contacts
from wangge.visits.actions.contacts import assign_many, contact_at
from wangge.visits.models import Contact
from wangge.visits.refusals import NobodyChosen, NoSuchPost

REGISTERED = 20


def test_registered_households_are_spread_evenly_over_the_workers_of_the_grid(
    liling: Liling,
) -> None:
    now = liling.now
    ids = [register(liling, str(no), now).pk for no in range(REGISTERED)]
    assert assign_contacts(now=now) == REGISTERED
    grid = liling.post("wangfang").area_id
    workers = set(Post.objects.filter(area=grid, role="grid_worker").values_list("id", flat=True))
    load = Counter(contacts_at(now).filter(household_id__in=ids).values_list("post_id", flat=True))
    assert load.keys() == workers
    assert max(load.values()) - min(load.values()) <= 1
    assert assign_contacts(now=now) == 0


def test_the_first_contact_holds_from_the_first_hour_of_the_day(liling: Liling) -> None:
    home = register(liling, "1", liling.now)
    assign_contacts(now=liling.now)
    assert contact_at(home.pk, midnight(day_of(liling.now))) is not None


def test_a_gap_of_days_gone_by_is_not_painted_over(liling: Liling) -> None:
    home = register(liling, "1", liling.now - timedelta(days=3))
    assign_contacts(now=liling.now)
    assert contact_at(home.pk, liling.now - timedelta(days=1)) is None
    assert contact_at(home.pk, liling.now) is not None


def test_another_post_takes_over_at_the_instant(homes: Homes) -> None:
    village = Post.objects.get(code="P-430281121201-desk")
    wangfang, actor = homes.post, homes.county.actor("liqiang", at=homes.now)
    assign_contact(homes.wangdie.pk, village.id, reason="重点户", actor=actor, now=homes.now)
    before, after = Contact.objects.filter(household_id=homes.wangdie.pk).order_by("since")
    assert (before.post_id, before.until) == (wangfang, homes.now)
    assert (after.post_id, after.since, after.until) == (village.id, homes.now, None)


def test_giving_to_the_same_post_changes_nothing(homes: Homes) -> None:
    actor = homes.county.actor("liqiang", at=homes.now)
    given = [home.pk for home in homes.all()]
    assert assign_many(given, homes.post, actor=actor, now=homes.now) == 0


def test_many_are_given_at_once_and_all_or_none(homes: Homes) -> None:
    village = Post.objects.get(code="P-430281121201-desk")
    given = [home.pk for home in homes.all()]
    actor = homes.county.actor("liqiang", at=homes.now)
    with pytest.raises(NotFound):
        assign_many([*given, uuid4()], village.id, actor=actor, now=homes.now)
    assert contacts_at(homes.now).filter(post_id=village.id).count() == 0
    assert assign_many(given, village.id, actor=actor, now=homes.now) == len(given)
    with pytest.raises(NobodyChosen):
        assign_many([], village.id, actor=actor, now=homes.now)


@pytest.mark.parametrize("who", ["zhaomin", "wangfang", "chenyi", "admin"])
def test_who_does_not_arrange_that_land_hears_that_there_is_no_such_household(
    homes: Homes, who: str
) -> None:
    actor = homes.county.actor(who, at=homes.now)
    with pytest.raises(NotFound):
        assign_contact(homes.wangdie.pk, homes.post, actor=actor, now=homes.now)


def test_a_post_that_is_not_there_is_no_contact(homes: Homes) -> None:
    actor = homes.county.actor("liqiang", at=homes.now)
    with pytest.raises(NoSuchPost):
        assign_contact(homes.wangdie.pk, uuid4(), actor=actor, now=homes.now)


def test_who_loses_the_contact_has_the_next_one_at_once(homes: Homes) -> None:
    actor = homes.county.actor("liqiang", at=homes.now)
    end_contact(homes.wangdie.pk, reason="调岗", actor=actor, now=homes.now)
    now = contact_at(homes.wangdie.pk, homes.now)
    assert now is not None
    assert now.post_id != homes.post


def test_the_database_itself_refuses_a_second_contact(homes: Homes) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Contact.objects.create(
            household_id=homes.wangdie.pk, post_id=homes.post, since=homes.now, made_at=homes.now
        )


def test_a_household_a_clerk_moved_gets_a_contact_of_its_own_grid(homes: Homes) -> None:
    other = Post.objects.filter(role="grid_worker").exclude(area=homes.grid).earliest("code")
    Contact.objects.filter(household_id=homes.wangdie.pk).update(post_id=other.id)
    assert mend_contacts(now=homes.now, actor=SYSTEM) == 1
    found = contact_at(homes.wangdie.pk, homes.now)
    assert found is not None
    assert Post.objects.get(pk=found.post_id).area_id == homes.grid
    assert mend_contacts(now=homes.now, actor=SYSTEM) == 0


def test_a_contact_somebody_chose_elsewhere_is_left_alone(homes: Homes) -> None:
    other = Post.objects.filter(role="grid_worker").exclude(area=homes.grid).earliest("code")
    actor = homes.county.actor("liqiang", at=homes.now)
    assign_contact(homes.wangdie.pk, other.id, reason="亲戚", actor=actor, now=homes.now)
    assert mend_contacts(now=homes.now, actor=SYSTEM) == 0
