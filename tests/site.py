"""A whole running county for tests in a real browser: `site`, `page_as`, and rows for both.

The site is the product itself: its own database in the run's PostgreSQL, prepared and served by
`wangge`, with real commits and hashed static files. It is made once a run, when the first browser
test asks, so other tests neither wait for it nor see its rows.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connection
from django.test import override_settings
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django.plugin import DjangoDbBlocker
from tests.liling import Liling
from tests.rows import work_on

from wangge.audit.followers import catch_up
from wangge.lib.clock import utc_now
from wangge.ops import database
from wangge.ops.postgres import Cluster
from wangge.privacy.sealing import forget_ring

PASSWORD = "wangge-demo"
_DATABASE = "test_site"
#: Of the demo's history. The full one differs in nothing but its 13,000 and takes a minute.
_CASES = 2_000
#: What the test run itself set is not the county's.
_OF_TESTS = {"DATA", "DJANGO_SETTINGS_MODULE", "WANGGE_SECRET_KEY", "WANGGE_DATABASE_URL"}
_CHROMIUM = "/usr/bin/chromium"
_CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
]


@dataclass(frozen=True)
class Site:
    """A county that answers at `url`; `str(site)` is that address too."""

    url: str
    data: Path
    _blocker: DjangoDbBlocker

    def __str__(self) -> str:
        return self.url

    @contextmanager
    def county(self) -> Iterator[Liling]:
        """Inside, rows read and written here are the site's, really committed.

        At the end its followers have read on: boxes and search know what was done.
        """
        assert not connection.in_atomic_block, "leave out the fixture `db` in tests of a site"
        its_own = {"EVIDENCE_ROOT": self.data / "evidence", "KEYS": self.data / "keys"}
        with self._blocker.unblock(), override_settings(**its_own):
            before = work_on(_DATABASE)
            try:
                yield Liling(now=utc_now())
                catch_up(now=utc_now())
            finally:
                work_on(before)
        forget_ring()


@pytest.fixture(scope="session")
def _served(
    test_cluster: Cluster,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Site]:
    database.make_database(test_cluster.server, _DATABASE)
    data = tmp_path_factory.mktemp("site")
    environment = {name: value for name, value in os.environ.items() if name not in _OF_TESTS}
    server = " ".join(f"{name}={value}" for name, value in test_cluster.server.items())
    environment |= {
        "DATA": str(data),
        "WANGGE_DATABASE_URL": f"{server} dbname={_DATABASE}",
        "WANGGE_STATIC": "collected",
    }
    wangge = [sys.executable, "-m", "wangge"]
    prepare = [*wangge, "prepare", "--demo", f"--cases={_CASES}"]
    subprocess.run(prepare, env=environment, check=True, capture_output=True)
    port = _free_port()
    with (data / "serve.log").open("w") as log:
        process = subprocess.Popen(
            [*wangge, "serve", f"--port={port}", "--workers=1"],
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    url = f"http://127.0.0.1:{port}"
    try:
        _await(url, data / "serve.log")
        yield Site(url, data, django_db_blocker)
    finally:
        process.terminate()
        process.wait(timeout=15)


@pytest.fixture(scope="session")
def site(_served: Site) -> Site:
    """The demo county, served. One for the whole run: tests tell their own cases apart."""
    return _served


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await(url: str, log: Path) -> None:
    until = time.monotonic() + 30
    while True:
        try:
            urllib.request.urlopen(f"{url}/healthz", timeout=2).close()
        except urllib.error.HTTPError as answer:
            answer.close()
            return  # it answers; how healthy it is, others test
        except OSError:
            assert time.monotonic() < until, log.read_text()
            time.sleep(0.1)
        else:
            return


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright keeps a loop running in this thread; rows are still read one after another.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=_CHROMIUM_ARGS)
        yield browser
        browser.close()


OpenAs = Callable[..., Page]


@pytest.fixture
def page_as(site: Site, chromium: Browser) -> Iterator[OpenAs]:
    """`page_as("liqiang")` is a page of somebody signed in, `page_as(None)` of a stranger.

    Every page is a browser of its own. Keywords go to Playwright's `new_context`: viewport,
    locale, java_script_enabled … A script error on any page fails the test.
    """
    opened: list[BrowserContext] = []
    faults: list[str] = []

    def open_as(username: str | None, **wanted: object) -> Page:
        given = {
            "base_url": site.url,
            "locale": "zh-CN",
            "viewport": {"width": 1366, "height": 768},
        }
        context = chromium.new_context(**(given | wanted))  # type: ignore[arg-type]
        opened.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: faults.append(str(error)))
        if username is not None:
            _sign_in(context, username)
        return page

    yield open_as
    for context in opened:
        context.close()
    assert not faults, faults


def _sign_in(browser: BrowserContext, username: str) -> None:
    """As the form does, but no page is drawn; `test_sign_in_browser.py` types into the form."""
    form = browser.request.get("/sign-in/").text()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
    assert token is not None, form
    given = {
        "username": username,
        "password": PASSWORD,
        "csrfmiddlewaretoken": token[1],
    }
    answer = browser.request.post("/sign-in/", form=given, max_redirects=0)
    assert answer.status == 302, answer.text()


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    """`axe(page)` names the serious and critical faults of accessibility on the page."""
    source = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()

    def faults_of(page: Page) -> list[str]:
        page.evaluate(source)  # unlike a script tag, allowed by the content security policy
        found = page.evaluate("async () => (await axe.run()).violations")
        return [
            f"{one['id']}: {one['help']} {[node['html'][:120] for node in one['nodes'][:3]]}"
            for one in found
            if one["impact"] in ("serious", "critical")
        ]

    return faults_of
