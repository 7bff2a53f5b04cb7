"""The registry by keyboard, in a real browser; axe finds no serious fault."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import override_settings
from playwright.sync_api import Page
from tests.web.conftest import OpenAs, Site

from wangge.core.registry.kinds import KINDS
from wangge.core.territory.level import Level
from wangge.privacy.sealing import forget_ring
from wangge.registry.actions import put
from wangge.registry.models import Person
from wangge.territory.access import areas

pytestmark = pytest.mark.browser

_PERSON = {"name": "邹键盘", "phone": "13811112222", "household": "B-0001"}


@pytest.fixture(scope="module")
def somebody(site: Site) -> str:
    """The id of 邹键盘 in 东富村."""
    forget_ring()  # what is sealed here, the site must open
    with override_settings(KEYS=site.data / "keys"), site.county() as liling:
        wangfang = liling.actor("wangfang")
        grid = areas(Level.GRID).filter(full_name__contains="东富村").earliest("sort_key").id
        lon, lat = liling.point_in("东富村")
        home = {"no": "B-0001", "address": "东富村9组", "grid": grid, "lon": lon, "lat": lat}
        put(KINDS["household"], home, actor=wangfang, now=liling.now)
        row = put(KINDS["person"], _PERSON | {"grid": grid}, actor=wangfang, now=liling.now)
        assert isinstance(row, Person)
    forget_ring()
    return str(row.pk)


def test_found_opened_revealed_and_changed_by_keyboard(page_as: OpenAs, somebody: str) -> None:
    page = page_as("liqiang")
    page.goto("/registry/")
    page.keyboard.press("/")
    page.keyboard.type("邹键盘 东富")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"a[href='/registry/person/{somebody}/']")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/registry/person/{somebody}/")
    page.locator(".sealed a").first.focus()
    page.keyboard.press("Enter")
    page.fill("#reveal-reason", "上门前联系")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=13811112222")
    page.goto(f"/registry/person/{somebody}/")
    page.locator("h1").click()
    page.keyboard.press("e")
    page.wait_for_url("**/edit/")
    page.select_option("#f-marriage", "30")
    page.locator("#f-name").press("Enter")
    page.wait_for_selector("text=已保存")


@pytest.mark.parametrize("width", [360, 1366])
def test_no_serious_fault_and_nothing_beside_the_page(
    page_as: OpenAs, somebody: str, axe: Callable[[Page], list[str]], width: int
) -> None:
    page = page_as("liqiang", viewport={"width": width, "height": 740})
    for address in ("", "?q=邹键盘", "person/", f"person/{somebody}/", f"person/{somebody}/edit/",
                    "household/new/", f"person/{somebody}/end/"):  # fmt: skip
        page.goto(f"/registry/{address}")
        assert axe(page) == [], address
        wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert not page.evaluate(wide), address


def test_it_works_without_javascript(page_as: OpenAs, somebody: str) -> None:
    signed = page_as("liqiang")
    page = page_as(None, java_script_enabled=False, storage_state=signed.context.storage_state())
    page.goto("/registry/?q=邹键盘")
    page.click(f"a[href='/registry/person/{somebody}/']")
    page.click(".sealed a")
    page.fill("#reveal-reason", "核对身份")
    page.click("form.reveal button")
    assert "13811112222" in page.content()
