"""Visits on the phone: who is due, whose home it is, the form with and without a network."""

from __future__ import annotations

import io
from datetime import timedelta
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from pytest_django import DjangoAssertNumQueries
from tests.homes import Homes
from tests.web.signed import browser_of

from wangge.cases.models import Case
from wangge.lib.ids import uuid7
from wangge.territory.access import forget_roster
from wangge.territory.models import Absence
from wangge.visits.models import Visit
from wangge.visits.queries.problems import cases_of, problem_id


def page(who: str, address: str, language: str = "zh-hans") -> str:
    answer = browser_of(who, language=language).get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def jpeg() -> SimpleUploadedFile:
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(file, "JPEG")
    return SimpleUploadedFile("socket.jpg", file.getvalue(), "image/jpeg")


def filled(homes: Homes, **told: object) -> dict[str, object]:
    return {
        "id": str(uuid7()),
        "household": str(homes.wangdie.pk),
        "visit_kind": "home",
        "a-met-self": "1",
        "a-home-fire": "1",
        "note": "插座烧黑",
        "p1-class": "village_affairs:R03.08",
        "p1-photos": jpeg(),
    } | told


def test_the_list_begins_with_who_is_due(homes: Homes) -> None:
    text = page("wangfang", "/field/visits/")
    assert text.index("王爹") < text.index("刘二")
    assert "独居老人" in text
    assert "未走访过，超期" in text
    assert "9号户" in text


def test_today_says_how_many_visits_are_owed(homes: Homes) -> None:
    assert '<b class="figures">3</b>' in page("wangfang", "/field/")
    assert "王爹" in page("wangfang", "/field/")


@pytest.mark.parametrize("address", ["/field/visits/", "/field/visits/new/"])
def test_a_page_keeps_within_its_queries(
    homes: Homes, address: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = browser_of("wangfang")
    client.get(address)
    with django_assert_max_num_queries(8):
        client.get(address)


def test_a_home_says_who_lives_there_who_calls_and_what_was_found(homes: Homes) -> None:
    client = browser_of("wangfang")
    client.post("/field/visits/new/", filled(homes))
    text = page("wangfang", f"/field/visits/{homes.wangdie.pk}/")
    for word in ("王爹", "王芳", "每周", "插座烧黑", "用火用电不安全", "发现1个问题"):
        assert word in text, word
    case = cases_of(Visit.objects.all())[Visit.objects.get().pk][0]
    assert case.no in text


def test_without_javascript_the_form_is_sent_like_any_form(homes: Homes) -> None:
    client = browser_of("wangfang")
    assert "王爹" in client.get(f"/field/visits/new/?household={homes.wangdie.pk}").content.decode()
    answer = client.post("/field/visits/new/", filled(homes))
    assert (answer.status_code, answer["Location"]) == (302, "/field/visits/")
    visit = Visit.objects.get()
    assert visit.answers == {"met": ["self"], "home": ["fire"]}
    case = Case.objects.get(pk=problem_id(visit.pk, 0))
    assert len(case.as_fact().photos) == 1
    assert "1个问题已上报" in client.get("/field/visits/").content.decode()


def test_a_refused_form_keeps_what_was_typed(homes: Homes) -> None:
    wanted = filled(homes, visit_kind="dream")
    answer = browser_of("wangfang").post("/field/visits/new/", wanted)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "请选择是入户、电话还是没见到人" in text
    assert "插座烧黑" in text
    assert str(wanted["id"]) in text


def queued(client: Client, wanted: dict[str, object]) -> tuple[int, dict[str, str]]:
    answer = client.post("/field/queue/", wanted | {"kind": "visit", "p1-photos": jpeg()})
    return answer.status_code, answer.json()


def test_the_queue_may_send_a_visit_three_times(homes: Homes) -> None:
    client, wanted = browser_of("wangfang"), filled(homes)
    said = [queued(client, wanted) for _ in range(3)]
    assert [status for status, _ in said] == [201, 200, 200]
    assert {answer["done"] for _, answer in said} == {"走访已登记，1个问题已上报。"}
    assert Visit.objects.count() == 1
    assert Case.objects.filter(pk=problem_id(UUID(str(wanted["id"])), 0)).count() == 1


def test_a_problem_without_a_word_is_refused_by_its_number(homes: Homes) -> None:
    client = browser_of("wangfang")
    status, said = queued(client, filled(homes, **{"p1-class": ""}))
    assert status == 422
    assert said["field"] == "p1-text"


def test_the_next_town_finds_no_such_home(homes: Homes) -> None:
    client = browser_of("zhaomin")
    for address in (
        f"/field/visits/{homes.wangdie.pk}/",
        f"/field/visits/new/?household={homes.wangdie.pk}",
    ):
        assert client.get(address).status_code == 404
    assert client.post("/field/visits/new/", filled(homes)).status_code == 404
    assert queued(client, filled(homes))[0] == 404
    assert Visit.objects.count() == 0


def test_who_stands_in_sees_whose_homes_they_are(homes: Homes) -> None:
    wangfang = homes.county.actor("wangfang", at=homes.now).user_id
    liqiang = homes.county.actor("liqiang", at=homes.now).user_id
    Absence.objects.create(
        user_id=wangfang, stand_in_id=liqiang, since=homes.now - timedelta(days=1)
    )
    forget_roster()
    text = page("liqiang", "/field/visits/")
    assert "代王芳" in text
    assert "由李强代理" in page("liqiang", f"/field/visits/{homes.wangdie.pk}/")
    assert browser_of("wangfang").get("/field/visits/").status_code == 404  # she is away
    forget_roster()


def test_a_leader_reads_masked_names_and_nothing_said_at_home(homes: Homes) -> None:
    browser_of("wangfang").post("/field/visits/new/", filled(homes))
    text = page("sunzhuren", f"/field/visits/{homes.wangdie.pk}/")
    assert "王爹" not in text
    assert "王*" in text
    assert "插座烧黑" not in text
    assert "用火用电不安全" not in text
