"""A server of the looks, which needs no rows; Chromium is that of `tests.site`."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.test import override_settings
from playwright.sync_api import Browser, Page


class _Silent(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing on standard error."""


@pytest.fixture(scope="module")  # its settings must not outlive these pages
def site() -> Iterator[str]:
    """The address of a server of `tests.ui.urls`."""
    with override_settings(
        ROOT_URLCONF="tests.ui.urls",
        WANGGE_DEMO=True,
        SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
    ):
        assert settings.WANGGE_DEMO
        server = make_server(
            "127.0.0.1", 0, StaticFilesHandler(WSGIHandler()), handler_class=_Silent
        )
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def seen(chromium: Browser, site: str) -> Iterator[Page]:
    """The page of components on a desk, in Chinese; anything the console complains of fails.

    The maps stay lists, which is quicker.
    """
    yield from _page(chromium, site, maps=False)


@pytest.fixture
def seen_with_maps(chromium: Browser, site: str) -> Iterator[Page]:
    """The same with its maps drawn."""
    yield from _page(chromium, site, maps=True)


def _page(chromium: Browser, site: str, *, maps: bool) -> Iterator[Page]:
    context = chromium.new_context(
        base_url=site,
        locale="zh-CN",
        viewport={"width": 1366, "height": 768},
        geolocation={"longitude": 113.5, "latitude": 27.65},
        permissions=["geolocation"],
    )
    page = context.new_page()
    if not maps:
        page.route(
            "**/maplibre-gl.mjs", lambda route: route.fulfill(content_type="text/javascript")
        )
    complaints: list[str] = []
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto("/ui/", wait_until="load")
    page.wait_for_selector("html.js")
    yield page
    context.close()
    assert complaints == []
