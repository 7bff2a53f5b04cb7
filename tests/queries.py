"""Counting what a page asks the database, the same on a fast machine and on a slow one.

Each process looks up at most once a second whether roster, land or catalogue have changed, and
every half minute what the forms say of their purpose. Whether that time is just over is not the
page's doing, so these look-ups are not counted against it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

_STAMPS = (
    "territory_rosterversion",
    "territory_territoryversion",
    "catalogue_catalogueversion",
    "privacy_purpose",
    "privacy_retention",
)

AtMost = Callable[[int], AbstractContextManager[CaptureQueriesContext]]


def own_queries(asked: CaptureQueriesContext) -> list[str]:
    """The statements of the page itself."""
    return [
        one["sql"]
        for one in asked.captured_queries
        if not (
            one["sql"].startswith("SELECT") and any(f'FROM "{s}"' in one["sql"] for s in _STAMPS)
        )
    ]


@contextmanager
def _at_most(budget: int) -> Iterator[CaptureQueriesContext]:
    with CaptureQueriesContext(connection) as asked:
        yield asked
    found = own_queries(asked)
    listed = "\n".join(sql[:160] for sql in found)
    assert len(found) <= budget, f"{len(found)} queries, at most {budget} expected:\n{listed}"


@pytest.fixture
def django_assert_max_num_queries() -> AtMost:
    """Takes the place of pytest-django's, which counts the look-ups too."""
    return _at_most
