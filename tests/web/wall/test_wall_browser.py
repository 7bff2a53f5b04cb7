"""The wall in a real browser: down and up, something happens, the server goes away and is back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect
from tests.site import Site

from wangge.cases.actions.gather import GivenPoint
from wangge.cases.actions.report import Report, report_case
from wangge.lib.clock import utc_now

pytestmark = pytest.mark.browser

OpenAs = Callable[..., Page]
Axe = Callable[[Page], list[str]]
_SCREEN = {"width": 1280, "height": 720}


def test_a_wall_lives_without_a_reload(page_as: OpenAs, axe: Axe, site: Site) -> None:
    page = page_as("sunzhuren", viewport=_SCREEN)
    page.goto("/wall/")
    page.evaluate("window.isTheSame = true")
    page.wait_for_selector("#map[data-drawn]", timeout=30_000)
    assert axe(page) == []
    # down by the keyboard's list and up by a key, the address going along
    county = page.locator("#map").get_attribute("data-drawn")
    page.locator("#parts a", has_text="东富镇").press("Enter")
    expect(page.locator("#title")).to_have_text("东富镇网格化治理")
    expect(page.locator("#map")).not_to_have_attribute("data-drawn", county or "")
    assert "?area=" in page.url
    # something happens there
    rows = page.locator("#events [data-key]")
    before = rows.first.get_attribute("data-key") if rows.count() else "0"
    with site.county() as liling:
        lon, lat = liling.point_in("东富村")
        given = Report(
            line="city_management",
            item="C01.02",
            text="大屏要看到的井盖",
            point=GivenPoint(lon=lon, lat=lat, datum="wgs84"),
        )
        report_case(given, actor=liling.actor("chenyi"), now=utc_now())
    expect(rows.first).not_to_have_attribute("data-key", before or "", timeout=15_000)
    expect(rows.first).to_contain_text("东富村")
    # the server goes away, and is back
    away = True

    def answer(route: Route) -> None:
        if away:
            route.abort()
        else:
            route.continue_()

    page.route("**/wall/data/**", answer)
    expect(page.get_by_role("alert")).to_be_visible(timeout=30_000)
    away = False
    expect(page.get_by_role("alert")).to_be_hidden(timeout=30_000)
    page.keyboard.press("Escape")
    expect(page.locator("#title")).to_have_text("醴陵市网格化治理")
    assert page.evaluate("window.isTheSame") is True


@pytest.mark.parametrize("width", [360, 768])
def test_nobody_is_shut_out_of_the_leaders_phone(page_as: OpenAs, axe: Axe, width: int) -> None:
    page = page_as("sunzhuren", viewport={"width": width, "height": 740})
    page.goto("/wall/phone/")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    small = page.evaluate(
        "[...document.querySelectorAll('.phone-page a:not(svg a), .phone-page summary,"
        " .phone-page button')].filter((one) => one.checkVisibility()"
        " && one.getBoundingClientRect().height < 44).map((one) => one.textContent.trim())"
    )
    assert small == []
