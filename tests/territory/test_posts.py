"""Appointing, relieving, making and closing posts, and what the roster then says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.territory.small_county import NOW, actor, make_areas, post, user

from wangge.accounts.actions import close_user, create_user, reopen_user
from wangge.accounts.models import User
from wangge.accounts.refusals import MayNot
from wangge.audit.models import Entry
from wangge.core.duty import STRANGER, SYSTEM
from wangge.core.errors import NotFound
from wangge.territory.access import post_for, posts_for, roster
from wangge.territory.actions import (
    appoint,
    close_post,
    create_post,
    install_demo_posts,
    relieve,
)
from wangge.territory.models import Holding, Post, Role
from wangge.territory.queries import posts_of_areas, vacant_posts, who_answers
from wangge.territory.refusals import (
    BadSpan,
    CentreStays,
    OverlappingHolding,
    PostClosed,
    PostCodeTaken,
    PostsBelow,
    PostTaken,
    PostVacant,
    SeparatedRoles,
)

LATER = NOW + timedelta(hours=1)
WORKER = "P-430281121201001-1"


@pytest.fixture(autouse=True)
def _county(db: None) -> None:
    make_areas()
    install_demo_posts(NOW)


def _lisi() -> User:
    return create_user("lisi", name="李四", password=None, actor=SYSTEM, now=NOW)


def test_a_relieved_post_falls_to_the_one_above_at_once() -> None:
    relieve(post(WORKER), actor=actor("admin"), now=LATER)
    row = who_answers(post(WORKER).id, at=LATER)
    assert row.is_vacant
    assert row.answer.post.code == "P-430281121201-desk"
    assert row.answer.via[0] == "东富村网格001网格员一岗空缺"
    assert roster().answering(post(WORKER).id, NOW).person == user("wangfang").id


def test_an_appointed_person_acts_for_the_post_at_once() -> None:
    lisi = _lisi()
    assert actor("lisi").posts == ()
    appoint(post(WORKER), lisi, actor=actor("admin"), now=LATER, replace=True)
    assert [held.code for held in actor("lisi", LATER).posts] == [WORKER]
    assert actor("wangfang", LATER).posts == ()
    assert actor("wangfang", NOW).posts != ()


def test_a_held_post_is_not_taken_by_accident() -> None:
    with pytest.raises(PostTaken) as refusal:
        appoint(post(WORKER), _lisi(), actor=actor("admin"), now=LATER)
    assert "由王芳任职" in refusal.value.say("zh")


def test_the_database_itself_keeps_two_people_from_one_post() -> None:
    with pytest.raises(IntegrityError, match="one_holder"), transaction.atomic():
        Holding.objects.create(post=post(WORKER), user=_lisi(), since=NOW)


def test_an_appointment_that_runs_into_a_later_one_is_refused() -> None:
    admin, target = actor("admin"), post(WORKER)
    relieve(target, actor=admin, now=NOW)
    appoint(target, _lisi(), actor=admin, now=NOW, since=NOW + timedelta(days=2))
    with pytest.raises(OverlappingHolding):
        appoint(target, user("wangfang"), actor=admin, now=NOW)
    until = NOW + timedelta(days=2)
    appoint(target, user("wangfang"), actor=admin, now=NOW, until=until)
    with pytest.raises(BadSpan):
        appoint(target, user("wangfang"), actor=admin, now=NOW, until=NOW)


def test_relieving_nobody_is_refused() -> None:
    relieve(post(WORKER), actor=actor("admin"), now=NOW)
    with pytest.raises(PostVacant):
        relieve(post(WORKER), actor=actor("admin"), now=NOW)


@pytest.mark.parametrize("who", ["wangfang", "liqiang", "zhoumin", "heshen", "chenyi"])
def test_only_the_administrator_appoints(who: str) -> None:
    with pytest.raises(MayNot):
        appoint(post(WORKER), _lisi(), actor=actor(who), now=NOW, replace=True)


def test_three_administrators_are_three_people() -> None:
    with pytest.raises(SeparatedRoles) as refusal:
        appoint(
            post("P-430281-auditor"), user("admin"), actor=actor("admin"), now=LATER, replace=True
        )
    assert "管理员已是系统管理员，不能再任审计管理员" in refusal.value.say("zh")


@pytest.mark.parametrize("code", [WORKER, "P-430281-acceptor-1", "P-430281-centre"])
def test_an_administrator_does_not_appoint_himself_to_where_cases_are_read(code: str) -> None:
    with pytest.raises(SeparatedRoles):
        appoint(post(code), user("admin"), actor=actor("admin"), now=LATER, replace=True)


def test_a_new_post_is_answered_from_above_until_it_is_held() -> None:
    above = post("P-430281121-dispatcher")
    made = create_post(
        "P-430281121-patrol",
        title="东富镇巡查岗",
        role=Role.objects.get(code="handler"),
        area=above.area,
        above=above,
        actor=actor("admin"),
        now=NOW,
    )
    assert who_answers(made.id, at=NOW).answering == "李强"
    assert "P-430281121-patrol" in [row.post.code for row in vacant_posts(at=NOW)]
    with pytest.raises(PostCodeTaken):
        create_post(
            made.code,
            title="x",
            role=made.role,
            area=made.area,
            above=above,
            actor=actor("admin"),
            now=NOW,
        )


def test_there_is_one_county_centre_and_it_stays() -> None:
    centre = post("P-430281-centre")
    with pytest.raises(CentreStays):
        close_post(centre, actor=actor("admin"), now=NOW)
    with pytest.raises(CentreStays):
        create_post(
            "P-2",
            title="x",
            role=centre.role,
            area=centre.area,
            above=centre,
            actor=actor("admin"),
            now=NOW,
        )
    with pytest.raises(IntegrityError, match="one_centre"), transaction.atomic():
        Post.objects.create(
            code="P-2", title="x", role=centre.role, area=centre.area, valid_from=NOW
        )
    with pytest.raises(IntegrityError, match="above_but_for_centre"), transaction.atomic():
        Post.objects.filter(code=WORKER).update(above=None)


def test_a_closed_post_is_answered_from_above_and_held_no_more() -> None:
    close_post(post(WORKER), actor=actor("admin"), now=LATER)
    assert who_answers(post(WORKER).id, at=LATER).answer.post.code == "P-430281121201-desk"
    assert actor("wangfang", LATER).posts == ()
    assert actor("wangfang", NOW).posts != ()
    with pytest.raises(PostClosed):
        appoint(post(WORKER), _lisi(), actor=actor("admin"), now=LATER)


def test_a_post_with_posts_under_it_does_not_close() -> None:
    with pytest.raises(PostsBelow) as refusal:
        close_post(post("P-430281121201-desk"), actor=actor("admin"), now=NOW)
    assert refusal.value.facts["count"] == 6


def test_every_change_is_in_the_log() -> None:
    target = post(WORKER)
    relieve(target, actor=actor("admin"), now=NOW)
    appoint(target, _lisi(), actor=actor("admin"), now=LATER)
    entries = Entry.objects.filter(subject=target.id).order_by("seq")
    assert [entry.name for entry in entries] == ["post.relieved", "post.appointed"]
    assert entries[0].person == user("admin").id


def test_who_is_closed_out_is_away_for_good_until_let_back_in() -> None:
    close_user(user("wangfang"), actor=actor("admin"), now=LATER)
    row = who_answers(post(WORKER).id, at=LATER)
    assert (row.holder, row.answer.post.code) == ("王芳", "P-430281121201-desk")
    reopen_user(user("wangfang"), actor=actor("admin"), now=LATER)
    assert who_answers(post(WORKER).id, at=LATER).answering == "王芳"


def test_strangers_and_residents_look_up_no_post() -> None:
    for who in (STRANGER, actor("chenyi")):
        assert not posts_for(who).exists()
        with pytest.raises(NotFound):
            post_for(who, WORKER)
    assert post_for(actor("wangfang"), WORKER).title == "东富村网格001网格员一岗"


def test_who_somebody_is_costs_no_query_once_known(
    django_assert_num_queries: Callable[..., Any],
) -> None:
    wangfang = user("wangfang")
    actor("wangfang")
    with django_assert_num_queries(1):  # the one that finds the user
        assert actor("wangfang").posts[0].code == WORKER
    with django_assert_num_queries(0):
        assert posts_of_areas([post_.area_id for post_ in actor_posts(wangfang)], at=NOW)


def actor_posts(who: User) -> list[Any]:
    known = roster()
    return [known.posts[post_id] for post_id in known.posts_answered_by(who.id, NOW)]
