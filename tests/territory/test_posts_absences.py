"""Being away: A stands in for B, C for A, and otherwise the post above."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.territory.small_county import NOW, actor, make_areas, post, user

from wangge.accounts.refusals import MayNot
from wangge.audit.models import Entry
from wangge.territory.access import absences_for
from wangge.territory.actions import end_absence, install_demo_posts, set_absence
from wangge.territory.queries import posts_held_by, who_answers
from wangge.territory.refusals import BadSpan, NotByOneself, SeparatedRoles

WORKER = "P-430281121201001-1"
SECOND, THIRD = "p430281121201001-2", "p430281121201001-3"
WEEK = timedelta(days=7)


@pytest.fixture(autouse=True)
def _county(db: None) -> None:
    make_areas()
    install_demo_posts(NOW)


def test_a_worker_names_his_own_stand_in() -> None:
    me = actor("wangfang")
    set_absence(
        user("wangfang"),
        since=NOW,
        until=NOW + WEEK,
        stand_in=user(SECOND),
        reason="年休假",
        actor=me,
        now=NOW,
    )
    row = who_answers(post(WORKER).id, at=NOW)
    assert (row.holder, row.answering) == ("王芳", user(SECOND).name)
    assert {held.post.code for held in posts_held_by(user(SECOND).id, at=NOW)} == {
        WORKER,
        "P-430281121201001-2",
    }
    assert actor("wangfang").posts == ()
    assert who_answers(post(WORKER).id, at=NOW + WEEK).answering == "王芳"


def test_stand_ins_chain_and_circles_fall_upward() -> None:
    for away, stand_in in (("wangfang", SECOND), (SECOND, THIRD)):
        set_absence(
            user(away),
            since=NOW,
            until=None,
            stand_in=user(stand_in),
            actor=actor("liqiang"),
            now=NOW,
        )
    assert who_answers(post(WORKER).id, at=NOW).answering == user(THIRD).name
    set_absence(
        user(THIRD),
        since=NOW,
        until=None,
        stand_in=user("wangfang"),
        actor=actor("liqiang"),
        now=NOW,
    )
    assert who_answers(post(WORKER).id, at=NOW).answer.post.code == "P-430281121201-desk"


def test_coming_back_early_ends_the_absence() -> None:
    absence = set_absence(
        user("wangfang"), since=NOW, until=NOW + WEEK, actor=actor("wangfang"), now=NOW
    )
    back = NOW + timedelta(hours=2)
    end_absence(absence, actor=actor("wangfang", back), now=back)
    assert who_answers(post(WORKER).id, at=back).answering == "王芳"
    names = Entry.objects.filter(subject=user("wangfang").id).values_list("name", flat=True)
    assert list(names.order_by("seq")) == ["absence.set", "absence.ended"]


def test_an_absence_still_to_come_is_taken_back_whole() -> None:
    absence = set_absence(
        user("wangfang"), since=NOW + WEEK, until=None, actor=actor("wangfang"), now=NOW
    )
    end_absence(absence, actor=actor("wangfang"), now=NOW)
    assert not absences_for(actor("liqiang")).exists()


@pytest.mark.parametrize("who", ["zhaomin", "zhoumin", "liushifu", "chenyi"])
def test_nobody_sends_another_away_from_land_that_is_not_his(who: str) -> None:
    with pytest.raises(MayNot):
        set_absence(user("wangfang"), since=NOW, until=None, actor=actor(who), now=NOW)


@pytest.mark.parametrize("who", ["liqiang", "admin"])
def test_the_dispatcher_of_the_town_and_the_administrator_may(who: str) -> None:
    set_absence(user("wangfang"), since=NOW, until=None, actor=actor(who), now=NOW)
    assert actor("wangfang").posts == ()


def test_nonsense_is_refused() -> None:
    me = actor("wangfang")
    with pytest.raises(BadSpan):
        set_absence(user("wangfang"), since=NOW, until=NOW, actor=me, now=NOW)
    with pytest.raises(NotByOneself):
        set_absence(
            user("wangfang"),
            since=NOW,
            until=None,
            stand_in=user("wangfang"),
            actor=me,
            now=NOW,
        )


@pytest.mark.parametrize(("away", "stand_in"), [("heshen", "admin"), ("wangfang", "admin")])
def test_an_administrator_stands_in_for_nobody_else(away: str, stand_in: str) -> None:
    with pytest.raises(SeparatedRoles):
        set_absence(
            user(away),
            since=NOW,
            until=None,
            stand_in=user(stand_in),
            actor=actor("admin") if away != "heshen" else actor("heshen"),
            now=NOW,
        )
