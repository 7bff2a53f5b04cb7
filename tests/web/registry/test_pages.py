"""The pages of the registry: what is found, shown, masked, changed, and kept when it went wrong."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client
from tests.liling import Liling
from tests.web.registry.conftest import NUMBER, Home
from tests.web.signed import browser_of

from wangge.core.registry.kinds import KINDS
from wangge.core.registry.values import Birthday
from wangge.lib.clock import utc_now
from wangge.privacy.models import Look
from wangge.registry.access import day_of
from wangge.registry.actions import put
from wangge.registry.models import FormerMembership, Person


def text_of(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.status_code
    return answer.content.decode()


def fields_in(page: str) -> dict[str, str | list[str]]:
    """What a browser would send of the form for changing, as it came."""
    form = page[page.index('name="version"') - 30 :]
    given: dict[str, str | list[str]] = {}
    for tag in re.findall(r"<input\b[^>]*>", form):
        name = re.search(r'name="([^"]*)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if not name or "csrf" in name[1]:
            continue
        if 'type="checkbox"' in tag and " checked" not in tag:
            continue
        given[name[1]] = unescape(value[1] if value else "")
    for name, inside in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', inside)
        given[name] = chosen[1] if chosen else ""
    return given


@pytest.mark.parametrize("words", ["王老", "老爹", "0012", NUMBER, "138 0000 1234", "王老爹 东富",
                                   "王老爹 3组"])  # fmt: skip
def test_one_box_finds_a_person_or_his_household(home: Home, words: str) -> None:
    page = text_of(browser_of("liqiang"), f"/registry/?q={words}")
    wanted = home.household.pk if words == "0012" else home.wangdie.pk
    assert str(wanted) in page


def test_a_component_is_found_by_its_code(home: Home) -> None:
    assert str(home.lamp.pk) in text_of(browser_of("wangfang"), "/registry/?q=4302810211000001")


def test_the_next_town_finds_and_sees_nothing(home: Home) -> None:
    zhaomin = browser_of("zhaomin")
    for words in ("王老爹", NUMBER, "13800001234", "0012", "东富村3组"):
        page = text_of(zhaomin, f"/registry/?q={words}")
        assert str(home.wangdie.pk) not in page
        assert str(home.household.pk) not in page
    assert str(home.wangdie.pk) not in text_of(zhaomin, "/registry/person/")
    text_of(zhaomin, f"/registry/person/{home.wangdie.pk}/", 404)


def test_numbers_are_masked_and_names_are_not_for_who_works_there(home: Home) -> None:
    page = text_of(browser_of("wangfang"), f"/registry/person/{home.wangdie.pk}/")
    assert "王老爹" in page
    assert "独居老人" in page
    assert "138****1234" in page
    assert NUMBER not in page
    assert "13800001234" not in page


def test_a_leader_reads_masked_and_finds_nobody_by_number(home: Home) -> None:
    leader = browser_of("sunzhuren")
    page = text_of(leader, f"/registry/person/{home.wangdie.pk}/")
    assert "王*爹" in page
    assert "王老爹" not in page
    assert "/reveal/" not in page
    assert str(home.wangdie.pk) not in text_of(leader, f"/registry/?q={NUMBER}")
    text_of(leader, f"/registry/person/{home.wangdie.pk}/reveal/phone/", 404)


def test_a_number_is_shown_for_a_reason_and_the_look_is_noted(home: Home) -> None:
    client = browser_of("wangfang")
    address = f"/registry/person/{home.wangdie.pk}/reveal/phone/"
    assert client.post(address, {"reason": " "}).status_code == 422
    assert not Look.objects.filter(subject=home.wangdie.pk).exists()
    answer = client.post(address, {"reason": "上门前联系"})
    assert "13800001234" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    look = Look.objects.get(subject=home.wangdie.pk)
    assert (look.what, look.reason) == ("phone", "上门前联系")


def test_lists_are_narrowed_by_area_code_and_category(home: Home) -> None:
    client, person = browser_of("zhoumin"), str(home.wangdie.pk)
    assert person in text_of(client, f"/registry/person/?area={home.grid}&category=lives_alone")
    assert person not in text_of(client, "/registry/person/?category=orphan")
    assert person in text_of(client, "/registry/person/?sex=2")
    assert person not in text_of(client, "/registry/person/?sex=1&ended=1")


def test_a_household_shows_its_members(home: Home) -> None:
    page = text_of(browser_of("wangfang"), f"/registry/household/{home.household.pk}/")
    assert str(home.zhangsan.pk) in page
    assert f"household={home.household.pk}" in page


def test_a_new_person_goes_into_the_household_the_form_was_opened_from(home: Home) -> None:
    client = browser_of("wangfang")
    page = text_of(client, f"/registry/person/new/?household={home.household.pk}")
    given = fields_in(page) | {"name": "赵六", "birth": "农历1944年八月十五", "relation": "80"}
    answer = client.post("/registry/person/new/", given)
    assert answer.status_code == 302, answer.content.decode()
    row = Person.objects.get(name="赵六")
    assert row.household_id == home.household.pk
    assert (row.birth_calendar, row.lunar_birthday) == ("lunar", "八月十五")


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(home: Home) -> None:
    client = browser_of("wangfang")
    given = {"name": "钱七", "id_number": "430281194401011234", "phone": "12", "household": "9999"}
    answer = client.post("/registry/person/new/", given)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "校验位不对" in page
    assert "不像电话号码" in page
    assert 'value="钱七"' in page
    assert not Person.objects.filter(name="钱七").exists()


def test_only_what_was_changed_is_written(home: Home) -> None:
    client, address = browser_of("wangfang"), f"/registry/person/{home.wangdie.pk}/edit/"
    given = fields_in(text_of(client, address))
    assert given["name"] == "王老爹"
    assert given["id_number"] == ""
    answer = client.post(address, given | {"marriage": "30"})
    assert answer.status_code == 302, answer.content.decode()
    row = Person.objects.get(pk=home.wangdie.pk)
    assert (row.marriage, row.id_blind, row.phone_blind) == (
        "30", home.wangdie.id_blind, home.wangdie.phone_blind,
    )  # fmt: skip
    assert row.categories.filter(until=None).count() == 1


def test_a_birthday_is_held_against_the_number_on_file(home: Home) -> None:
    client, address = browser_of("wangfang"), f"/registry/person/{home.wangdie.pk}/edit/"
    given = fields_in(text_of(client, address)) | {"birth": "1950-01-01"}
    answer = client.post(address, given)
    assert answer.status_code == 422
    assert "与身份证号中的不一致" in answer.content.decode()


def test_who_was_overtaken_sees_what_changed_and_keeps_what_was_typed(
    liling: Liling, home: Home
) -> None:
    client, address = browser_of("wangfang"), f"/registry/person/{home.wangdie.pk}/edit/"
    given = fields_in(text_of(client, address)) | {"marriage": "30"}
    other = {"name": "王老大爹", "birth": Birthday(None)}
    put(KINDS["person"], other, actor=liling.actor("liqiang"), now=utc_now(), id=home.wangdie.pk)
    answer = client.post(address, given)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "王老大爹" in page
    again = fields_in(page)
    assert (again["name"], again["marriage"]) == ("王老大爹", "30")
    assert client.post(address, again).status_code == 302
    row = Person.objects.get(pk=home.wangdie.pk)
    assert (row.name, row.marriage) == ("王老大爹", "30")


def test_who_moves_to_another_household_is_remembered_in_the_old_one(
    liling: Liling, home: Home
) -> None:
    put(KINDS["household"], {"no": "0013", "grid": home.grid}, actor=liling.actor("wangfang"),
        now=utc_now())  # fmt: skip
    client, address = browser_of("wangfang"), f"/registry/person/{home.zhangsan.pk}/move/"
    given = fields_in(text_of(client, address)) | {"household": "0013"}
    assert client.post(address, given).status_code == 302
    assert FormerMembership.objects.get().household_id == home.household.pk
    page = text_of(client, f"/registry/household/{home.household.pk}/history/")
    assert "张三" in page


def test_an_ended_element_stays_but_is_found_no_longer(home: Home) -> None:
    client, address = browser_of("wangfang"), f"/registry/person/{home.zhangsan.pk}/"
    today = day_of(utc_now()).isoformat()
    assert client.post(f"{address}end/", {"on": today, "reason": ""}).status_code == 422
    assert client.post(f"{address}end/", {"on": today, "reason": "迁出本县"}).status_code == 302
    assert "已注销" in text_of(client, address)
    assert "迁出本县" in text_of(client, f"{address}history/")
    assert str(home.zhangsan.pk) not in text_of(client, "/registry/?q=张三")
    assert str(home.zhangsan.pk) in text_of(client, "/registry/person/?ended=1")
    text_of(client, f"{address}edit/", 404)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_list_and_its_form(home: Home, kind: str) -> None:
    client = browser_of("liqiang")
    text_of(client, f"/registry/{kind}/")
    assert 'name="grid"' in text_of(client, f"/registry/{kind}/new/")


def test_nothing_of_the_registry_is_cached(home: Home) -> None:
    client = browser_of("wangfang")
    for address in ("", "person/", f"person/{home.wangdie.pk}/", "?q=王老爹"):
        assert "no-store" in client.get(f"/registry/{address}")["Cache-Control"]


def test_a_household_that_is_no_more_in_the_address_is_no_fault(home: Home) -> None:
    client = browser_of("wangfang")
    for address in ("person/?area=x&before=y&sex=%00", "nothing/", "person/new/?household=x"):
        assert client.get(f"/registry/{address}").status_code in (200, 404)
