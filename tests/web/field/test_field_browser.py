"""王芳 without network: three drafts with photos, the network back, three cases, none twice."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, Route, expect
from tests.web.conftest import OpenAs, Site

from wangge.cases.models import Case

pytestmark = pytest.mark.browser

PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "has_touch": True}


def a_photo(colour: str) -> dict[str, Any]:
    file = io.BytesIO()
    Image.new("RGB", (640, 480), colour).save(file, "JPEG")
    return {"name": f"{colour}.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}


def ready_for_no_network(page: Page) -> None:
    """The field has been open once with a network: its pages are in the phone."""
    page.goto("/field/")
    page.wait_for_selector("html[data-pages-kept]", state="attached", timeout=30_000)


def note(page: Page, text: str, colour: str) -> None:
    """One report by the form, with a photo."""
    page.goto("/field/report/")
    page.wait_for_selector("[data-draft][data-awake]")
    page.wait_for_selector("[data-photos][data-ready]")
    page.set_input_files("#f-photos", a_photo(colour))
    page.wait_for_selector("[data-photo-list] img")
    page.fill("#f-text", text)
    page.click("form[data-draft] button[type=submit]")
    page.wait_for_url("**/field/?kept=1")


def cases_with(site: Site, mark: str) -> list[Case]:
    with site.county():
        return list(Case.objects.filter(text__contains=mark).order_by("reported_at"))


def until_none_waits(page: Page) -> None:
    """Every draft of the phone has been answered."""
    for _ in range(150):
        states = page.evaluate(
            """async () => {
                const { all } = await import("/static/web/field/store.js");
                return (await all()).map(({ state }) => state);
            }"""
        )
        if states and set(states) == {"sent"}:
            return
        page.wait_for_timeout(200)
    pytest.fail(f"still waiting: {states}")


def test_three_drafts_without_network_are_three_cases(site: Site, page_as: OpenAs) -> None:
    page = page_as("wangfang", **PHONE)
    ready_for_no_network(page)
    page.context.set_offline(True)
    for n, colour in enumerate(("red", "green", "blue"), start=1):
        note(page, f"离线记下的第{n}件垃圾", colour)
    page.reload()
    expect(page.locator(".net-off")).to_be_visible()
    expect(page.locator("[data-queue]")).to_have_text("3")
    page.goto("/field/drafts/")
    expect(page.locator(".draft")).to_have_count(3)
    expect(page.locator(".draft img")).to_have_count(3)
    assert cases_with(site, "离线记下的") == []
    page.context.set_offline(False)
    until_none_waits(page)
    found = cases_with(site, "离线记下的")
    assert [case.text for case in found] == [f"离线记下的第{n}件垃圾" for n in (1, 2, 3)]
    assert all(len(case.as_fact().photos) == 1 for case in found)


def test_an_answer_lost_on_the_way_makes_no_twin(site: Site, page_as: OpenAs) -> None:
    page = page_as("wangfang", **PHONE)
    ready_for_no_network(page)
    lost: list[int] = []

    def lose_the_first_answers(route: Route) -> None:
        if route.request.method != "POST" or len(lost) >= 2:
            return route.fallback()
        lost.append(route.fetch().status)  # the server has done it
        return route.abort("connectionreset")  # the phone never hears

    page.context.set_offline(True)
    for n in (1, 2, 3):
        note(page, f"半路断网的第{n}件", "red")
    page.route("**/field/queue/", lose_the_first_answers)
    page.context.set_offline(False)
    until_none_waits(page)
    assert lost[0] == 201
    assert len(lost) == 2
    assert [case.text for case in cases_with(site, "半路断网的")] == [
        f"半路断网的第{n}件" for n in (1, 2, 3)
    ]


def test_a_tab_closed_in_mid_send_goes_on_when_opened_again(site: Site, page_as: OpenAs) -> None:
    page = page_as("wangfang", **PHONE)
    ready_for_no_network(page)
    page.context.set_offline(True)
    note(page, "关掉页面也不丢", "green")
    again = page.context.new_page()
    page.close()
    page.context.set_offline(False)
    again.goto("/field/")
    until_none_waits(again)
    assert len(cases_with(site, "关掉页面也不丢")) == 1


def test_a_draft_is_safe_from_the_first_word(site: Site, page_as: OpenAs) -> None:
    page = page_as("wangfang", **PHONE)
    ready_for_no_network(page)
    page.context.set_offline(True)
    page.goto("/field/report/")
    page.wait_for_selector("[data-draft][data-awake]")
    page.locator("#f-text").press_sequentially("写到一半")
    expect(page.locator("[data-saved]")).to_contain_text("已存")
    page.reload()
    expect(page.locator("#f-text")).to_have_value("写到一半")
    page.goto("/field/")
    page.locator("[data-unfinished] a").click()
    expect(page.locator("#f-text")).to_have_value("写到一半")


def test_an_expired_session_keeps_the_drafts(site: Site, page_as: OpenAs) -> None:
    page = page_as("wangfang", **PHONE)
    ready_for_no_network(page)
    page.context.set_offline(True)
    note(page, "登录过期也不丢", "blue")
    page.context.clear_cookies(name="wangge_session")
    page.context.set_offline(False)
    link = page.locator("[data-sign-in] a")
    expect(link).to_be_visible()
    link.click()
    page.fill("input[name=username]", "wangfang")
    page.fill("input[name=password]", "wangge-demo")
    page.click("main form button[type=submit]")
    page.wait_for_url("**/field/drafts/")
    until_none_waits(page)
    assert len(cases_with(site, "登录过期也不丢")) == 1


def test_what_is_refused_stays_and_can_be_mended(site: Site, page_as: OpenAs) -> None:
    page = page_as("wangfang", **PHONE)
    ready_for_no_network(page)
    page.goto("/field/report/")
    page.wait_for_selector("[data-draft][data-awake]")
    page.fill("#f-text", "电话写错的一件")
    page.click(".more summary")
    page.fill("#f-phone", "12")
    page.click("form[data-draft] button[type=submit]")
    page.wait_for_url("**/field/?kept=1")
    page.goto("/field/drafts/")
    expect(page.locator(".draft .field-error")).to_contain_text("电话")
    page.locator(".draft").filter(has_text="电话写错").get_by_role("link", name="修改").click()
    expect(page.locator("#f-phone")).to_have_value("12")
    page.fill("#f-phone", "13900002222")
    page.click("form[data-draft] button[type=submit]")
    page.wait_for_url("**/field/?kept=1")
    until_none_waits(page)
    assert len(cases_with(site, "电话写错的一件")) == 1


@pytest.mark.parametrize("address", ["/field/", "/field/report/", "/field/map/", "/field/drafts/"])
def test_no_serious_fault_of_accessibility(
    page_as: OpenAs, axe: Callable[[Page], list[str]], address: str
) -> None:
    page = page_as("wangfang", **PHONE)
    page.goto(address)
    assert axe(page) == []
