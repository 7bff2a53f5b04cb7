"""A case page tells every step with its time, and names nobody to whom it should not."""

from __future__ import annotations

from datetime import timedelta

from pytest_django import DjangoAssertNumQueries
from tests.liling import Liling

from wangge.cases.access import case_for
from wangge.cases.actions.act import Act, act
from wangge.cases.actions.gather import GivenPoint
from wangge.cases.actions.report import Report, report_case
from wangge.cases.queries.case_page import case_page
from wangge.cases.queries.shapes import CasePage
from wangge.core.case.facts import Case
from wangge.core.case.verbs import Verb
from wangge.core.case.world import Part


def by_hotline(liling: Liling, *, confidential: bool = False) -> Case:
    """A report that 李强 took down for a caller."""
    lon, lat = liling.point_in("东富村")
    given = Report(
        line="city_management",
        item="C01.02",
        text="污水井盖不见了",
        point=GivenPoint(lon=lon, lat=lat, datum="wgs84"),
        reporter_name="陈小姨",
        reporter_phone="13800001234",
        confidential=confidential,
        source="hotline",
    )
    return report_case(given, actor=liling.actor("liqiang"), now=liling.now)[0]


def dispatched(liling: Liling, case: Case, *, minutes: int) -> Case:
    wanted = Act(action=Verb.DISPATCH, condition="missing", opinion="请尽快补齐")
    at = liling.now + timedelta(minutes=minutes)
    return act(case.no, wanted, actor=liling.actor("liqiang"), now=at)


def page_of(liling: Liling, username: str, case: Case, language: str = "zh-hans") -> CasePage:
    actor = liling.actor(username)
    return case_page(actor, case_for(actor, case.no), liling.now, language)


def test_a_step_says_who_and_how_much_of_the_limit_was_used(liling: Liling) -> None:
    case = dispatched(liling, by_hotline(liling), minutes=20)
    reported, step = page_of(liling, "liqiang", case).timeline
    assert (reported.title, reported.state) == ("上报", "待受理")
    assert (step.title, step.who.person, step.opinion) == ("派遣", "李强", "请尽快补齐")
    assert (step.used_s, step.limit_s, step.over) == (20 * 60, 15 * 60, True)
    assert step.state == "待处置"
    assert step.owner


def test_the_same_page_in_english(liling: Liling) -> None:
    page = page_of(liling, "liqiang", dispatched(liling, by_hotline(liling), minutes=1), "en")
    assert [step.title for step in page.timeline] == ["Report", "Dispatch"]
    assert page.case.state_title == "Being handled"
    assert {one.title for one in page.case.may} >= {"Merge", "Urge"}


def test_whoever_answers_for_the_land_reads_the_reporters_name(liling: Liling) -> None:
    (told,) = page_of(liling, "liqiang", by_hotline(liling)).reporters
    assert (told.name, told.phone, told.masked) == ("陈小姨", "13800001234", False)


def test_a_confidential_reporter_is_not_named_to_the_handler(liling: Liling) -> None:
    case = dispatched(liling, by_hotline(liling, confidential=True), minutes=1)
    (told,) = page_of(liling, "liushifu", case).reporters
    assert told.masked
    assert "小" not in told.name
    assert told.phone == "138****1234"


def test_nor_does_the_record_of_steps_name_him(liling: Liling) -> None:
    lon, lat = liling.point_in("东富村")
    point = GivenPoint(lon=lon, lat=lat, datum="wgs84")
    given = Report(
        line="city_management", item="C01.02", text="有人偷井盖", point=point, confidential=True
    )
    case, _ = report_case(given, actor=liling.actor("chenyi"), now=liling.now)
    case = dispatched(liling, case, minutes=1)
    assert page_of(liling, "liushifu", case).timeline[0].who.person == "陈*"
    assert page_of(liling, "liqiang", case).timeline[0].who.person == "陈姨"


def test_one_requester_does_not_read_the_names_of_another(liling: Liling) -> None:
    lon, lat = liling.point_in("东富村")
    point = GivenPoint(lon=lon, lat=lat, datum="wgs84")
    ours = Report(
        line="city_management", text="井盖没了", point=point, reporter_phone="13900001111"
    )
    main, _ = report_case(ours, actor=liling.actor("chenyi"), now=liling.now)
    twin = by_hotline(liling)
    merge = Act(action=Verb.MERGE, into=main.no)
    act(twin.no, merge, actor=liling.actor("liqiang"), now=liling.now)
    mine, other = page_of(liling, "chenyi", main).reporters
    assert (mine.yours, mine.masked, mine.phone) == (True, False, "13900001111")
    assert (other.yours, other.masked, other.phone) == (False, True, "138****1234")
    assert other.text == "污水井盖不见了"


def test_the_page_of_a_split_case_names_its_parts_in_four_queries(
    liling: Liling, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    case, actor = by_hotline(liling), liling.actor("liqiang")
    split = Act(action=Verb.SPLIT, parts=(Part(text="补井盖"), Part(text="修路面")))
    act(case.no, split, actor=actor, now=liling.now)
    row = case_for(actor, case.no)
    with django_assert_max_num_queries(4):
        page = case_page(actor, row, liling.now, "zh-hans")
    assert [one.relation for one in page.related] == ["child", "child"]
    assert page.timeline[-1].note == "、".join(one.no for one in page.related)
