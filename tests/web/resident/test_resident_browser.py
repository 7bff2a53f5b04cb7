"""A resident's phone: without JavaScript, in large type, with a thumb that presses twice."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from tests.web.conftest import OpenAs, Site

from wangge.cases.models import Case

pytestmark = pytest.mark.browser

PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
MAIN_PAGES = ("/", "/report/", "/follow/")


def a_photo() -> dict[str, Any]:
    file = io.BytesIO()
    Image.new("RGB", (640, 480), "teal").save(file, "JPEG")
    return {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}


def cases_with(site: Site, text: str) -> list[Case]:
    with site.county():
        return list(Case.objects.filter(text=text))


def test_without_javascript_one_files_and_follows(site: Site, page_as: OpenAs) -> None:
    page = page_as(None, **PHONE, java_script_enabled=False)
    page.goto("/")
    page.get_by_role("link", name="上报问题").click()
    page.set_input_files("#f-photos", a_photo())
    page.fill("#f-text", "没有脚本也能报的坑洼路面")
    page.select_option("#f-area", label="东富村")
    page.fill("#f-phone", "13811112222")
    page.get_by_role("button", name="提交上报").click()
    if page.locator(".same").count():  # the county's own history may hold something like it
        page.get_by_role("button", name="不是同一件").click()
    number = page.locator(".thanks-no").inner_text()
    assert re.fullmatch(r"C-\d{8}-\d{4,}", number)
    page.get_by_role("navigation").get_by_role("link", name="查进度").click()
    page.fill("#f-no", number.lower())
    page.fill("#f-phone", "138 1111 2222")
    page.get_by_role("button", name="查询").click()
    expect(page.locator(".timeline")).to_contain_text("已收到上报")
    expect(page.locator(".photos img")).to_have_count(1)
    page.get_by_role("button", name="催办").click()
    expect(page.locator(".timeline")).to_contain_text("您催办了")
    assert len(cases_with(site, "没有脚本也能报的坑洼路面")) == 1


def test_large_type_is_switched_on_the_first_page_and_stays(page_as: OpenAs) -> None:
    page = page_as(None, **PHONE, java_script_enabled=False)
    page.goto("/")
    page.get_by_role("button", name="长辈版").click()
    for address in MAIN_PAGES:
        page.goto(address)
        assert page.locator("html").get_attribute("data-view") == "elder"
        for control in page.locator("main :is(.btn, input[type=tel], select)").all():
            box = control.bounding_box()
            if box is None:
                continue  # what only JavaScript brings to life
            assert box["height"] >= 60, control.evaluate("one => one.outerHTML")


def test_a_thumb_that_presses_twice_makes_one_case(site: Site, page_as: OpenAs) -> None:
    page = page_as(None, **PHONE)
    page.goto("/report/")
    page.wait_for_selector("[data-photos][data-ready]")
    page.fill("#f-text", "按了两下的水管漏水")
    page.locator("main form .btn-big").dblclick()
    page.wait_for_url("**/reported/**")
    page.go_back()
    assert len(cases_with(site, "按了两下的水管漏水")) == 1


def test_the_phone_tells_its_place_and_the_class_is_suggested(site: Site, page_as: OpenAs) -> None:
    with site.county() as liling:
        lon, lat = liling.point_in("东富村")
    page = page_as(
        None,
        **PHONE,
        geolocation={"longitude": lon, "latitude": lat},
        permissions=["geolocation"],
    )
    page.goto("/report/")
    page.fill("#f-text", "定位上报的路灯不亮了")
    page.locator("[data-class-list]").get_by_text("路灯").click()
    page.get_by_role("button", name="用手机定位").click()
    expect(page.locator("[data-located]")).to_contain_text("东富村")
    page.locator("main form .btn-big").click()
    page.wait_for_url("**/reported/**")
    (case,) = cases_with(site, "定位上报的路灯不亮了")
    assert case.item == "C01.37"
    assert case.located in ("inside", "near_border")


def test_the_map_is_fetched_only_when_it_is_opened(page_as: OpenAs) -> None:
    page = page_as(None, **PHONE)
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto("/report/")
    page.wait_for_selector("[data-photos][data-ready]")
    assert not [one for one in fetched if "maplibre" in one]
    page.locator("[data-pick-map] summary").click()
    page.wait_for_selector("[data-map][data-drawn]", timeout=30_000)
    page.locator(".maplibregl-canvas").click(position={"x": 150, "y": 150})
    expect(page.locator("input[name=datum]")).to_have_value("wgs84")
    expect(page.locator("[data-located]")).not_to_be_empty()


@pytest.mark.parametrize("address", MAIN_PAGES)
@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_no_serious_fault_of_accessibility(
    page_as: OpenAs, axe: Callable[[Page], list[str]], address: str, locale: str
) -> None:
    page = page_as(None, **(PHONE | {"locale": locale}))
    page.goto(address)
    assert axe(page) == []
