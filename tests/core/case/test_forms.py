"""A flow's own form on a verb, its own name for it, the photo of before, and the daily clock."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.core.case.county import FLOWS, County

from wangge.core.case.evolve import replay
from wangge.core.case.flow import Choice, Field, FieldKind, Flow, Rule
from wangge.core.case.flow_proofs import prove_flow
from wangge.core.case.refusals import BadChoice, Missing, OwnWork
from wangge.core.case.verbs import Verb
from wangge.lib.clock import SHANGHAI

HOME = {"place": "自家二楼", "until": "2026-12-07"}


@pytest.fixture
def watched() -> County:
    """A key person registered at nine, screened and put under observation by ten."""
    county = County(flow=FLOWS["key_person"])
    county.reports("陈姨", text="重点地区来人")
    answers = {"found": "reached", "symptoms": "none"}
    county.later(minutes=30).does("王芳", Verb.PRECHECK, answers=answers)
    county.later(minutes=30).does("周敏", Verb.DISPATCH, answers=HOME)
    return county


def test_what_a_form_asks_is_kept_with_the_case(watched: County) -> None:
    assert watched.case is not None
    assert watched.case.extra == {"found": "reached", "symptoms": "none", **HOME}
    assert replay(watched.log) == watched.case


def test_what_a_form_asks_must_be_given(watched: County) -> None:
    with pytest.raises(Missing, match="检测结果") as refused:
        watched.does("王芳", Verb.RECORD)
    assert refused.value.field == "answers.result"


@pytest.mark.parametrize("answers", [{"result": "阴"}, {"result": "negative", "mood": "fine"}])
def test_an_answer_nobody_asked_for_is_refused(watched: County, answers: dict[str, str]) -> None:
    with pytest.raises(BadChoice):
        watched.does("王芳", Verb.RECORD, answers=answers)


@pytest.mark.parametrize("until", ["明天", "2026-13-01", "20261207", "2026-02-30"])
def test_a_day_is_written_as_a_day(watched: County, until: str) -> None:
    with pytest.raises(BadChoice, match="期满日"):
        watched.does("周敏", Verb.ACCEPT, answers={**HOME, "until": until})


def test_words_may_not_be_a_letter(watched: County) -> None:
    with pytest.raises(BadChoice, match="200"):
        watched.does("周敏", Verb.ACCEPT, answers={**HOME, "place": "长" * 201})


def test_todays_duty_ends_at_midnight_and_tomorrows_begins_when_it_is_done(watched: County) -> None:
    assert watched.case is not None
    due_at = watched.case.due_at
    assert due_at is not None
    assert due_at.astimezone(SHANGHAI).isoformat() == "2026-11-24T00:00:00+08:00"
    case = watched.later(hours=3).does("王芳", Verb.RECORD, answers={"result": "negative"})
    assert case.state == "observed"
    assert case.due_at == due_at + timedelta(days=1)


def test_a_day_that_is_not_cleared_climbs_at_midnight(watched: County) -> None:
    assert watched.case is not None
    assert watched.case.escalate_at == watched.case.due_at


def test_who_asked_for_release_does_not_release(watched: County) -> None:
    case = watched.case
    assert case is not None
    watched.does("村支书", Verb.HANDLE, opinion="期满，五次阴性")
    with pytest.raises(OwnWork):
        watched.does("村支书", Verb.CLOSE, opinion="解除")
    assert watched.does("李强", Verb.CLOSE, opinion="同意解除").state == "cleared"


def test_a_flow_says_its_answers_in_words() -> None:
    said = FLOWS["key_person"].answers_in_words({"result": "negative", "until": "x"}, "en")
    assert dict(said) == {"Result": "Negative", "Last day": "x"}


def test_the_photo_of_before_is_asked_only_where_none_is_there() -> None:
    county = County(flow=FLOWS["lookback_case"])
    county.reports("王芳")
    with pytest.raises(Missing, match="整改前照片"):
        county.does("村支书", Verb.DISPATCH)
    case = county.does("村支书", Verb.DISPATCH, photos=("b" * 64,))
    assert case.photos == ("b" * 64,)


def _asking(*fields: Field) -> Flow:
    good = FLOWS["village_case"]
    first, *rest = good.rules
    rule = Rule(verb=first.verb, states=first.states, by=first.by, to=first.to, form=fields)
    return Flow(
        code=good.code,
        title=good.title,
        title_en=good.title_en,
        initial=good.initial,
        states=good.states,
        rules=(rule, *rest),
        terms=good.terms,
    )


YES = Choice(code="yes", title="是", title_en="Yes")


@pytest.mark.parametrize(
    "fields",
    [
        (Field(code="a", title="甲", title_en="A"),),
        (Field(code="a", title="甲", title_en="A", kind=FieldKind.DATE, choices=(YES,)),),
        (Field(code="a", title="甲", title_en="A", choices=(YES,)),) * 2,
    ],
    ids=["nothing to choose", "a day to choose", "twice"],
)
def test_a_form_that_cannot_be_filled_in_is_no_form(fields: tuple[Field, ...]) -> None:
    faults = prove_flow(_asking(*fields))
    assert [fault.path[2] for fault in faults] == ["form"]
