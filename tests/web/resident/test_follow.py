"""A resident follows a report: plain words, own business only, whoever else hears nothing."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from PIL import Image
from pytest_django import DjangoAssertNumQueries
from tests.liling import Liling

from wangge.accounts.actions.sessions import open_session
from wangge.accounts.models import User
from wangge.cases.actions.act import Act, act, merge_cases
from wangge.cases.actions.evidence import Taken, keep_photo
from wangge.cases.actions.gather import GivenPoint
from wangge.cases.actions.report import Report, report_case
from wangge.cases.models import Case as Row
from wangge.core.case.facts import Case
from wangge.core.case.verbs import Verb
from wangge.core.duty import STRANGER
from wangge.lib.clock import utc_now
from wangge.web import knocks
from wangge.web.resident.passes import write_pass

PHONE = "13800001234"


def filed(liling: Liling, phone: str = PHONE, text: str = "污水井盖不见了") -> Case:
    lon, lat = liling.point_in("东富村")
    given = Report(
        line="city_management",
        item="C01.02",
        text=text,
        point=GivenPoint(lon=lon, lat=lat, datum="wgs84"),
        reporter_name="陈姨",
        reporter_phone=phone,
    )
    return report_case(given, actor=STRANGER, now=utc_now())[0]


def say(liling: Liling, who: str, case: Case, verb: Verb, **given: Any) -> Case:
    now = utc_now() + timedelta(seconds=case.version)
    return act(case.no, Act(action=verb, **given), actor=liling.actor(who, at=now), now=now)


def a_photo() -> str:
    file = io.BytesIO()
    Image.new("RGB", (80, 60), "green").save(file, "JPEG")
    size = file.tell()
    file.seek(0)
    return keep_photo(file, "后.jpg", size, taken=Taken(), by=None, now=utc_now())


def closed(liling: Liling) -> Case:
    case = say(liling, "liqiang", filed(liling), Verb.DISPATCH)
    done = {"opinion": "已补好", "photos": (a_photo(),)}
    case = say(liling, "liushifu", case, Verb.HANDLE, **done)
    return say(liling, "wangfang", case, Verb.VERIFY, opinion="看过了")


def look_up(client: Client, no: str, phone: str = PHONE) -> Any:
    return client.post("/follow/", {"no": no, "phone": phone})


def address_of(client: Client, case: Case) -> str:
    answer = look_up(client, case.no)
    assert answer.status_code == 302
    return str(answer["Location"])


def test_number_and_telephone_open_the_case(client: Client, liling: Liling) -> None:
    case = filed(liling)
    page = client.get(address_of(client, case)).content.decode()
    assert "污水井盖不见了" in page
    assert "东富镇派遣" in page
    assert "李强" not in page


@pytest.mark.parametrize("typed", ["{no}", " {small} ", "{digits}", "{digits8}-{digits4}"])
def test_the_number_may_be_typed_carelessly(client: Client, liling: Liling, typed: str) -> None:
    no = filed(liling).no
    said = typed.format(
        no=no, small=no.lower(), digits=no[2:].replace("-", ""), digits8=no[2:10], digits4=no[11:]
    )
    assert look_up(client, said).status_code == 302


def test_a_wrong_number_and_a_wrong_telephone_sound_the_same(
    client: Client, liling: Liling
) -> None:
    case = filed(liling)
    wrong_phone = look_up(client, case.no, "13900009999")
    wrong_number = look_up(client, "C-20260101-9999")
    for answer in (wrong_phone, wrong_number):
        assert answer.status_code == 404
        assert "两项都要对" in answer.content.decode()


def test_guessing_is_stopped_by_address(
    client: Client, liling: Liling, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(knocks.MOST, "follow", 2)
    case = filed(liling)
    for n in range(2):
        look_up(client, case.no, f"1390000000{n}")
    assert look_up(client, case.no).status_code == 429


@pytest.mark.parametrize("token", ["x", "eyJ0:1:2", "a" * 500])
def test_a_forged_address_opens_nothing(client: Client, liling: Liling, token: str) -> None:
    for address in (f"/follow/{token}/", f"/reported/{token}/"):
        assert client.get(address).status_code == 404
    assert client.post(f"/follow/{token}/urge/").status_code == 404


def test_the_story_is_told_without_names_and_with_the_photo_after(
    client: Client, liling: Liling, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    address = address_of(client, closed(liling))
    with django_assert_max_num_queries(8):
        page = client.get(address).content.decode()
    for said in ("已交给", "等待现场核查", "已补好", "核查通过", "处置后"):
        assert said in page
    for name in ("李强", "刘师傅", "王芳"):
        assert name not in page
    photo = client.get(f"{address}photos/{Row.objects.get().as_fact().after[0]}.jpg")
    assert photo.headers["Content-Type"] == "image/jpeg"
    assert b"".join(photo.streaming_content)[:2] == b"\xff\xd8"
    photo.close()


def test_a_photo_of_another_case_is_not_given(client: Client, liling: Liling) -> None:
    address = address_of(client, filed(liling))
    assert client.get(f"{address}photos/{a_photo()}.jpg").status_code == 404


def test_what_the_staff_say_among_themselves_is_not_told(client: Client, liling: Liling) -> None:
    case = filed(liling)
    say(liling, "liqiang", case, Verb.COMMENT, opinion="内部：此人常报")
    assert "此人常报" not in client.get(address_of(client, case)).content.decode()


def test_the_requester_urges_once_an_hour(client: Client, liling: Liling) -> None:
    case = filed(liling)
    address = address_of(client, case)
    assert client.post(f"{address}urge/").status_code == 302
    assert client.post(f"{address}urge/").status_code == 429
    assert Row.objects.get().as_fact().urges == 1


def test_the_requester_adds_words(client: Client, liling: Liling) -> None:
    address = address_of(client, filed(liling))
    answer = client.post(f"{address}comment/", {"words": "在桥的东头"})
    assert answer.status_code == 302
    assert "在桥的东头" in client.get(address).content.decode()


def test_no_star_is_chosen_beforehand_and_none_is_refused(client: Client, liling: Liling) -> None:
    address = address_of(client, closed(liling))
    assert 'value="5" required checked' not in client.get(address).content.decode()
    for stars in ("", "0", "6", "many"):
        answer = client.post(f"{address}rate/", {"stars": stars, "words": "还行"})
        assert answer.status_code == 422
        assert "还行" in answer.content.decode()
    assert client.post(f"{address}rate/", {"stars": "4"}).status_code == 302
    assert "您评价了 4 星" in client.get(address).content.decode()


def test_reopening_wants_a_reason(client: Client, liling: Liling) -> None:
    address = address_of(client, closed(liling))
    assert client.post(f"{address}reopen/", {"words": ""}).status_code == 422
    assert client.post(f"{address}reopen/", {"words": "又松了"}).status_code == 302
    assert Row.objects.get().state == "reported"


@pytest.mark.parametrize("verb", ["dispatch", "void", "close", "nothing"])
def test_no_other_verb_goes_by_this_door(client: Client, liling: Liling, verb: str) -> None:
    address = address_of(client, filed(liling))
    assert client.post(f"{address}{verb}/", {"words": "x"}).status_code == 422


def test_without_name_and_telephone_one_may_look_and_nothing_else(
    client: Client, liling: Liling
) -> None:
    case, _ = report_case(
        Report(line="city_management", text="没有留名"), actor=STRANGER, now=utc_now()
    )
    address = f"/follow/{write_pass(case.id, None)}/"
    assert "只能查看" in client.get(address).content.decode()
    assert client.post(f"{address}urge/").status_code == 403


def test_a_merged_report_shows_how_the_main_one_goes(client: Client, liling: Liling) -> None:
    main, twin = filed(liling, "13800009999", "井盖没了"), filed(liling)
    actor = liling.actor("liqiang")
    rows = [Row.objects.get(pk=twin.id)]
    merge_cases(main.no, rows, Act(action=Verb.MERGE), actor=actor, now=utc_now())
    page = client.get(address_of(client, twin)).content.decode()
    assert "已合并办理" in page
    assert main.no in page
    assert "13800009999" not in page


def test_somebody_signed_in_sees_own_reports_only(
    client: Client, liling: Liling, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    filed(liling, text="别人的事")
    chenyi = User.objects.get(username="chenyi")
    given = Report(line="city_management", text="陈姨的事")
    report_case(given, actor=liling.actor("chenyi"), now=utc_now())
    request = client.get("/").wsgi_request
    request.session = client.session
    open_session(request, chenyi, now=utc_now())
    request.session.save()
    client.cookies["wangge_session"] = request.session.session_key
    with django_assert_max_num_queries(8):
        page = client.get("/mine/").content.decode()
    assert "陈姨的事" in page
    assert "别人的事" not in page


def test_a_stranger_is_asked_to_sign_in_for_own_reports(client: Client, liling: Liling) -> None:
    answer = client.get("/mine/")
    assert answer.status_code == 302
    assert "/sign-in/" in answer["Location"]
