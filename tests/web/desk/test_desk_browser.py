"""The desk in a real browser: keyboard alone, the list that keeps its place, no JavaScript."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.web.conftest import Site
from tests.web.desk.conftest import kept_photo, reported, say

from wangge.core.case.verbs import Verb

pytestmark = pytest.mark.browser

OpenAs = Callable[..., Page]
Axe = Callable[[Page], list[str]]


def test_a_case_is_dispatched_without_a_mouse(site: Site, page_as: OpenAs) -> None:
    with site.county() as liling:
        case = reported(liling, text="键盘派遣的井盖")
    page = page_as("liqiang")
    page.goto("/desk/")
    page.keyboard.press("/")
    page.keyboard.type(case.no)
    page.keyboard.press("Enter")
    expect(page.locator("#pane h1")).to_have_text("污水井盖")
    page.keyboard.press("d")
    expect(page.locator("#act")).to_be_visible()
    expect(page.locator("#a-opinion")).to_be_focused()
    page.keyboard.type("请公路站尽快处理")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#act")).to_be_hidden()
    expect(page.locator(".toast")).to_contain_text(case.no)
    expect(page.locator("#pane")).to_contain_text("待处置")
    expect(page.locator("#pane .timeline")).to_contain_text("请公路站尽快处理")


def test_opening_and_acting_never_loses_the_lists_place(site: Site, page_as: OpenAs) -> None:
    with site.county() as liling:
        cases = [reported(liling, text=f"位置{n}") for n in range(20)]
    page = page_as("liqiang")
    page.goto("/desk/?item=C01.02")
    expect(page.locator("#pane #case")).to_be_visible()
    rows = page.locator("#list [data-row]")
    before = rows.count()
    for _ in range(12):
        page.keyboard.press("j")
    page.keyboard.press("Enter")
    row = page.locator("#list [data-row][aria-current]")
    number = row.locator("input[name=pick]").input_value()
    expect(page.locator("#pane #case")).to_have_attribute("data-case", number)
    scrolled = page.evaluate("document.getElementById('list').scrollTop")
    page.keyboard.press("d")
    page.locator("#act button.btn-primary").click()
    expect(rows).to_have_count(before - 1)
    now = page.evaluate("document.getElementById('list').scrollTop")
    assert abs(now - scrolled) < 120
    expect(page.locator("#list [data-row][aria-current]")).to_have_count(1)
    assert len(cases) == 20


def test_a_refused_dialog_keeps_the_words(site: Site, page_as: OpenAs) -> None:
    with site.county() as liling:
        case = say(liling, "liqiang", reported(liling), Verb.DISPATCH)
    page = page_as("liushifu")
    page.goto(f"/cases/{case.no}/")
    page.keyboard.press("h")
    page.fill("#a-opinion", "补好了，忘拍照")
    page.locator("#act button.btn-primary").click()
    expect(page.locator("#act")).to_contain_text("还缺少“照片”")
    expect(page.locator("#a-opinion")).to_have_value("补好了，忘拍照")


def test_who_was_second_sees_what_changed_in_the_dialog(site: Site, page_as: OpenAs) -> None:
    with site.county() as liling:
        case = reported(liling)
    page = page_as("liqiang")
    page.goto(f"/cases/{case.no}/")
    page.keyboard.press("d")
    page.fill("#a-opinion", "我来派")
    with site.county() as liling:
        say(liling, "zhoumin", case, Verb.COMMENT, opinion="村里说已经在修")
    page.locator("#act button.btn-primary").click()
    expect(page.locator("#act .changed")).to_contain_text("村里说已经在修")
    expect(page.locator("#a-opinion")).to_have_value("我来派")
    page.locator("#act button.btn-primary").click()
    expect(page.locator("#act")).to_be_hidden()


def test_picked_rows_are_merged(site: Site, page_as: OpenAs) -> None:
    with site.county() as liling:
        cases = [reported(liling, text="要合并的井盖一二三") for _ in range(3)]
    page = page_as("liqiang")
    page.goto("/desk/?q=要合并的")
    expect(page.locator("#list [data-row]")).to_have_count(3)
    page.locator("[data-pick-all]").check()
    page.keyboard.press("m")
    expect(page.get_by_role("heading", name="合并3件")).to_be_visible()
    page.locator(f"input[name=main][value='{cases[1].no}']").check()
    page.get_by_role("button", name="合并").click()
    expect(page.locator("main, body")).to_contain_text(["2件已并入"])


def test_everything_works_without_javascript(site: Site, page_as: OpenAs) -> None:
    with site.county() as liling:
        case = reported(liling, text="没有脚本也能派")
    page = page_as("liqiang", java_script_enabled=False)
    page.goto(f"/desk/?box=all&q={case.no}")
    page.get_by_role("link", name="污水井盖").click()
    page.get_by_role("link", name="派遣").click()
    page.fill("#a-opinion", "按规定办")
    page.get_by_role("button", name="派遣").click()
    assert page.url.startswith(f"{site}/cases/{case.no}/")
    assert "按规定办" in page.inner_text(".timeline")


@pytest.mark.parametrize(
    ("width", "height"), [(360, 740), (768, 1024), (1366, 768)], ids=["phone", "tablet", "desk"]
)
@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_desk_case_and_hotline_are_accessible_and_fit(
    site: Site, page_as: OpenAs, axe: Axe, width: int, height: int, locale: str
) -> None:
    with site.county() as liling:
        photos = tuple(kept_photo(liling, colour) for colour in ("red", "blue", "green"))
        case = reported(liling, text="很长的描述" * 100, photos=photos)
    page = page_as("zhoumin", viewport={"width": width, "height": height}, locale=locale)
    for address in (
        "/desk/?box=all",
        f"/cases/{case.no}/",
        f"/cases/{case.no}/do/dispatch/",
        f"/desk/merge/?pick={case.no}",
        "/hotline/",
    ):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        assert axe(page) == [], address
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{address} is {wide} px wide"
