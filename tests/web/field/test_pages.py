"""The grid worker's pages: the own ground, plain forms, within their queries."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pytest_django import DjangoAssertNumQueries
from tests.liling import Liling
from tests.web.field.conftest import SignIn
from tests.web.field.test_queue import to_verify

from wangge.cases.actions.act import Act, act
from wangge.cases.models import Case as Row
from wangge.core.case.verbs import Verb
from wangge.lib.clock import utc_now
from wangge.lib.ids import uuid7

PAGES = ("/field/", "/field/todo/", "/field/todo/?box=done", "/field/report/", "/field/map/",
         "/field/drafts/", "/field/offline/", "/field/land.geojson")  # fmt: skip


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_for_staff_and_within_its_queries(
    liling: Liling,
    phone_of: SignIn,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    address: str,
) -> None:
    to_verify(liling)
    stranger = phone_of("").get(address)
    assert stranger.status_code == 302
    assert "/sign-in/" in stranger["Location"]
    assert phone_of("chenyi").get(address).status_code == 404
    phone = phone_of("wangfang")
    phone.get(address)
    with django_assert_max_num_queries(8):
        assert phone.get(address).status_code == 200


def test_today_shows_what_waits_on_my_ground_and_nothing_else(
    liling: Liling, phone_of: SignIn
) -> None:
    case = to_verify(liling)
    page = phone_of("wangfang").get("/field/").content.decode()
    assert "东富村" in page
    assert case.no in page
    assert "核查" in page
    assert case.no not in phone_of("zhaomin").get("/field/").content.decode()


def test_the_map_holds_my_grid_and_my_cases(liling: Liling, phone_of: SignIn) -> None:
    case = to_verify(liling)
    features = json.loads(phone_of("wangfang").get("/field/land.geojson").content)["features"]
    mine = [f for f in features if f["properties"].get("load") == 0.35]
    points = [f for f in features if f["geometry"]["type"] == "Point"]
    assert len(mine) == 1
    assert [f["properties"]["href"] for f in points] == [f"/field/cases/{case.no}/"]


def test_without_javascript_a_report_is_sent_like_any_form(
    liling: Liling, phone_of: SignIn
) -> None:
    phone = phone_of("wangfang")
    page = phone.get("/field/report/").content.decode()
    area = re.search(r'<option value="(\d+)" selected', page)
    assert area
    given = {"id": str(uuid7()), "text": "垃圾没有清运", "area": area[1]}
    assert phone.post("/field/report/", given).status_code == 302
    row = Row.objects.get()
    assert row.located == "named"
    assert liling.post("wangfang").area_id == row.grid_id
    assert row.no in phone.get("/field/").content.decode()


def test_a_refused_form_keeps_the_words(liling: Liling, phone_of: SignIn) -> None:
    answer = phone_of("wangfang").post("/field/report/", {"text": "", "place": "老樟树旁"})
    assert answer.status_code == 422
    assert "老樟树旁" in answer.content.decode()


def test_the_case_page_offers_what_may_be_done_now(
    liling: Liling, phone_of: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    case = to_verify(liling)
    phone = phone_of("wangfang")
    with django_assert_max_num_queries(8):
        page = phone.get(f"/field/cases/{case.no}/").content.decode()
    assert 'value="verify"' in page
    assert 'value="rework"' in page
    assert 'value="dispatch"' not in page


def test_verifying_by_a_plain_form(liling: Liling, phone_of: SignIn) -> None:
    case = to_verify(liling)
    given = {"verb": "verify", "version": case.version, "opinion": "看过了"}
    answer = phone_of("wangfang").post(f"/field/cases/{case.no}/", given)
    assert answer.status_code == 302
    assert Row.objects.get().state == "closed"


def test_a_stale_form_says_what_changed_and_keeps_the_words(
    liling: Liling, phone_of: SignIn
) -> None:
    case = to_verify(liling)
    now = utc_now()
    act(
        case.no,
        Act(action=Verb.COMMENT, opinion="请看仔细"),
        actor=liling.actor("liqiang", at=now),
        now=now,
    )
    given = {"verb": "verify", "version": case.version, "opinion": "看过了，没问题"}
    answer = phone_of("wangfang").post(f"/field/cases/{case.no}/", given)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "请看仔细" in page
    assert "看过了，没问题" in page


def test_the_handlers_phone_works_the_same_way(liling: Liling, phone_of: SignIn) -> None:
    case = to_verify(liling)
    now = utc_now()
    rework = Act(action=Verb.REWORK, reason="没有补平")
    act(case.no, rework, actor=liling.actor("wangfang", at=now), now=now)
    phone = phone_of("liushifu")
    assert case.no in phone.get("/field/").content.decode()
    file = io.BytesIO()
    Image.new("RGB", (80, 60), "green").save(file, "JPEG")
    given: dict[str, Any] = {
        "verb": "handle",
        "version": Row.objects.get().version,
        "opinion": "补平了",
        "photos": SimpleUploadedFile("后.jpg", file.getvalue(), "image/jpeg"),
    }
    assert phone.post(f"/field/cases/{case.no}/", given).status_code == 302


def test_the_worker_keeps_only_what_exists(liling: Liling, phone_of: SignIn) -> None:
    answer = phone_of("").get("/field/worker.js")
    assert answer.headers["Content-Type"] == "text/javascript"
    given = json.loads(answer.content.decode().split("\n")[0].removeprefix("const GIVEN = ")[:-1])
    for address in (*given["shell"], *given["later"]):
        assert finders.find(address.removeprefix("/static/")), address


def test_the_manifest_is_for_the_field_alone(liling: Liling, phone_of: SignIn) -> None:
    said = phone_of("").get("/field/app.webmanifest").json()
    assert (said["scope"], said["start_url"], said["display"]) == (
        "/field/",
        "/field/",
        "standalone",
    )


def test_a_resident_is_masked_in_the_story_too(liling: Liling, phone_of: SignIn) -> None:
    case = to_verify(liling)
    page = phone_of("wangfang").get(f"/field/cases/{case.no}/").content.decode()
    assert "陈姨" not in page
    assert "刘师傅" in page
