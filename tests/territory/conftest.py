"""The county's land for the tests of the territory."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from wangge.territory.access import forget_territory
from wangge.territory.actions import install_liling
from wangge.territory.models import TerritoryVersion

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _fresh_memory() -> Iterator[None]:
    """No test sees the land another one rolled back."""
    forget_territory()
    yield
    forget_territory()


@pytest.fixture
def liling(db: None) -> TerritoryVersion:
    return install_liling(now=NOW)
