"""The components in a real browser: seen, pressed, typed at, by people of all kinds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

AXE = (Path(__file__).parents[1] / "vendor/axe.min.js").read_text(encoding="utf-8")
CURRENT_ROW = "[...document.querySelectorAll('[data-row]')].findIndex(r => r.ariaCurrent)"


def faults_of(page: Page) -> list[str]:
    """What axe finds, with the element it finds it at."""
    page.evaluate(AXE)
    found: list[dict[str, Any]] = page.evaluate(
        "axe.run(document, {resultTypes: ['violations']}).then(r => r.violations)"
    )
    return [f"{fault['id']}: {node['html']}" for fault in found for node in fault["nodes"]]


@pytest.mark.parametrize(
    ("width", "cookie", "value"),
    [
        (1366, "wangge_theme", "light"),
        (360, "wangge_theme", "dark"),
        (360, "wangge_view", "elder"),
        (768, "django_language", "en"),
    ],
)
def test_axe_finds_no_fault(
    seen_with_maps: Page, site: str, width: int, cookie: str, value: str
) -> None:
    seen_with_maps.context.add_cookies([{"name": cookie, "value": value, "url": site}])
    seen_with_maps.set_viewport_size({"width": width, "height": 768})
    seen_with_maps.reload(wait_until="load")
    assert faults_of(seen_with_maps) == []


@pytest.mark.parametrize("width", [360, 768, 1366, 1920])
def test_nothing_is_wider_than_the_screen(seen: Page, width: int) -> None:
    seen.set_viewport_size({"width": width, "height": 768})
    assert seen.evaluate("document.documentElement.scrollWidth") <= width


def test_large_type_is_large_and_its_targets_are_too(seen: Page, site: str) -> None:
    """20 px and 60 px, for elders."""
    seen.context.add_cookies([{"name": "wangge_view", "value": "elder", "url": site}])
    seen.set_viewport_size({"width": 360, "height": 740})
    seen.reload(wait_until="load")
    sizes = seen.evaluate(
        """[...document.querySelectorAll('main p, main a, main label, main td, main .chip')]
           .filter(e => e.checkVisibility()).map(e => parseFloat(getComputedStyle(e).fontSize))"""
    )
    assert min(sizes) >= 20
    heights = seen.evaluate(
        "[...document.querySelectorAll('main .btn')].filter(e => e.checkVisibility())"
        ".map(e => e.getBoundingClientRect().height)"
    )
    assert min(heights) >= 60


def test_j_and_k_walk_the_rows_and_x_picks(seen: Page) -> None:
    for row in seen.query_selector_all("[data-row][aria-current]"):
        row.evaluate("r => r.removeAttribute('aria-current')")
    seen.keyboard.press("j")
    seen.keyboard.press("j")
    assert seen.evaluate(CURRENT_ROW) == 1
    seen.keyboard.press("k")
    assert seen.evaluate(CURRENT_ROW) == 0
    seen.keyboard.press("x")
    assert seen.locator("[data-row] input:checked").count() == 1


def test_slash_searches_and_escape_comes_back(seen: Page) -> None:
    seen.keyboard.press("j")
    there = seen.evaluate("document.activeElement.textContent")
    seen.keyboard.press("/")
    expect(seen.locator("[data-key-search]")).to_be_focused()
    seen.keyboard.type("jd?")  # typed, not obeyed
    assert seen.input_value("[data-key-search]") == "jd?"
    seen.keyboard.press("Escape")
    assert seen.evaluate("document.activeElement.textContent") == there


def test_a_question_mark_shows_the_keys_and_escape_hides_them(seen: Page) -> None:
    seen.keyboard.press("?")
    expect(seen.locator("#key-help")).to_be_visible()
    seen.keyboard.press("Escape")
    expect(seen.locator("#key-help")).to_be_hidden()


def test_a_letter_presses_its_button(seen: Page) -> None:
    seen.evaluate(
        "document.querySelector('[data-key=d]').addEventListener('click', () => window.hit = 1)"
    )
    seen.keyboard.press("Control+d")
    assert seen.evaluate("window.hit") is None
    seen.keyboard.press("d")
    assert seen.evaluate("window.hit") == 1


def test_a_dialog_takes_the_focus_and_gives_it_back(seen: Page) -> None:
    seen.click("[data-opens=example-dialog]")
    expect(seen.locator("#f-reason")).to_be_focused()
    seen.keyboard.press("Escape")
    expect(seen.locator("[data-opens=example-dialog]")).to_be_focused()


def test_photos_are_made_small_and_can_be_taken_away(seen: Page, tmp_path: Path) -> None:
    big = tmp_path / "big.jpg"
    Image.effect_noise((3000, 4000), 80).save(big, quality=95)
    seen.set_input_files("#f-photos", [big])
    expect(seen.locator("[data-photo-list] img").first).to_be_visible()
    size, longest = seen.evaluate(
        """(async () => {
          const [file] = document.querySelector('#f-photos').files;
          const picture = await createImageBitmap(file);
          return [file.size, Math.max(picture.width, picture.height)];
        })()"""
    )
    assert longest == 1600
    assert size < big.stat().st_size / 2
    seen.set_input_files("#f-photos", [big])
    assert seen.evaluate("document.querySelector('#f-photos').files.length") in {1, 2}
    expect(seen.locator("[data-photo-list] img")).to_have_count(2)
    seen.locator("[data-photo-list] button").first.click()
    assert seen.evaluate("document.querySelector('#f-photos').files.length") == 1


def test_a_map_is_drawn_under_the_policy(seen_with_maps: Page) -> None:
    seen_with_maps.locator("[data-map][data-drawn]").first.wait_for(timeout=20_000)
    assert seen_with_maps.evaluate("document.getElementById('map-data') !== null")


def test_a_place_is_chosen_by_press_by_key_and_by_phone(seen_with_maps: Page) -> None:
    seen_with_maps.locator("[data-pick][data-drawn]").wait_for(timeout=20_000)
    canvas = seen_with_maps.locator("[data-pick] canvas")
    canvas.click(position={"x": 200, "y": 90})
    pressed = seen_with_maps.input_value("[name=lon]")
    assert 112 < float(pressed) < 115
    canvas.focus()
    seen_with_maps.keyboard.press("Enter")
    assert seen_with_maps.input_value("[name=lon]") != pressed
    seen_with_maps.click("[data-locate]")
    expect(seen_with_maps.locator("[name=lon]")).to_have_value("113.500000")


def test_without_webgl_the_list_stays(seen: Page) -> None:
    seen.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    seen.reload(wait_until="load")
    seen.wait_for_selector("[data-map][data-ready]")
    assert seen.locator("[data-map-canvas]:visible").count() == 0
    expect(seen.locator("details[data-map-list]")).to_have_attribute("open", "")


def test_a_sentence_is_said_and_can_be_closed(seen: Page) -> None:
    seen.evaluate(
        "document.dispatchEvent(new CustomEvent('say', "
        "{detail: {sentence: '网络断了', tone: 'red'}}))"
    )
    toast = seen.locator("#toasts .toast")
    expect(toast).to_contain_text("网络断了")
    toast.locator("button").click()
    expect(toast).to_have_count(0)


def test_stars_are_chosen_by_keyboard(seen: Page) -> None:
    assert seen.locator(".stars input:checked").count() == 0
    seen.locator(".stars input").first.focus()
    seen.keyboard.press("ArrowRight")
    assert seen.input_value(".stars input:checked") == "2"


def test_on_paper_the_exact_time_stands(seen: Page) -> None:
    seen.emulate_media(media="print")
    expect(seen.locator(".light .exact").first).to_be_visible()
    expect(seen.locator(".desk-head")).to_be_hidden()
