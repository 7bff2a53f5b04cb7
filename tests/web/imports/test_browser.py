"""A file goes in by keyboard in a real browser: pages stand axe, progress moves by itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import override_settings
from playwright.sync_api import Page
from tests.registry.importing.rows import PEOPLE, csv_of, person
from tests.site import OpenAs, Site

from wangge.lib.clock import utc_now
from wangge.privacy.sealing import forget_ring
from wangge.registry.importing import chunks
from wangge.registry.importing.jobs import take_turn

pytestmark = pytest.mark.browser
GRID = "东富镇东富村"


def work(site: Site) -> None:
    """The site's worker has its turn: with its files and its keys."""
    chunks.forget_open()
    forget_ring()
    with site.county(), override_settings(DATA=site.data, KEYS=site.data / "keys"):
        take_turn(utc_now())
    forget_ring()


def test_a_file_goes_in_by_keyboard(
    site: Site, page_as: OpenAs, axe: Callable[[Page], list[str]], tmp_path: Path
) -> None:
    file = tmp_path / "人口.csv"
    rows = [person(n, GRID, household=f"B-{n}") for n in range(40_000, 40_012)]
    rows[3][4] = "12"
    file.write_bytes(csv_of(PEOPLE, rows))
    page = page_as("liqiang")
    page.goto("/registry/imports/")
    assert axe(page) == []
    page.set_input_files("input[name=file]", file)
    page.locator("form[enctype] button").press("Enter")
    page.wait_for_selector("text=文件里的列")
    assert axe(page) == []
    page.locator("button[value=try]").press("Enter")
    page.wait_for_selector("#import-progress")
    work(site)
    page.wait_for_selector("text=试导入的结果")  # by itself
    page.wait_for_selector("text=前几行是这样理解的")
    assert axe(page) == []
    page.locator("button[value=run]").press("Enter")
    page.wait_for_selector("#import-progress")
    work(site)
    page.wait_for_selector("text=导入的结果")
    with page.expect_download() as taken:
        page.click("text=下载问题行")
    assert taken.value.suggested_filename == "人口-问题行.xlsx"


def test_without_javascript_everything_is_there(
    site: Site, page_as: OpenAs, tmp_path: Path
) -> None:
    file = tmp_path / "人口.csv"
    file.write_bytes(csv_of(PEOPLE, [person(50_000, GRID, household="C-1")]))
    page = page_as("liqiang", java_script_enabled=False)
    page.goto("/registry/imports/")
    page.set_input_files("input[name=file]", file)
    page.click("form[enctype] button")
    page.click("button[value=try]")
    work(site)
    page.reload()
    page.click("text=看前几行是怎么理解的")
    assert "张50000" in page.content()
