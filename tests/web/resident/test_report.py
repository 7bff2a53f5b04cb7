"""A resident says what is wrong: no account, no JavaScript, nothing lost."""

from __future__ import annotations

import gzip
import io
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from pytest_django import DjangoAssertNumQueries
from tests.liling import Liling

from wangge.cases.models import Case, Reporter
from wangge.core.case.evidence import MOST_BYTES
from wangge.lib.clock import utc_now
from wangge.lib.ids import uuid7
from wangge.web import knocks
from wangge.web.models import Knock

TEXT = "东富村污水井盖不见了"


def a_photo(name: str = "井盖.jpg", colour: str = "red") -> SimpleUploadedFile:
    file = io.BytesIO()
    Image.new("RGB", (80, 60), colour).save(file, "JPEG")
    return SimpleUploadedFile(name, file.getvalue(), "image/jpeg")


def here(liling: Liling, village: str = "东富村") -> dict[str, str]:
    lon, lat = liling.point_in(village)
    return {"lon": f"{lon:.6f}", "lat": f"{lat:.6f}", "datum": "wgs84"}


def send(client: Client, **given: Any) -> Any:
    return client.post("/report/", {"id": str(uuid7()), "text": TEXT} | given)


def test_the_first_page_asks_the_database_nothing(
    client: Client, liling: Liling, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/")  # the catalogue is remembered from here on
    with django_assert_num_queries(0):
        answer = client.get("/")
    assert "上报问题" in answer.content.decode()


def test_the_first_page_travels_in_120_kb(client: Client, liling: Liling) -> None:
    page = client.get("/").content
    addresses = set(re.findall(rb'(?:href|src)="/static/([^"#]+)', page))
    weight = len(gzip.compress(page))
    for address in addresses:
        found = finders.find(address.decode())
        assert found, address
        weight += len(gzip.compress(Path(str(found)).read_bytes()))
    for module in ("toast", "photo", "geo"):  # what page.js may bring along
        weight += len(gzip.compress(Path(str(finders.find(f"ui/js/{module}.js"))).read_bytes()))
    assert len(addresses) > 4
    assert weight < 120_000
    assert b"maplibre" not in page
    assert b"htmx.min" not in page


def test_a_stranger_files_a_report_and_gets_a_number(client: Client, liling: Liling) -> None:
    answer = send(client, photos=a_photo(), phone="138 0000 1234", name="陈姨", **here(liling))
    assert answer.status_code == 302
    case = Case.objects.get()
    assert (case.text, case.source, case.item) == (TEXT, "resident", "E00.00")
    assert case.located == "inside"
    told = Reporter.objects.get()
    assert (told.phone, told.name) == ("13800001234", "陈姨")
    thanks = client.get(answer["Location"]).content.decode()
    assert case.no in thanks
    assert "最迟受理" in thanks


def test_the_same_form_sent_twice_is_one_case(client: Client, liling: Liling) -> None:
    given = {"id": str(uuid7()), "phone": "13800001234", **here(liling)}
    first = send(client, **given)
    second = send(client, **given)
    assert (first.status_code, second.status_code) == (302, 302)
    assert Case.objects.count() == 1


def test_a_report_without_place_or_name_is_taken_too(client: Client, liling: Liling) -> None:
    assert send(client).status_code == 302
    assert Case.objects.get().located == "none"
    assert not Reporter.objects.exists()


def test_a_village_chosen_from_the_list_places_the_report(client: Client, liling: Liling) -> None:
    page = client.get("/report/").content.decode()
    code = re.search(r'value="(\d{12})"[^>]*>东富村', page)
    assert code
    send(client, area=code[1])
    case = Case.objects.get()
    assert case.located == "named"
    assert case.grid_id is not None


def test_a_refusal_keeps_words_photo_and_place(client: Client, liling: Liling) -> None:
    answer = send(client, text="", place="老樟树旁", photos=a_photo(), **here(liling))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "请写一句话" in page
    assert "老樟树旁" in page
    kept = re.findall(r'name="kept" value="([^"]+)"', page)
    assert len(kept) == 1
    send(client, kept=kept, **here(liling))
    assert len(Case.objects.get().as_fact().photos) == 1


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"lon": "113.5", "lat": "27.6", "datum": ""}, "datum"),
        ({"lon": "113.5", "lat": "27.6", "datum": "mars"}, "datum"),
        ({"lon": "很远", "lat": "27.6", "datum": "wgs84"}, "坐标"),
        ({"lon": "nan", "lat": "27.6", "datum": "wgs84"}, "坐标"),
        ({"id": "not-an-id"}, "编号"),
        ({"phone": "12"}, "电话"),
        ({"area": "999999999999"}, "不存在"),
        ({"class": "city_management:X99"}, "X99"),
        ({"class": "nothing:X99"}, "nothing"),
        ({"text": "字" * 4001}, "4000"),
        ({"text": "坏\x00字"}, "无法保存"),
    ],
)
def test_rubbish_gets_a_sentence_and_makes_no_case(
    client: Client, liling: Liling, given: dict[str, str], sentence: str
) -> None:
    answer = send(client, **given)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Case.objects.exists()


def test_a_point_in_the_sea_is_taken(client: Client, liling: Liling) -> None:
    assert send(client, lon="122.0", lat="30.0", datum="wgs84").status_code == 302
    assert Case.objects.get().located == "outside"


def test_a_huge_photo_is_refused_and_the_words_stay(client: Client, liling: Liling) -> None:
    film = SimpleUploadedFile("film.jpg", b"\xff" * (MOST_BYTES + 1), "image/jpeg")
    answer = send(client, photos=film)
    assert answer.status_code == 413
    assert TEXT in answer.content.decode()
    assert not Case.objects.exists()


def test_what_is_no_photo_is_refused(client: Client, liling: Liling) -> None:
    answer = send(client, photos=SimpleUploadedFile("x.jpg", b"<svg onload=alert(1)>"))
    assert answer.status_code == 422
    assert "不是照片" in answer.content.decode()


def test_a_script_in_the_words_stays_words(client: Client, liling: Liling) -> None:
    answer = send(client, text="<script>alert(1)</script>", phone="13800001234")
    page = client.get(answer["Location"].replace("/reported/", "/follow/")).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_a_like_report_nearby_is_shown_and_may_be_followed(client: Client, liling: Liling) -> None:
    send(client, text="桥头井盖不见了", phone="13800001111", **here(liling))
    first = Case.objects.get()
    answer = send(client, phone="13800002222", **here(liling))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "附近已有相同上报" in page
    assert first.no in page
    assert "13800001111" not in page
    again = re.search(r'name="id" value="([^"]+)"', page)
    assert again
    given = {"id": again[1], "same_as": first.no, "phone": "13800002222", **here(liling)}
    assert send(client, **given).status_code == 302
    second = Case.objects.exclude(pk=first.pk).get()
    assert second.as_fact().extra == {"same_as": first.no}


def test_what_was_reported_in_confidence_is_shown_to_nobody(client: Client, liling: Liling) -> None:
    send(client, phone="13800001111", confidential="1", **here(liling))
    assert send(client, phone="13800002222", **here(liling)).status_code == 302


def test_saying_it_is_another_thing_files_it(client: Client, liling: Liling) -> None:
    send(client, phone="13800001111", **here(liling))
    assert send(client, phone="13800002222", anyway="1", **here(liling)).status_code == 302
    assert Case.objects.count() == 2


def test_somebody_elses_id_is_refused_and_a_fresh_one_given(client: Client, liling: Liling) -> None:
    taken = str(uuid7())
    send(client, id=taken, text="一件事", phone="13800001111")
    answer = send(client, id=taken, text="另一件事", phone="13800002222")
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "另一件事" in page
    assert taken not in page


def test_strangers_cannot_report_endlessly(
    client: Client, liling: Liling, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(knocks.MOST, "report", 2)
    send(client, text="第一件路灯事")
    send(client, text="第二件垃圾事")
    answer = send(client, text="第三件噪声事")
    page = answer.content.decode()
    assert answer.status_code == 429
    assert "第三件噪声事" in page
    assert "10分钟" in page
    Knock.objects.update(at=utc_now() - timedelta(minutes=11))
    assert send(client, text="第三件噪声事").status_code == 302


def test_the_address_itself_is_not_kept(client: Client, liling: Liling) -> None:
    send(client)
    assert "127.0.0.1" not in Knock.objects.get().address


def test_classes_are_suggested_from_the_words(client: Client, liling: Liling) -> None:
    found = client.get("/report/classes/", {"text": "污水井盖不见了"}).json()["classes"]
    assert found[0]["value"] == "city_management:C01.02"
    assert (found[0]["said"], found[0]["why"]) == ("很可能", ["污水井盖"])
    assert client.get("/report/classes/", {"text": ""}).json() == {"classes": []}


def test_a_point_is_told_by_its_village(client: Client, liling: Liling) -> None:
    assert "东富村" in client.get("/report/where/", here(liling)).json()["where"]
    assert client.get("/report/where/", {"lon": "1", "lat": "2"}).status_code == 422


def test_reporting_stays_within_its_queries(
    client: Client, liling: Liling, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    send(client, text="先来一件别的事情")
    with django_assert_max_num_queries(8):
        send(client, **here(liling))
    with django_assert_max_num_queries(2):
        client.get("/report/")


def test_the_pages_speak_english(client: Client, liling: Liling) -> None:
    for address in ("/", "/report/", "/follow/"):
        page = client.get(address, headers={"accept-language": "en"}).content.decode()
        assert 'lang="en"' in page


def test_only_a_case_that_was_shown_can_be_joined(client: Client, liling: Liling) -> None:
    send(client, same_as="C-20260101-0001", phone="13800002222", **here(liling))
    assert Case.objects.get().as_fact().extra == {}
