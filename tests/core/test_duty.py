"""Who answers for a post: holders, stand-ins, and the way up to the county centre."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.core.duties import HOLDINGS, LONG_AGO, NOON, PERSON, POST, POSTS, a_roster, away

from wangge.core.duty import HoldingFact, NoSingleTop, Roster


def test_the_holder_answers_and_there_is_nothing_to_explain() -> None:
    answer = a_roster().answering(POST["worker-1"], NOON)
    assert (answer.person, answer.post.code) == (PERSON["worker-1"], "worker-1")
    assert answer.via == ()
    assert answer.say("en") == ""


def test_a_stand_in_answers_for_who_is_away() -> None:
    answer = a_roster(away("worker-1", "worker-2")).answering(POST["worker-1"], NOON)
    assert (answer.person, answer.post.code) == (PERSON["worker-2"], "worker-1")
    assert answer.via == ("worker-1 person不在岗，由worker-2 person代理",)


def test_stand_ins_chain() -> None:
    roster = a_roster(away("worker-1", "worker-2"), away("worker-2", "worker-3"))
    assert roster.answering(POST["worker-1"], NOON).person == PERSON["worker-3"]


def test_stand_ins_that_go_round_are_cut_and_the_post_above_answers() -> None:
    roster = a_roster(away("worker-1", "worker-2"), away("worker-2", "worker-1"))
    answer = roster.answering(POST["worker-1"], NOON)
    assert (answer.person, answer.post.code) == (PERSON["desk"], "desk")
    assert "the stand-ins lead back to worker-1 person" in answer.say("en")


def test_who_is_away_without_a_stand_in_leaves_the_post_to_the_one_above() -> None:
    answer = a_roster(away("worker-1")).answering(POST["worker-1"], NOON)
    assert answer.post.code == "desk"
    assert answer.say("zh") == "worker-1 person不在岗，没有代理人；由上级岗位desk接管。"


def test_a_vacant_post_falls_past_vacant_ones_to_the_first_that_is_held() -> None:
    roster = a_roster(vacant=("worker-1", "desk", "dispatcher"))
    assert roster.answering(POST["worker-1"], NOON).post.code == "leader-town"


def test_the_county_centre_answers_though_nobody_holds_it() -> None:
    roster = a_roster(vacant=tuple(POST))
    answer = roster.answering(POST["worker-1"], NOON)
    assert (answer.person, answer.post.code) == (None, "centre")
    assert answer.via[-1] == "centre暂无人任职，仍由中心兜底"


def test_an_absence_from_one_post_leaves_the_other_posts_alone() -> None:
    both = (*HOLDINGS, HoldingFact(POST["worker-2"], PERSON["worker-1"], NOON))
    roster = Roster(POSTS, both, [away("worker-1", "worker-3", post="worker-1")])
    assert roster.answering(POST["worker-1"], NOON).person == PERSON["worker-3"]
    assert roster.answering(POST["worker-2"], NOON).person == PERSON["worker-1"]


def test_an_absence_ends() -> None:
    roster = a_roster(away("worker-1", "worker-2"))
    after = NOON + timedelta(days=13)
    assert roster.answering(POST["worker-1"], after).person == PERSON["worker-1"]
    just_before = after - timedelta(microseconds=1)
    assert roster.answering(POST["worker-1"], just_before).person == PERSON["worker-2"]


def test_a_closed_post_is_answered_from_above_and_an_open_past_is_kept() -> None:
    closed = tuple(replace(post, until=NOON) if post.code == "worker-1" else post for post in POSTS)
    roster = a_roster(posts=closed)
    assert roster.answering(POST["worker-1"], NOON).post.code == "desk"
    before = roster.answering(POST["worker-1"], NOON - timedelta(days=1))
    assert before.person == PERSON["worker-1"]


def test_before_anybody_was_appointed_the_centre_answers() -> None:
    before = LONG_AGO - timedelta(days=1)
    assert a_roster().answering(POST["worker-1"], before).post.code == "centre"


def test_a_person_answers_for_what_is_held_stood_in_for_and_fallen_to() -> None:
    roster = a_roster(away("worker-1", "worker-2"), vacant=("worker-3",))
    assert roster.posts_answered_by(PERSON["worker-2"], NOON) == {
        POST["worker-1"],
        POST["worker-2"],
    }
    assert roster.posts_answered_by(PERSON["desk"], NOON) == {POST["desk"], POST["worker-3"]}
    assert roster.posts_answered_by(PERSON["worker-1"], NOON) == frozenset()
    assert roster.posts_falling_to(POST["desk"], NOON) == {POST["desk"], POST["worker-3"]}


def test_a_roster_wants_exactly_one_top() -> None:
    headless = tuple(post for post in POSTS if post.above is not None)
    with pytest.raises(NoSingleTop) as refusal:
        Roster(headless)
    assert "现在有0个" in refusal.value.say("zh")


def test_a_way_up_that_goes_round_ends_at_the_centre() -> None:
    round_ = tuple(
        replace(post, above=POST["worker-1"]) if post.code == "desk" else post for post in POSTS
    )
    roster = a_roster(posts=round_, vacant=("worker-1", "desk"))
    assert roster.answering(POST["worker-1"], NOON).post.code == "centre"


def test_answers_stay_the_same_within_a_span() -> None:
    roster = a_roster(away("worker-1"))
    since, until = roster.span(NOON)
    assert since == NOON - timedelta(days=1)
    assert until == NOON + timedelta(days=13)
