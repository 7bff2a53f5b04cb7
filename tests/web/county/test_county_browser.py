"""The county in a real browser: press the map to go down, or do without map and script."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from tests.site import Site

from wangge.cases.actions.gather import GivenPoint
from wangge.cases.actions.report import Report, report_case
from wangge.lib.clock import utc_now

pytestmark = pytest.mark.browser

OpenAs = Callable[..., Page]
Axe = Callable[[Page], list[str]]


def test_one_presses_the_map_and_goes_down_to_a_town(page_as: OpenAs) -> None:
    page = page_as("sunzhuren")
    page.goto("/county/")
    page.wait_for_selector("[data-map][data-drawn]", timeout=30_000)
    page.locator("[data-map]").scroll_into_view_if_needed()
    # where the map shows the middle of the county there is a town, whichever it is
    box = page.locator("[data-map-canvas]").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_url("**/county/areas/*/")
    assert page.locator(".crumbs li").count() == 2
    assert page.get_by_text("边界为示意").count() == 1


def test_without_a_script_the_table_leads_from_county_to_grid(page_as: OpenAs, site: Site) -> None:
    with site.county() as county:
        lon, lat = county.point_in("东富村")
        given = Report(
            line="city_management",
            item="C01.02",
            text="总览要看到的井盖",
            point=GivenPoint(lon=lon, lat=lat, datum="wgs84"),
        )
        report_case(given, actor=county.actor("chenyi"), now=utc_now())
    page = page_as("sunzhuren", java_script_enabled=False)
    page.goto("/county/")
    for name in ("东富镇", "东富村"):
        page.locator(".county-rows").first.get_by_role("link", name=name, exact=True).click()
        assert page.locator("h1").inner_text() == name
    page.locator(".county-rows td.main a").first.click()
    assert "网格" in page.locator("h1").inner_text()
    stat = page.locator("a.stat", has_text="在办")
    count = int(stat.locator(".stat-value").inner_text())
    assert count >= 1
    stat.click()
    assert page.locator(".case-row").count() == count


@pytest.mark.parametrize("width", [360, 1366, 1920])
def test_nobody_is_shut_out_of_the_overview(page_as: OpenAs, axe: Axe, width: int) -> None:
    page = page_as("sunzhuren", viewport={"width": width, "height": 768})
    page.goto("/county/")
    assert axe(page) == []
    wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wider <= 0


@pytest.mark.parametrize(
    "address",
    [
        "/admin/",
        "/admin/catalogue/",
        "/admin/posts/",
        "/admin/posts/P-430281121-dispatcher/",
        "/admin/calendar/",
        "/admin/flows/city_case/",
        "/admin/areas/import/",
    ],
)
@pytest.mark.parametrize("width", [360, 1366])
def test_nobody_is_shut_out_of_administration(
    page_as: OpenAs, axe: Axe, address: str, width: int
) -> None:
    page = page_as("admin", viewport={"width": width, "height": 768})
    page.goto(address)
    assert axe(page) == []
    wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wider <= 0
