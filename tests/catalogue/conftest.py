"""An empty catalogue for each test, whatever the run installed before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from wangge.catalogue import models
from wangge.catalogue.access import forget
from wangge.core.duty import Actor

#: Ten in the morning of a Monday, in Shanghai.
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.fixture
def empty(db: None) -> Iterator[None]:
    """No pack, no calendar; and nothing remembered from other tests."""
    for kind in (
        models.CatalogueVersion,
        models.PackVersion,
        models.Line,
        models.Item,
        models.Condition,
        models.DutyEntry,
        models.CategoryAlias,
        models.WorkDay,
        models.Calendar,
    ):
        kind.objects.all().delete()
    forget()
    yield
    forget()


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def administrator() -> Actor:
    """Somebody who may change everything."""
    return Actor(system=True)


@pytest.fixture
def tiny() -> Path:
    """The smallest pack there is."""
    return Path(__file__).parents[1] / "packs" / "tiny"
