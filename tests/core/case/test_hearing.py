"""Who hears what when something happens to a case, and who never does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.case.county import County, name
from tests.support.logs import random_life

from wangge.core.case.events import Absorbed
from wangge.core.case.evolve import begin, evolve
from wangge.core.case.facts import Case, Party
from wangge.core.case.hearing import Happening, Told, hear
from wangge.core.case.verbs import Verb
from wangge.core.notices import KINDS, name_of, say

PHOTO = ("d" * 64,)


def heard(county: County) -> set[tuple[str, str]]:
    """(kind, who) of the last thing that happened, by name."""
    names = {name(word): word for word in _KNOWN}
    return {(one.kind, names[one.to]) for one in told(county)}


def told(county: County) -> list[Told]:
    before: Case | None = None
    after = begin(county.log[0])  # type: ignore[arg-type]  # a log begins with a report
    for event in county.log[1:]:
        before, after = after, evolve(after, event)
    return hear(Happening(before, county.log[-1], after, tuple(county.log[:-1])))


_KNOWN = ("中心", "受理", "领导", "话务", "路政", "路政二", "派遣", "村岗", "网格一", "网格二")
_KNOWN += ("邻镇派遣", "陈姨", "王芳", "李强", "刘师傅", "谭芳", "周敏", "孙主任", "赵敏")


@pytest.fixture
def county() -> County:
    county = County()
    county.reports("陈姨")
    return county


def dispatched(county: County) -> County:
    county.does("李强", Verb.DISPATCH, condition="1")
    return county


def handled(county: County) -> County:
    dispatched(county).does("刘师傅", Verb.HANDLE, opinion="已补", photos=PHOTO)
    return county


def test_a_report_tells_the_post_that_owes_it(county: County) -> None:
    assert heard(county) == {("came", "派遣")}


def test_dispatching_tells_the_handler_and_the_requester(county: County) -> None:
    assert heard(dispatched(county)) == {("came", "路政"), ("your_filed", "陈姨")}


def test_a_second_dispatch_does_not_say_again_that_it_is_filed(county: County) -> None:
    dispatched(county).does("刘师傅", Verb.RETURN, reason="不归我")
    assert heard(county) == {("returned", "派遣")}
    county.does("李强", Verb.DISPATCH, condition="1", post=name("路政二"))
    assert heard(county) == {("came", "路政二")}


def test_handling_tells_the_verifier_and_the_requester(county: County) -> None:
    assert heard(handled(county)) == {
        ("came", _owner(county)),
        ("your_handled", "陈姨"),
    }


def test_closing_asks_the_requester_for_a_rating(county: County) -> None:
    handled(county).does("王芳", Verb.VERIFY, opinion="看过了")
    assert heard(county) == {("your_closed", "陈姨")}
    (one,) = told(county)
    assert "评价" in say(one.kind, one.facts)[0]


def test_rework_tells_the_handler_why(county: County) -> None:
    handled(county).does("王芳", Verb.REWORK, reason="井盖还晃")
    assert heard(county) == {("rework", "路政")}
    assert "井盖还晃" in say("rework", told(county)[0].facts)[1]


def test_a_rejection_tells_the_requester_why(county: County) -> None:
    county.does("李强", Verb.REJECT, reason="不属于城市管理")
    assert heard(county) == {("your_rejected", "陈姨")}
    assert "不属于城市管理" in say("your_rejected", told(county)[0].facts)[1]


def test_urging_tells_the_owner(county: County) -> None:
    dispatched(county).does("陈姨", Verb.URGE, opinion="快点")
    assert heard(county) == {("urged", "路政")}


def test_a_supervision_tells_the_owner_and_its_answer_the_leader(county: County) -> None:
    dispatched(county).does("孙主任", Verb.SUPERVISE, reason="今天办结")
    assert heard(county) == {("supervised", "路政")}
    county.does("刘师傅", Verb.ANSWER_SUPERVISION, opinion="下午补")
    assert heard(county) == {("supervision_answered", "领导")}


def test_an_escalation_tells_the_post_above_and_the_owner(county: County) -> None:
    dispatched(county).later(hours=3).does("时间", Verb.ESCALATE)
    assert heard(county) == {("overdue", "路政"), ("escalated", "中心")}
    assert "1小时" in say("overdue", told(county)[0].facts)[1]


def test_an_extension_is_asked_of_who_dispatched_it(county: County) -> None:
    dispatched(county).does("刘师傅", Verb.ASK_EXTENSION, reason="缺料")
    assert heard(county) == {("extension_asked", "派遣")}
    county.does("李强", Verb.GRANT_EXTENSION)
    assert heard(county) == {("extension_granted", "路政")}


def test_a_refused_extension_tells_the_owner_why(county: County) -> None:
    dispatched(county).does("刘师傅", Verb.ASK_EXTENSION, reason="缺料")
    county.does("李强", Verb.REFUSE_EXTENSION, reason="仓库有")
    assert heard(county) == {("extension_refused", "路政")}


def test_suspending_tells_owner_and_requester_until_when(county: County) -> None:
    until = county.now + timedelta(days=2)
    dispatched(county).does("李强", Verb.SUSPEND, reason="等管线图", until=until)
    assert heard(county) == {("suspended", "路政"), ("your_suspended", "陈姨")}
    assert "2026-11-25" in say("your_suspended", told(county)[0].facts)[1]


def test_taking_back_tells_who_had_it(county: County) -> None:
    dispatched(county).does("李强", Verb.WITHDRAW, reason="派错了")
    assert heard(county) == {("withdrawn", "路政")}


def test_a_bad_rating_tells_owner_and_handler_a_good_one_nobody(county: County) -> None:
    handled(county).does("王芳", Verb.VERIFY, opinion="看过了")
    county.does("陈姨", Verb.RATE, stars=5)
    assert heard(county) == set()
    county.does("陈姨", Verb.RATE, stars=1, opinion="没修好")
    assert {("low_rating", "路政")} <= heard(county)


def test_a_word_of_the_requester_reaches_the_owner(county: County) -> None:
    dispatched(county).does("陈姨", Verb.COMMENT, opinion="晚上也响")
    assert heard(county) == {("commented", "路政")}


def test_merging_tells_every_requester_of_the_duplicates(county: County) -> None:
    after = county.case
    assert after is not None
    event = Absorbed(
        at=county.now,
        by=Party(),
        verb=Verb.MERGE,
        duplicates=("C-2", "C-3"),
        reporters=(),
        requesters=(name("王芳"), name("谭芳")),
    )
    found = hear(Happening(after, event, evolve(after, event)))
    assert {(one.kind, one.to) for one in found} == {
        ("absorbed", name("派遣")),
        ("your_merged", name("王芳")),
        ("your_merged", name("谭芳")),
    }


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9))
def test_nobody_hears_of_his_own_act_and_no_stranger_of_anything(seed: int) -> None:
    log = random_life(seed)
    before: Case | None = None
    after: Case | None = None
    for place, event in enumerate(log):
        before, after = after, begin(event) if place == 0 else evolve(after, event)  # type: ignore[arg-type]
        assert after is not None
        parties = {after.owner, *after.posts, *after.requesters, *(before.posts if before else ())}
        for one in hear(Happening(before, event, after, tuple(log[:place]))):
            assert one.to in parties
            assert one.to not in (event.by.post, event.by.person)
            assert one.to_post == (one.to not in after.requesters)
            for language in ("zh", "en"):
                assert all(say(one.kind, one.facts, language))


def test_every_kind_has_its_words_in_both_languages() -> None:
    for kind in KINDS:
        for language in ("zh", "en"):
            title, body = say(kind, {"no": "C-1"}, language)
            assert title
            assert body
            assert name_of(kind, language)


def test_titles_hold_nothing_anybody_typed() -> None:
    typed = ("reason", "opinion", "destination")
    for words in KINDS.values():
        for title in words.title:
            assert not any(f"{{{word}}}" in title for word in typed)


def _owner(county: County) -> str:
    assert county.case is not None
    return next(word for word in _KNOWN if name(word) == county.case.owner)
