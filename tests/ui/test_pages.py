"""The switches, the page of components, and the pages that say what went wrong."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils.translation import override
from pytest_django.fixtures import Settings
from tests.ui.reading import read, render

from wangge.ui.said import say

pytestmark = pytest.mark.urls("tests.ui.urls")

CODES = ["400", "403", "403_csrf", "404", "409", "413", "422", "429", "500", "503"]


@pytest.fixture
def browser(settings: Settings) -> Client:
    settings.WANGGE_DEMO = True
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    return Client(headers={"accept-language": "zh-CN"})


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_page_of_components_keeps_the_policy(browser: Client, language: str) -> None:
    answer = browser.get("/ui/", headers={"accept-language": language})
    page = read(answer.content.decode())
    assert answer.status_code == 200
    assert page.forbidden() == []
    assert page.twice() == []
    assert page.one("html")["lang"] == ("en" if language == "en" else "zh-Hans")


def test_every_component_stands_on_the_page_of_components() -> None:
    from wangge.ui.templatetags.ui import register  # why: the library is whole only after set-up

    shown = "".join(
        path.read_text(encoding="utf-8")
        for path in _templates()
        if "styleguide" in path.as_posix() or path.name.startswith("base")
    )
    quiet = {"clock", "required_mark"}  # parts of the deadline and of every field
    missing = {
        name for name in register.tags if not re.search(r"{%-? " + name + r"\b", shown)
    } - quiet
    assert missing == set()


def test_strangers_do_not_find_the_page_of_components(browser: Client, settings: Settings) -> None:
    settings.WANGGE_DEMO = False
    assert browser.get("/ui/").status_code == 404


def test_a_demo_county_says_so_on_every_page(browser: Client, settings: Settings) -> None:
    assert "演示数据 · 人物均为虚构" in browser.get("/ui/").content.decode()
    settings.WANGGE_DEMO = False
    assert read(render("{% demo_ribbon %}")).text.strip() == ""


def test_large_type_is_remembered(browser: Client) -> None:
    answer = browser.post("/ui/look/", {"view": "elder", "next": "/ui/"})
    assert answer.headers["Location"] == "/ui/"
    page = read(browser.get("/ui/").content.decode())
    assert page.one("html")["data-view"] == "elder"
    assert page.one("html")["data-theme"] == "light"


def test_dark_is_remembered(browser: Client) -> None:
    browser.post("/ui/look/", {"theme": "dark", "next": "/ui/"})
    assert read(browser.get("/ui/").content.decode()).one("html")["data-theme"] == "dark"


def test_an_unknown_look_is_not_remembered(browser: Client) -> None:
    answer = browser.post("/ui/look/", {"view": "<b>", "next": "/ui/"})
    assert not answer.cookies


@pytest.mark.parametrize("there", ["https://elsewhere.example/", "//elsewhere.example", "evil:x"])
def test_the_switch_leads_nowhere_else(browser: Client, there: str) -> None:
    answer = browser.post("/ui/look/", {"view": "elder", "next": there})
    assert answer.headers["Location"] == "/"


def test_a_forged_cookie_shows_the_plain_view(browser: Client) -> None:
    browser.cookies["wangge_view"] = '"><script>'
    assert read(browser.get("/ui/").content.decode()).one("html")["data-view"] == "plain"


def test_the_language_switches_by_a_form(browser: Client) -> None:
    browser.post("/ui/language/", {"language": "en", "next": "/ui/"})
    assert read(browser.get("/ui/").content.decode()).one("html")["lang"] == "en"


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_an_error_is_a_plain_sentence_even_without_a_request(code: str, language: str) -> None:
    with override(language):
        markup = render_to_string(f"{code}.html")
    page = read(markup)
    assert page.forbidden() == []
    assert code[:3] in page.text
    assert len(page.all("h1")) == 1
    assert "Traceback" not in page.text


def test_an_error_says_a_refusal_in_its_own_words() -> None:
    markup = render_to_string("409.html", {"sentence": "李强已经派遣了这件案件。"})
    assert "李强已经派遣了这件案件。" in markup


def test_a_sentence_survives_a_redirect_once() -> None:
    request = RequestFactory().get("/")
    request.session = SessionStore()
    say(request, "已派遣给公路局。")
    assert "已派遣给公路局。" in render("{% said %}", request=request)
    assert render("{% said %}", request=request).strip() == ""


def test_the_frame_of_a_stranger_offers_the_looks_only() -> None:
    request = RequestFactory().get("/desk/")
    page = read(render("{% post_menu %}", request=request, csrf_token="t"))
    assert not page.all("details")
    assert {button.get("name") for button in page.all("button")} == {"view", "language"}


def _templates() -> list[Path]:
    return sorted(Path(str(files("wangge.ui"))).rglob("templates/**/*.html"))
