"""One way of suggesting: the model in force and the catalogue's keywords, without a query."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries
from tests.liling import Liling
from tests.web.signed import browser_of

from wangge.cases.models import Case as Row
from wangge.core.catalogue import UnknownLine
from wangge.core.triage import Report
from wangge.core.triage.training import Example, train
from wangge.triage.access import standing
from wangge.triage.actions import back_to_start, keep_model
from wangge.triage.queries import suggest, suggest_other


def test_what_is_meant_comes_first_with_its_reason(liling: Liling) -> None:
    first = suggest("村口路灯坏了三天，晚上一片黑", "zh")[0]
    assert (first.item, first.said) == ("C01.37", "很可能")
    assert any("路灯" in words for words in first.why)
    assert "".join(tone.words for tone in first.tones) == "村口路灯坏了三天，晚上一片黑"


def test_nothing_is_suggested_from_nothing(liling: Liling) -> None:
    assert suggest("", "zh") == suggest("你好", "zh") == ()


def test_suggestions_come_from_the_line_asked_for(liling: Liling) -> None:
    assert {one.line for one in suggest("邻居吵架", "zh", line="village_affairs")} == {
        "village_affairs"
    }
    with pytest.raises(UnknownLine):
        suggest("路灯不亮", "zh", line="flying")


def test_a_suggestion_asks_the_database_nothing(
    liling: Liling, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    standing()
    with django_assert_num_queries(0):
        suggest("路灯不亮", "zh")


def test_another_model_in_force_is_asked_at_once_and_can_be_put_away(liling: Liling) -> None:
    model = train(
        [
            *(Example(Report(f"喵呜{n}"), "city_management:C01.37") for n in "一二三"),
            *(Example(Report(f"汪汪{n}"), "city_management:C01.02") for n in "一二三"),
        ]
    )
    keep_model(
        model, texts=6, held_out=0, first_right=1, three_right=1, standing_right=0,
        in_force=True, now=liling.now,
    )  # fmt: skip
    assert suggest("喵呜", "zh")[0].item == "C01.37"
    back_to_start(now=liling.now)
    assert suggest("喵呜", "zh") == ()


def test_the_acceptor_sees_a_better_class_and_takes_it_with_one_press(
    liling: Liling, told: object
) -> None:
    assert callable(told)
    case = told("东富村污水井盖不见了")
    assert case.item == "E00.00"
    assert suggest_other(case.text, "zh", line=case.line, item="C01.02") is None
    acceptor = browser_of("zhoumin")
    page = acceptor.get(f"/cases/{case.no}/").content.decode()
    assert "建议分类" in page
    assert '<input type="hidden" name="item" value="C01.02">' in page
    acceptor.post(f"/cases/{case.no}/do/reclassify/", {"version": case.version, "item": "C01.02"})
    assert Row.objects.get(pk=case.id).item == "C01.02"
    assert "建议分类" not in acceptor.get(f"/cases/{case.no}/").content.decode()
