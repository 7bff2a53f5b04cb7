"""Which tests are run, in what order and where; what they stand on is in `tests.rows`.

`pytest` runs them in one process. `pytest -n 2`, as `make test` has it, runs them in two, each
with a PostgreSQL of its own. Then the tests of one file stay together, and all files named
…browser.py do, for they share the site, which is dear to make.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

pytest_plugins = ["tests.rows", "tests.liling", "tests.homes", "tests.queries", "tests.site"]

# How long an example takes says something of the machine, not of what is tested.
settings.register_profile("usual", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("deep", settings.get_profile("usual"), max_examples=2000)
settings.load_profile("usual")

_BROWSER = "browser.py"
_PAGES = Path(__file__).parent / "web"
_WALK = "test_everybody_passes_the_own_doors_and_no_other"
#: What takes longest begins first, lest one process wait for the other at the end.
_LONG = ("test_crash.py", "test_special_domain.py", "test_lives.py", "test_command_line.py")


class _ByFile(LoadFileScheduling):
    """Hands out whole files, in the order they were collected; those of browsers as one."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return _BROWSER if file.endswith(_BROWSER) else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> _ByFile:
    config.option.loadscopereorder = False
    return _ByFile(config, log)


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> Iterator[None]:
    """Tests of one database follow each other, for changing it forgets much."""
    for item in items:
        if _needs(item, "_served") and not item.path.name.endswith(_BROWSER):
            raise pytest.UsageError(f"{item.path} uses the site: name it test_…_{_BROWSER}")
    if "WANGGE_TEST_PG" in os.environ:
        again = [item for item in items if _asks_for_rows(item)]
        config.hook.pytest_deselected(items=[item for item in items if item not in again])
        items[:] = again
    yield
    order = _shared_out if hasattr(config, "workerinput") else _alone
    items.sort(key=order)


def _alone(item: pytest.Item) -> bool:
    return _needs(item, "_installed")


def _shared_out(item: pytest.Item) -> tuple[bool, bool]:
    return not item.path.name.endswith(_BROWSER), item.path.name not in _LONG


def _asks_for_rows(item: pytest.Item) -> bool:
    """Whether a test is run again on a second PostgreSQL: where SQL of ours meets the server.

    Left out are browsers, and the pages' own tests: pages hold no SQL (tests/house sees to it),
    what they ask and write stands in the queries and actions of the apps, which are tested again.
    So that no page's way of asking goes unseen, everybody walks through every door once.
    """
    if _needs(item, "chromium") or _needs(item, "site") or item.path.name == "test_fuzz.py":
        return False
    if item.path.is_relative_to(_PAGES):
        return item.function.__name__ == _WALK  # type: ignore[attr-defined]
    return item.get_closest_marker("django_db") is not None or _needs(item, "db")


def _needs(item: pytest.Item, fixture: str) -> bool:
    return fixture in getattr(item, "fixturenames", ())
