"""The whole story in a real browser: reported, dispatched, handled, verified, rated, and unseen.

Nobody takes a short cut: every step is a page of the product, pressed and typed in as its owner
would. Only the followers of the log are the test's, for `serve` alone brings no worker.
"""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
import shapely
from PIL import Image
from playwright.sync_api import Page, expect
from tests.site import OpenAs, Site

from wangge.territory.models import Boundary

pytestmark = pytest.mark.browser

expect.set_options(timeout=15_000)

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
TELEPHONE = "13812345678"
WORDS = "桥头的污水井盖不见了，晚上很危险"


def a_photo(colour: str) -> dict[str, Any]:
    """What a camera gives to a form."""
    file = io.BytesIO()
    Image.new("RGB", (1200, 900), colour).save(file, "JPEG")
    return {"name": f"{colour}.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}


def a_quiet_place(village: str) -> tuple[float, float]:
    """A point of the village's grid far from where the other tests report."""
    border = Boundary.objects.filter(
        area__level="grid", area__full_name__contains=village
    ).earliest("area__sort_key")
    land = shapely.from_wkb(bytes(border.wkb))
    inside = land.difference(land.representative_point().buffer(0.002)).representative_point()
    return inside.x, inside.y


def let_followers_read(site: Site) -> None:
    """What the worker does all day: boxes, search and figures know of what was done."""
    with site.county():
        pass


def figures(page: Page) -> tuple[int, int]:
    """What 孙主任 reads at /county/: reported today, closed within thirty days."""
    page.goto("/county/")
    words = page.locator(".stats").inner_text().replace(",", "")
    today, closed = re.search(r"今日上报\s+(\d+)", words), re.search(r"近30天结案(\d+)件", words)
    assert today, words
    assert closed, words
    return int(today[1]), int(closed[1])


def opened(page: Page, no: str) -> None:
    """The case stands beside the list and has come to life: its map comes last."""
    expect(page.locator("#pane #case")).to_have_attribute("data-case", no)
    page.wait_for_selector("#pane [data-map][data-ready]", state="attached")


def chenyi_reports(page: Page) -> str:
    """陈姨, without an account: the number she is given."""
    page.goto("/")
    page.locator("a[href='/report/']").first.click()
    page.wait_for_selector("[data-photos][data-ready]")
    page.set_input_files("input[name=photos]", a_photo("red"))
    expect(page.locator("[data-photo-list] img")).to_have_count(1)
    page.fill("[name=text]", WORDS)
    page.get_by_role("button", name="用手机定位").click()
    expect(page.locator("[data-located]")).to_contain_text("东富村")
    page.locator("[data-class-list] label", has_text="污水井盖").first.click()
    page.fill("[name=place]", "石桥头")
    page.fill("[name=name]", "陈美华")
    page.fill("[name=phone]", TELEPHONE)
    page.get_by_role("button", name="提交上报").click()
    page.wait_for_url("**/reported/**")
    expect(page.locator("main")).to_contain_text("东富镇东富村")
    return page.locator(".thanks-no").inner_text()


def liqiang_dispatches(page: Page, no: str) -> None:
    """李强, with the keyboard alone."""
    page.goto("/desk/")
    page.keyboard.press("/")
    page.keyboard.type(no)
    page.keyboard.press("Enter")
    opened(page, no)
    expect(page.locator("#pane .case-text")).to_have_text(WORDS)
    expect(page.locator("#pane h1")).to_have_text("污水井盖")
    page.keyboard.press("d")
    expect(page.locator("#a-opinion")).to_be_focused()
    page.keyboard.type("请公路站尽快补上")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#act")).to_be_hidden()
    expect(page.locator("#pane")).to_contain_text("待处置")


def liushifu_handles(page: Page, no: str) -> None:
    """刘师傅, from his box, with a photo of what he mended."""
    page.goto(f"/desk/?open={no}")
    expect(page.locator(f"#list [data-row] input[value='{no}']")).to_have_count(1)
    opened(page, no)
    page.keyboard.press("h")
    expect(page.locator("#act")).to_be_visible()
    page.wait_for_selector("#act [data-photos][data-ready]")
    page.set_input_files("#act input[name=photos]", a_photo("green"))
    expect(page.locator("#act [data-photo-list] img")).to_have_count(1)
    page.fill("#a-opinion", "已补齐井盖")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#act")).to_be_hidden()
    expect(page.locator("#pane")).to_contain_text("待核查")


def wangfang_verifies(page: Page, no: str) -> None:
    """王芳, on her phone, on the spot."""
    page.goto("/field/")
    page.locator(f"a[href='/field/cases/{no}/']").click()
    form = page.locator("#act-verify")
    if form.get_attribute("open") is None:
        form.locator("summary").click()
    form.locator("[name=opinion]").fill("看过了，盖好了")
    form.locator("button[type=submit]").click()
    expect(page.locator(".chip").filter(has_text="已结案")).to_be_visible()


def chenyi_follows_and_rates(page: Page, no: str) -> None:
    """陈姨, by her number and her telephone."""
    page.goto("/follow/")
    page.fill("[name=no]", no)
    page.fill("[name=phone]", TELEPHONE)
    page.get_by_role("button", name="查询").click()
    page.wait_for_url("**/follow/*/")
    expect(page.locator(".timeline")).to_contain_text("核查通过，问题已解决")
    photos = page.locator("main img[src*='/photos/']")
    expect(photos).to_have_count(2)  # before and after
    for photo in photos.all():
        photo.scroll_into_view_if_needed()
        expect(photo).to_have_js_property("complete", True)
        assert photo.evaluate("one => one.naturalWidth") > 0
    page.locator(".stars label").nth(4).click()
    page.get_by_role("button", name="提交评价").click()
    expect(page.locator("main")).to_contain_text("您评价了 5 星")


def zhaomin_sees_nothing(page: Page, no: str) -> None:
    """赵敏 of the next town: neither by address, nor by number, nor by words."""
    for address in (f"/cases/{no}/", f"/cases/{no}/print/", f"/field/cases/{no}/"):
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 404, address
        assert WORDS not in page.content()
    for words in (no, WORDS[:6]):
        page.goto(f"/desk/?box=all&q={words}")
        expect(page.locator("#list")).to_be_visible()
        expect(page.locator(f"#list [data-row] input[value='{no}']")).to_have_count(0)
        assert WORDS not in page.content()


def test_the_story_of_the_cast(site: Site, page_as: OpenAs) -> None:
    with site.county():
        lon, lat = a_quiet_place("东富村")
    sun = page_as("sunzhuren")
    reported, closed = figures(sun)

    phone = page_as(
        None, permissions=["geolocation"], geolocation={"longitude": lon, "latitude": lat}, **PHONE
    )
    no = chenyi_reports(phone)
    assert re.fullmatch(r"C-\d{8}-\d+", no)
    let_followers_read(site)
    assert figures(sun) == (reported + 1, closed)

    liqiang_dispatches(page_as("liqiang"), no)
    let_followers_read(site)
    liushifu_handles(page_as("liushifu"), no)
    let_followers_read(site)
    wangfang_verifies(page_as("wangfang", **PHONE), no)
    let_followers_read(site)
    chenyi_follows_and_rates(phone, no)
    zhaomin_sees_nothing(page_as("zhaomin"), no)
    let_followers_read(site)
    assert figures(sun) == (reported + 1, closed + 1)
