"""The queue's door: each draft taken exactly once, nothing lost, nobody else's."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from pytest_django import DjangoAssertNumQueries
from tests.liling import Liling
from tests.web.field.conftest import SignIn

from wangge.cases.actions.act import Act, act
from wangge.cases.actions.evidence import Taken, keep_photo
from wangge.cases.actions.gather import GivenPoint
from wangge.cases.actions.report import Report, report_case
from wangge.cases.models import Case as Row
from wangge.cases.models import Evidence
from wangge.core.case.evidence import MOST_BYTES
from wangge.core.case.facts import Case
from wangge.core.case.verbs import Verb
from wangge.lib.clock import utc_now
from wangge.lib.ids import uuid7


def a_photo(colour: str = "red") -> SimpleUploadedFile:
    file = io.BytesIO()
    Image.new("RGB", (80, 60), colour).save(file, "JPEG")
    return SimpleUploadedFile("照片.jpg", file.getvalue(), "image/jpeg")


def send(client: Client, **given: Any) -> Any:
    return client.post("/field/queue/", {"kind": "report", "text": "垃圾没有清运"} | given)


def to_verify(liling: Liling) -> Case:
    """A case of 东富村 that waits for 王芳 to look."""
    now = utc_now()
    lon, lat = liling.point_in("东富村")
    point = GivenPoint(lon=lon, lat=lat, datum="wgs84")
    given = Report(line="city_management", item="C01.02", text="井盖不见了", point=point)
    case, _ = report_case(given, actor=liling.actor("chenyi", at=now), now=now)
    case = act(case.no, Act(action=Verb.DISPATCH), actor=liling.actor("liqiang", at=now), now=now)
    handler = liling.actor("liushifu", at=now)
    done = Act(action=Verb.HANDLE, opinion="已补", photos=(_kept(),))
    return act(case.no, done, actor=handler, now=now)


def _kept() -> str:
    file = io.BytesIO()
    Image.new("RGB", (80, 60), "blue").save(file, "JPEG")
    size = file.tell()
    file.seek(0)
    return keep_photo(file, "x.jpg", size, taken=Taken(), by=None, now=utc_now())


def test_the_door_says_who_would_be_sending(liling: Liling, phone_of: SignIn) -> None:
    said = phone_of("wangfang").get("/field/queue/").json()
    assert said["user"] == str(liling.actor("wangfang").user_id)
    assert said["csrf"]


def test_an_expired_session_is_an_answer(liling: Liling, phone_of: SignIn) -> None:
    for answer in (phone_of("").get("/field/queue/"), send(phone_of(""))):
        assert answer.status_code == 401
        assert answer.json()["sign_in"].startswith("/sign-in/?next=")
    assert not Row.objects.exists()


def test_a_resident_has_no_queue(liling: Liling, phone_of: SignIn) -> None:
    assert send(phone_of("chenyi")).status_code == 403
    assert phone_of("chenyi").get("/field/").status_code == 404


def test_without_the_token_nothing_is_taken(liling: Liling, phone_of: SignIn) -> None:
    careful = Client(enforce_csrf_checks=True)
    careful.cookies = phone_of("wangfang").cookies
    assert send(careful).status_code == 403
    token = careful.get("/field/queue/").json()["csrf"]
    answer = careful.post("/field/queue/", {"text": "路灯不亮"}, headers={"X-CSRFToken": token})
    assert answer.status_code == 201


def test_a_draft_sent_again_is_the_same_case(liling: Liling, phone_of: SignIn) -> None:
    phone, id_ = phone_of("wangfang"), str(uuid7())
    noted = (utc_now() - timedelta(hours=3)).isoformat()
    answers = [
        send(phone, id=id_, taken_at=noted, photos=[a_photo("red"), a_photo("blue")])
        for _ in range(3)
    ]
    assert [answer.status_code for answer in answers] == [201, 200, 200]
    assert len({answer.json()["no"] for answer in answers}) == 1
    case = Row.objects.get().as_fact()
    assert (case.source, len(case.photos)) == ("grid_worker", 2)
    assert case.extra["noted_at"] == noted
    assert Evidence.objects.get(pk=case.photos[0]).taken_at is not None
    assert Evidence.objects.count() == 2


def test_another_persons_draft_is_not_taken(liling: Liling, phone_of: SignIn) -> None:
    answer = send(phone_of("wangfang"), user=str(uuid7()))
    assert answer.status_code == 403
    assert "本人登录" in answer.json()["sentence"]
    assert not Row.objects.exists()


@pytest.mark.parametrize(
    ("given", "status", "field"),
    [
        ({"text": ""}, 422, "text"),
        ({"id": "7"}, 422, "id"),
        ({"lon": "113.5", "lat": "27.6"}, 422, "datum"),
        ({"lon": "x", "lat": "27.6", "datum": "wgs84"}, 422, "point"),
        ({"class": "city_management:Z9"}, 422, "item"),
        ({"phone": "1"}, 422, "reporter.phone"),
        ({"solved": "1"}, 422, "after"),
        ({"photos": SimpleUploadedFile("a.jpg", b"no photo")}, 422, "photos"),
        ({"photos": SimpleUploadedFile("a.jpg", b"\0" * (MOST_BYTES + 1))}, 413, "photos"),
    ],
)
def test_rubbish_gets_a_sentence_at_its_field(
    liling: Liling, phone_of: SignIn, given: dict[str, Any], status: int, field: str
) -> None:
    answer = send(phone_of("wangfang"), **given)
    assert answer.status_code == status
    assert answer.json()["field"] == field
    assert len(answer.json()["sentence"]) > 8
    assert not Row.objects.exists()


def test_solved_on_the_spot_is_reported_and_closed(liling: Liling, phone_of: SignIn) -> None:
    lon, lat = liling.point_in("东富村")
    given = {"id": str(uuid7()), "lon": lon, "lat": lat, "datum": "wgs84", "solved": "1"}
    phone = phone_of("wangfang")
    for status in (201, 200):
        answer = send(phone, **given, after=a_photo("green"), opinion="当场清走")
        assert answer.status_code == status
    case = Row.objects.get().as_fact()
    assert (case.state, case.version, len(case.after)) == ("self_handled", 2, 1)


def test_on_behalf_of_a_resident_names_the_resident(liling: Liling, phone_of: SignIn) -> None:
    send(phone_of("wangfang"), name="老张", phone="13900001111")
    row = Row.objects.get()
    assert liling.actor("wangfang").user_id not in row.requesters


def test_an_action_sent_again_changes_nothing(liling: Liling, phone_of: SignIn) -> None:
    case = to_verify(liling)
    given = {"kind": "act", "no": case.no, "verb": "verify", "version": case.version}
    phone = phone_of("wangfang")
    answers = [phone.post("/field/queue/", given | {"opinion": " 看过了 "}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    row = Row.objects.get()
    assert (row.state, row.version) == ("closed", case.version + 1)


def test_a_stale_action_is_told_what_changed(liling: Liling, phone_of: SignIn) -> None:
    case = to_verify(liling)
    now = utc_now()
    comment = Act(action=Verb.COMMENT, opinion="请看仔细")
    act(case.no, comment, actor=liling.actor("liqiang", at=now), now=now)
    given = {"kind": "act", "no": case.no, "verb": "verify", "version": case.version}
    answer = phone_of("wangfang").post("/field/queue/", given | {"opinion": "看过了"})
    said = answer.json()
    assert answer.status_code == 409
    assert [step["said"] for step in said["changed"]] == ["请看仔细"]
    assert said["version"] == case.version + 1
    assert "verify" in said["may"]


def test_a_strangers_case_is_no_case(liling: Liling, phone_of: SignIn) -> None:
    case = to_verify(liling)
    given = {"kind": "act", "no": case.no, "verb": "verify", "version": case.version}
    assert phone_of("zhaomin").post("/field/queue/", given).status_code == 404
    assert phone_of("zhaomin").get(f"/field/cases/{case.no}/").status_code == 404


@pytest.mark.parametrize(
    "given",
    [
        {"verb": "void"},
        {"verb": "", "version": "1"},
        {"verb": "verify", "version": "x"},
        {"verb": "verify", "version": "3", "post": "x"},
    ],
)
def test_an_action_nobody_knows_is_refused(
    liling: Liling, phone_of: SignIn, given: dict[str, str]
) -> None:
    case = to_verify(liling)
    answer = phone_of("wangfang").post(
        "/field/queue/", {"kind": "act", "no": case.no, "version": "3"} | given
    )
    assert answer.status_code == 422


def test_who_handled_may_not_verify_from_the_phone_either(liling: Liling, phone_of: SignIn) -> None:
    case = to_verify(liling)
    given = {"kind": "act", "no": case.no, "verb": "verify", "version": case.version}
    answer = phone_of("liushifu").post("/field/queue/", given | {"opinion": "我看好了"})
    assert answer.status_code == 403
    assert Row.objects.get().state == "verifying"


def test_taking_a_draft_stays_within_its_queries(
    liling: Liling, phone_of: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    phone = phone_of("wangfang")
    send(phone, text="先来一件")
    with django_assert_max_num_queries(8):
        send(phone, text="再来一件")
