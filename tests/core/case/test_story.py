"""The main job, as values: the story of the cast, and what each of them may not do."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.core.case.county import HERE, County, name, roster

from wangge.core.case import permit
from wangge.core.case.evolve import replay
from wangge.core.case.facts import Chain, Point
from wangge.core.case.flow import Kind
from wangge.core.case.refusals import (
    BadChoice,
    BadMerge,
    BadUntil,
    ChildrenOpen,
    Missing,
    NotNow,
    NotYours,
    OwnWork,
    Paused,
    StaleVersion,
    TooLate,
    TooOften,
)
from wangge.core.case.verbs import Verb
from wangge.core.case.world import Spot
from wangge.core.duty import AbsenceFact


@pytest.fixture
def county() -> County:
    return County()


def handled(county: County) -> County:
    """A case reported, dispatched and handled, waiting for verification."""
    county.reports("陈姨")
    county.later(minutes=5).does("李强", Verb.DISPATCH)
    county.later(minutes=30).does("刘师傅", Verb.HANDLE, opinion="已补井盖", photos=("a" * 64,))
    return county


def closed(county: County) -> County:
    handled(county).later(minutes=9).does("王芳", Verb.VERIFY, opinion="已看过")
    return county


def test_the_whole_story_ends_closed_and_rated(county: County) -> None:
    closed(county)
    case = county.later(days=1).does("陈姨", Verb.RATE, stars=5, opinion="很快")
    assert (case.state, case.kind) == ("closed", Kind.CLOSED)
    assert case.ratings == ((name("陈姨"), 5),)
    assert replay(county.log) == case


def test_a_report_is_owned_by_the_town_with_fifteen_minutes(county: County) -> None:
    case = county.reports("陈姨")
    assert case.owner == name("派遣")
    assert case.due_at == county.now + timedelta(minutes=15)


def test_a_report_from_nowhere_is_owned_by_the_county_centre(county: County) -> None:
    case = county.reports("陈姨", chain=Chain(county=HERE.county))
    assert case.owner == name("中心")


def test_dispatch_gives_the_limit_of_the_condition(county: County) -> None:
    county.reports("陈姨")
    case = county.does("李强", Verb.DISPATCH, condition="2")
    assert case.owner == name("路政")
    assert case.condition == "2"
    assert case.due_at == county.now + timedelta(hours=6)  # 3 h to noon, lunch until 14, 1 h


def test_an_unknown_condition_is_refused_with_the_choices(county: County) -> None:
    county.reports("陈姨")
    with pytest.raises(BadChoice, match="缺失"):
        county.does("李强", Verb.DISPATCH, condition="9")


@pytest.mark.parametrize("who", ["赵敏", "王芳", "陈姨", "刘师傅"])
def test_only_the_towns_dispatcher_or_an_acceptor_may_dispatch(county: County, who: str) -> None:
    county.reports("陈姨")
    with pytest.raises(NotYours):
        county.does(who, Verb.DISPATCH)


def test_handling_needs_a_photo(county: County) -> None:
    county.reports("陈姨")
    county.does("李强", Verb.DISPATCH)
    with pytest.raises(Missing, match="照片") as refusal:
        county.does("刘师傅", Verb.HANDLE, opinion="好了")
    assert refusal.value.field == "photos"


def test_who_handled_may_not_verify_even_as_grid_worker(county: County) -> None:
    county.reports("陈姨")
    county.does("李强", Verb.DISPATCH, post=name("网格一"))
    county.does("王芳", Verb.HANDLE, opinion="好了", photos=("b" * 64,))
    assert county.case is not None
    assert county.case.owner == name("网格二"), "another grid worker verifies"
    with pytest.raises(OwnWork):
        county.does("王芳", Verb.VERIFY, opinion="我看好")
    county.does("谭芳", Verb.VERIFY, opinion="好")


def test_with_one_grid_worker_the_village_verifies(county: County) -> None:
    county.roster = roster(vacant=frozenset({"网格二"}))
    county.reports("陈姨")
    county.does("李强", Verb.DISPATCH, post=name("网格一"))
    case = county.does("王芳", Verb.HANDLE, opinion="好了", photos=("b" * 64,))
    assert county.roster.answering(case.owner, county.now).person != name("王芳")


def test_rework_goes_back_to_the_handler_and_his_clock_goes_on(county: County) -> None:
    handled(county)
    assert county.case is not None
    case = county.later(hours=1).does("王芳", Verb.REWORK, reason="还在晃")
    assert case.owner == name("路政")
    assert case.reworks == 1
    assert case.clock is not None
    # two hours allowed, half an hour used before; the hour of verification did not count
    assert case.due_at == county.now + timedelta(minutes=90)


def test_return_needs_a_reason_and_comes_to_the_dispatcher(county: County) -> None:
    county.reports("陈姨")
    county.does("李强", Verb.DISPATCH)
    with pytest.raises(Missing, match="原因"):
        county.does("刘师傅", Verb.RETURN)
    case = county.does("刘师傅", Verb.RETURN, reason="属供水公司")
    assert (case.state, case.owner, case.returns) == ("filed", name("派遣"), 1)


def test_withdraw_takes_back_the_last_step_with_its_clock(county: County) -> None:
    before = county.reports("陈姨")
    county.later(minutes=2).does("李强", Verb.DISPATCH)
    case = county.later(minutes=2).does("李强", Verb.WITHDRAW, reason="点错了")
    assert (case.state, case.owner, case.due_at) == ("reported", before.owner, before.due_at)
    with pytest.raises((NotYours, NotNow)):
        county.does("李强", Verb.WITHDRAW, reason="再来")


def test_withdraw_is_for_the_mover_and_for_half_an_hour(county: County) -> None:
    county.reports("陈姨")
    county.does("李强", Verb.DISPATCH)
    with pytest.raises(NotYours):
        county.does("刘师傅", Verb.WITHDRAW, reason="不是我的")
    with pytest.raises(TooLate):
        county.later(minutes=31).does("李强", Verb.WITHDRAW, reason="晚了")


def test_what_was_signed_for_cannot_be_withdrawn(county: County) -> None:
    county.reports("陈姨")
    county.does("李强", Verb.DISPATCH)
    county.does("刘师傅", Verb.SIGN_FOR)
    with pytest.raises((NotYours, NotNow)):
        county.does("李强", Verb.WITHDRAW, reason="想换人")


def test_an_extension_is_asked_granted_and_limited_to_two(county: County) -> None:
    county.reports("陈姨")
    first = county.does("李强", Verb.DISPATCH)
    for _ in range(2):
        county.does("刘师傅", Verb.ASK_EXTENSION, reason="缺料")
        county.does("李强", Verb.GRANT_EXTENSION)
    assert county.case is not None
    assert county.case.due_at is not None
    assert first.due_at is not None
    assert county.case.due_at - first.due_at == timedelta(hours=4)
    with pytest.raises(TooOften):
        county.does("刘师傅", Verb.ASK_EXTENSION, reason="还缺料")


def test_a_refused_extension_does_not_count(county: County) -> None:
    county.reports("陈姨")
    county.does("李强", Verb.DISPATCH)
    county.does("刘师傅", Verb.ASK_EXTENSION, reason="缺料")
    case = county.does("李强", Verb.REFUSE_EXTENSION, reason="料已到")
    assert (case.extensions, case.extension_asked) == (0, None)


def test_an_overdue_case_cannot_be_extended(county: County) -> None:
    county.reports("陈姨")
    county.does("李强", Verb.DISPATCH)
    with pytest.raises(TooLate):
        county.later(hours=3).does("刘师傅", Verb.ASK_EXTENSION, reason="缺料")


def test_suspension_stops_clock_and_work_until_it_ends(county: County) -> None:
    county.reports("陈姨")
    county.does("李强", Verb.DISPATCH)
    until = county.now + timedelta(days=10)
    case = county.later(minutes=30).does("李强", Verb.SUSPEND, reason="等管材", until=until)
    assert case.is_paused
    assert case.due_at is None
    assert case.escalate_at == until
    with pytest.raises(Paused):
        county.does("刘师傅", Verb.HANDLE, opinion="好", photos=("c" * 64,))
    county.now = until
    case = county.does("时间", Verb.RESUME)
    assert case.due_at == until + timedelta(minutes=90)
    with pytest.raises(TooOften):
        county.does("李强", Verb.SUSPEND, reason="再等", until=until + timedelta(days=1))


def test_a_suspension_must_end_within_a_year(county: County) -> None:
    county.reports("陈姨")
    county.does("李强", Verb.DISPATCH)
    with pytest.raises(BadUntil):
        county.does("李强", Verb.SUSPEND, reason="等", until=county.now + timedelta(days=366))


def test_supervision_is_numbered_and_answered(county: County) -> None:
    county.reports("陈姨")
    case = county.does("孙主任", Verb.SUPERVISE, reason="学校门口")
    assert [one.number for one in case.supervised()] == [1]
    case = county.does("李强", Verb.ANSWER_SUPERVISION, opinion="马上派")
    assert case.supervised() == ()


def test_a_stale_version_is_refused_and_says_which(county: County) -> None:
    county.reports("陈姨")
    with pytest.raises(StaleVersion) as refusal:
        county.does("李强", Verb.DISPATCH, version=7)
    assert "第7版" in refusal.value.say("zh")


def test_moving_the_place_moves_the_owner(county: County) -> None:
    county.reports("陈姨")
    there = Chain(county=HERE.county, town=name("孙家湾镇"))
    case = county.does("李强", Verb.RELOCATE, spot=Spot(chain=there, located="inside"))
    assert case.owner == name("中心"), "no grid known there yet"


def test_duplicates_are_merged_only_into_an_open_other_case(county: County) -> None:
    county.reports("陈姨")
    duplicate = county.case
    main = County(now=county.now + timedelta(minutes=3))
    assert duplicate is not None
    with pytest.raises(BadMerge, match="this very case"):
        county.does("李强", Verb.MERGE, county.with_world("李强", main=duplicate), into="x")
    ended = closed(main).case
    other = County(now=county.now + timedelta(seconds=1))
    other.reports("谢叔")
    with pytest.raises(BadMerge, match="it is closed"):
        county.does("李强", Verb.MERGE, county.with_world("李强", main=ended), into="x")
    case = county.does(
        "李强", Verb.MERGE, county.with_world("李强", main=other.case), into="C-20261123-0002"
    )
    assert (case.state, case.into) == ("merged", "C-20261123-0002")


def test_a_parent_closes_only_after_its_children(county: County) -> None:
    handled(county)
    with pytest.raises(ChildrenOpen):
        county.does(
            "王芳", Verb.VERIFY, county.with_world("王芳", open_children=True), opinion="好"
        )


def test_only_the_requester_rates_and_only_one_to_five(county: County) -> None:
    closed(county)
    with pytest.raises(NotYours):
        county.does("李强", Verb.RATE, stars=5)
    with pytest.raises(Missing):
        county.does("陈姨", Verb.RATE)
    with pytest.raises(BadChoice):
        county.does("陈姨", Verb.RATE, stars=6)


def test_a_second_rating_replaces_the_first(county: County) -> None:
    closed(county).does("陈姨", Verb.RATE, stars=2)
    case = county.does("陈姨", Verb.RATE, stars=4)
    assert case.ratings == ((name("陈姨"), 4),)


def test_reopening_starts_again_at_the_town(county: County) -> None:
    closed(county)
    case = county.does("陈姨", Verb.REOPEN, reason="又坏了")
    assert (case.state, case.owner, case.closed_at) == ("reported", name("派遣"), None)


def test_reopening_ends_after_thirty_days(county: County) -> None:
    closed(county)
    with pytest.raises(TooLate):
        county.later(days=31).does("陈姨", Verb.REOPEN, reason="又坏了")


def test_escalation_climbs_to_the_centre_and_goes_on_knocking(county: County) -> None:
    case = county.reports("王芳")
    reached = []
    for _ in range(6):
        assert case.escalate_at is not None
        county.now = case.escalate_at
        county.does("王芳", Verb.COMMENT, opinion="还在等")  # touching it restarts nothing
        case = county.does("时间", Verb.ESCALATE)
        event = county.log[-1]
        reached.append(event.to)  # type: ignore[union-attr]  # it is an Escalated
    assert reached[0] == name("中心")
    assert set(reached) == {name("中心")}
    assert case.escalation == 6
    assert case.escalate_at is not None
    assert case.escalate_at > county.now


def test_escalation_names_somebody_though_everybody_is_away(county: County) -> None:
    away = tuple(
        AbsenceFact(person=name(who), stand_in=None, since=county.now) for who in ("李强", "值班长")
    )
    county.roster = roster(absences=away)
    case = county.reports("陈姨")
    assert county.roster.answering(case.owner, county.now).post.id == name("中心")
    county.now = case.escalate_at or county.now
    county.does("时间", Verb.ESCALATE)


def test_nobody_but_time_escalates(county: County) -> None:
    county.reports("陈姨")
    with pytest.raises(NotYours):
        county.does("孙主任", Verb.ESCALATE)


def test_the_buttons_are_exactly_what_may_be_done(county: County) -> None:
    county.reports("陈姨")
    assert county.case is not None

    def buttons(who: str) -> set[str]:
        assert county.case is not None
        return {rule.verb for rule in permit.sayable(county.case, county.flow, county.actor(who))}

    assert "dispatch" in buttons("李强")
    assert buttons("赵敏") == set()
    assert buttons("陈姨") == {"urge", "comment"}
    assert "self_handle" in buttons("王芳")


def test_a_stand_in_acts_for_the_post(county: County) -> None:
    away = (AbsenceFact(person=name("李强"), stand_in=name("谭芳"), since=county.now),)
    county.roster = roster(absences=away)
    county.reports("陈姨")
    case = county.does("谭芳", Verb.DISPATCH)
    assert case.state == "handling"
    with pytest.raises(NotYours):
        county.does("李强", Verb.GRANT_EXTENSION)


def test_a_verification_says_how_far_from_the_case_it_was_made(county: County) -> None:
    handled(county)
    near = Spot(chain=HERE, point=Point(113.5205, 27.6003), located="inside")
    county.does("王芳", Verb.VERIFY, opinion="看过了", spot=near)
    assert county.log[-1].from_m == 60  # type: ignore[union-attr]  # it is a Moved
