"""Calls written down at the hotline."""

from __future__ import annotations

from pytest_django import DjangoAssertNumQueries
from tests.liling import Liling
from tests.web.desk.conftest import SignedIn, reported

from wangge.cases.models import Case as Row
from wangge.cases.models import Reporter
from wangge.lib.ids import uuid7


def _call(**more: object) -> dict[str, object]:
    return {
        "id": str(uuid7()),
        "phone": "13900001111",
        "name": "刘大爷",
        "text": "家门口路灯坏了",
        "datum": "wgs84",
    } | more


def test_a_call_becomes_a_case_in_the_callers_name(liling: Liling, signed_in: SignedIn) -> None:
    client = signed_in("zhoumin")
    answer = client.post("/hotline/", _call(place="老供销社旁"))
    assert answer.status_code == 302
    row = Row.objects.get()
    assert row.source == "hotline"
    assert row.place == "老供销社旁"
    told = Reporter.objects.get()
    assert (told.name, told.phone) == ("刘大爷", "13900001111")
    assert row.no in client.get("/hotline/").content.decode()


def test_a_double_press_is_one_case(liling: Liling, signed_in: SignedIn) -> None:
    client, call = signed_in("zhoumin"), _call()
    client.post("/hotline/", call)
    client.post("/hotline/", call)
    assert Row.objects.count() == 1


def test_only_the_hotline_answers_here(liling: Liling, signed_in: SignedIn) -> None:
    for who in ("liqiang", "liushifu", "wangfang", "chenyi", "heshen"):
        assert signed_in(who).get("/hotline/").status_code == 404, who


def test_a_likely_duplicate_is_shown_before_anything_is_saved(
    liling: Liling, signed_in: SignedIn
) -> None:
    case = reported(liling)
    assert case.point is not None
    call = _call(text="东富村污水井盖不见了", lon=str(case.point.lon), lat=str(case.point.lat))
    client = signed_in("zhoumin")
    asked = client.post("/hotline/", call)
    assert asked.status_code == 200
    assert case.no in asked.content.decode()
    assert Row.objects.count() == 1
    assert client.post("/hotline/", call | {"sure": "1"}).status_code == 302
    assert Row.objects.count() == 2


def test_what_is_wrong_stands_at_its_field_and_nothing_is_lost(
    liling: Liling, signed_in: SignedIn
) -> None:
    answer = signed_in("zhoumin").post("/hotline/", _call(phone="12"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "不像电话号码" in page
    assert "家门口路灯坏了" in page
    assert Row.objects.count() == 0


def test_one_knows_who_calls_and_what_it_may_be(
    liling: Liling, signed_in: SignedIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    case = reported(liling, "zhoumin", reporter_phone="13900001111")
    client = signed_in("zhoumin")
    client.get("/hotline/aside/")
    with django_assert_max_num_queries(8):
        aside = client.get("/hotline/aside/", _call(text="井盖破了"))
    page = aside.content.decode()
    assert case.no in page
    assert "井盖" in page.split("推荐类别")[1]
