"""The pages of the special domain: opened with a reason, noted, and left without a trace."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.liling import Liling
from tests.web.registry.conftest import NUMBER, Home
from tests.web.signed import browser_of

from wangge.privacy.models import Look
from wangge.registry.access import special_domain
from wangge.registry.models import Person, PersonCategory
from wangge.web.registry import special


@pytest.fixture
def keeper(home: Home) -> Client:
    """The keeper, who has said why."""
    client = browser_of("zhuanguan")
    assert "打开的事由" in client.get("/registry/special/").content.decode()
    assert client.post("/registry/special/", {"do": "open", "reason": " "}).status_code == 422
    answer = client.post("/registry/special/", {"do": "open", "reason": "季度走访"})
    assert answer.status_code == 302
    return client


def enrol(client: Client) -> None:
    given = {"number": NUMBER, "categories": "released", "reason": "司法所交接", "do": "enrol"}
    assert client.post("/registry/special/enrol/", given).status_code == 302


def test_every_page_shown_is_noted_with_the_reason(home: Home, keeper: Client) -> None:
    enrol(keeper)
    page = keeper.get("/registry/special/")
    assert "王老爹" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert "刑满释放" in keeper.get(f"/registry/special/{home.wangdie.pk}/").content.decode()
    looks = Look.objects.filter(kind="special_domain", reason="季度走访")
    assert looks.filter(subject=home.wangdie.pk).exists()
    assert looks.count() >= 2


def test_a_number_wants_a_reason_of_its_own(home: Home, keeper: Client) -> None:
    enrol(keeper)
    address = f"/registry/special/{home.wangdie.pk}/"
    assert keeper.post(address, {"do": "phone", "reason": ""}).status_code == 422
    page = keeper.post(address, {"do": "phone", "reason": "约见面"}).content.decode()
    assert "13800001234" in page
    assert Look.objects.filter(what="phone", reason="约见面").exists()


def test_only_a_whole_number_finds_somebody_to_enrol(home: Home, keeper: Client) -> None:
    for number in ("110105", "430281194401011234", ""):
        answer = keeper.post("/registry/special/enrol/", {"number": number, "do": "find"})
        assert answer.status_code == 422
        assert "王老爹" not in answer.content.decode()
    found = keeper.post("/registry/special/enrol/", {"number": NUMBER, "do": "find"})
    assert "王老爹" in found.content.decode()


def test_released_the_person_is_ordinary_again_and_nothing_tells_what_was(
    liling: Liling, home: Home, keeper: Client
) -> None:
    enrol(keeper)
    address = f"/registry/special/{home.wangdie.pk}/"
    add = {"do": "add", "categories": "mental", "reason": "医院告知"}
    assert keeper.post(address, add).status_code == 302
    with special_domain(liling.actor("zhuanguan"), reason="看", now=liling.now):
        assert PersonCategory.objects.filter(special=True, until=None).count() >= 2
    assert keeper.post(address, {"do": "release", "reason": ""}).status_code == 422
    assert keeper.post(address, {"do": "release", "reason": "期满"}).status_code == 302
    assert Person.objects.filter(pk=home.wangdie.pk).exists()
    wangfang = browser_of("wangfang")
    for part in ("", "history/"):
        page = wangfang.get(f"/registry/person/{home.wangdie.pk}/{part}").content.decode()
        for word in ("刑满释放", "精神障碍", "司法所", "期满", "专管"):
            assert word not in page, (part, word)


def test_after_ten_minutes_it_is_shut_again(
    home: Home, keeper: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    enrol(keeper)
    monkeypatch.setattr(special, "_reason", lambda request, now: "")
    assert "王老爹" not in keeper.get("/registry/special/").content.decode()
    assert "王老爹" not in keeper.get(f"/registry/special/{home.wangdie.pk}/").content.decode()


def test_the_keeper_shuts_it(home: Home, keeper: Client) -> None:
    enrol(keeper)
    keeper.post("/registry/special/", {"do": "close"})
    assert "王老爹" not in keeper.get("/registry/special/").content.decode()
