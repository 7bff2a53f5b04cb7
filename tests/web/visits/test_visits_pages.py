"""The desk's pages of contacts and visits: figures, households, giving them to a post, rules."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries
from tests.homes import Homes
from tests.web.signed import browser_of

from wangge.territory.access import forget_roster
from wangge.territory.models import Absence, Area, Post
from wangge.visits.access import contacts_at
from wangge.visits.actions import count_coverage
from wangge.visits.actions.contacts import contact_at
from wangge.visits.models import Contact, VisitRule

DESK = "P-430281121201-desk"


def area(code: str) -> str:
    return str(Area.objects.get(code=code).pk)


def text_of(who: str, address: str) -> str:
    answer = browser_of(who).get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_a_town_sees_its_villages_and_who_was_left_out(homes: Homes) -> None:
    Contact.objects.filter(household_id=homes.plain.pk).delete()
    text = text_of("liqiang", "/visits/")
    assert "东富村" in text
    assert "?only=overdue" in text
    assert "?only=uncontacted" in text


def test_wide_pages_show_what_was_counted_last(homes: Homes) -> None:
    assert count_coverage(now=homes.now) == 1
    Contact.objects.all().delete()
    assert "?only=uncontacted" not in text_of("liqiang", "/visits/")
    count_coverage(now=homes.now + timedelta(minutes=10))
    assert "?only=uncontacted" in text_of("liqiang", "/visits/")


def test_a_list_narrows_to_who_is_overdue_or_without_a_contact(homes: Homes) -> None:
    Contact.objects.filter(household_id=homes.plain.pk).delete()
    here = f"/visits/areas/{homes.grid}/homes/"
    assert "刘二" in text_of("liqiang", f"{here}?only=overdue")
    lonely = text_of("liqiang", f"{here}?only=uncontacted")
    assert "刘二" in lonely
    assert "王爹" not in lonely


def test_a_grid_worker_begins_with_the_own_grid(homes: Homes) -> None:
    assert "王爹" in text_of("wangfang", "/visits/")


def test_a_list_keeps_within_its_queries(
    homes: Homes, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client, here = browser_of("liqiang"), f"/visits/areas/{homes.grid}/homes/"
    client.get(here)
    with django_assert_max_num_queries(8):
        client.get(here)


def test_ticked_households_are_given_to_a_post(homes: Homes) -> None:
    desk = Post.objects.get(code=DESK)
    here = f"/visits/areas/{homes.grid}/homes/"
    given = {
        "household": [str(homes.plain.pk), str(homes.empty.pk)],
        "post": str(desk.pk),
        "reason": "网格员忙不过来",
        "next": here,
    }
    client = browser_of("liqiang")
    answer = client.post("/visits/assign/", given)
    assert (answer.status_code, answer["Location"]) == (302, here)
    assert "已安排2户" in client.get(here).content.decode()
    assert contacts_at(homes.now + timedelta(minutes=5)).filter(post_id=desk.pk).count() == 2


def test_nothing_ticked_is_said(homes: Homes) -> None:
    client = browser_of("liqiang")
    client.post("/visits/assign/", {"post": str(homes.post), "next": "/visits/"})
    assert "请先勾选要安排的户" in client.get("/visits/").content.decode()


def test_another_address_is_not_gone_to(homes: Homes) -> None:
    given = {"post": str(homes.post), "next": "https://elsewhere.example/"}
    assert browser_of("liqiang").post("/visits/assign/", given)["Location"] == "/visits/"


def test_the_history_of_a_household_tells_every_contact(homes: Homes) -> None:
    client, here = browser_of("liqiang"), f"/visits/homes/{homes.wangdie.pk}/"
    desk = Post.objects.get(code=DESK)
    client.post(here, {"do": "assign", "post": str(desk.pk), "reason": "重点户由村里包"})
    text = client.get(here).content.decode()
    for word in ("王爹", desk.title, "重点户由村里包", "李强", "网格员一岗"):
        assert word in text, word
    client.post(here, {"do": "end", "reason": "调岗"})
    found = contact_at(homes.wangdie.pk, homes.now + timedelta(minutes=5))
    assert found is not None
    assert found.post_id != desk.pk


def test_a_leave_shows_who_stands_in(homes: Homes) -> None:
    wangfang = homes.county.actor("wangfang", at=homes.now).user_id
    stand_in = homes.county.actor("p430281121201001-2", at=homes.now).user_id
    Absence.objects.create(
        user_id=wangfang, stand_in_id=stand_in, since=homes.now - timedelta(days=1)
    )
    forget_roster()
    assert "王芳不在岗，由" in text_of("liqiang", f"/visits/areas/{homes.grid}/homes/")
    forget_roster()


@pytest.mark.parametrize("who", ["zhaomin", "liushifu", "chenyi"])
def test_others_hear_that_there_is_nothing(homes: Homes, who: str) -> None:
    client = browser_of(who)
    for here in (f"/visits/homes/{homes.wangdie.pk}/", f"/visits/areas/{homes.grid}/homes/"):
        assert client.get(here).status_code == 404, here
    given = {"household": [str(homes.plain.pk)], "post": str(homes.post)}
    assert client.post("/visits/assign/", given).status_code == 404
    assert client.post(f"/visits/homes/{homes.wangdie.pk}/", given).status_code == 404


def test_a_rule_is_tried_out_before_it_is_changed(homes: Homes) -> None:
    client = browser_of("admin")
    asked = "visit_class=ordinary&every=1&unit=week&since=2099-01-05"
    text = client.get(f"/admin/visits/?{asked}").content.decode()
    assert "这一类共2户" in text
    assert "2099-01-12" in text
    assert VisitRule.objects.filter(visit_class="ordinary").count() == 1
    given = {"visit_class": "ordinary", "every": "1", "unit": "week", "since": "2099-01-05"}
    assert client.post("/admin/visits/", given | {"basis": "县委文件"}).status_code == 302
    old, new = VisitRule.objects.filter(visit_class="ordinary").order_by("valid_from")
    assert old.valid_until == new.valid_from
    assert (new.every, new.unit, new.basis, new.provenance) == (1, "week", "县委文件", "L")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"every": "0"}, "1到400的整数"),
        ({"unit": "moon"}, "1到400的整数"),
        ({"since": "2020-01-01"}, "最早从今天"),
        ({"visit_class": "?"}, "没有这个走访类别"),
    ],
)
def test_a_rule_that_cannot_be_is_refused(homes: Homes, given: dict[str, str], said: str) -> None:
    right = {"visit_class": "key", "every": "2", "unit": "week", "since": "2099-01-01"}
    answer = browser_of("admin").post("/admin/visits/", right | given)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert VisitRule.objects.count() == 3


def test_who_may_not_change_the_catalogue_changes_no_rule(homes: Homes) -> None:
    right = {"visit_class": "key", "every": "2", "unit": "week", "since": "2099-01-01"}
    assert browser_of("heshen").post("/admin/visits/", right).status_code == 403
    assert browser_of("liqiang").post("/admin/visits/", right).status_code == 404
