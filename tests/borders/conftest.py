"""Land and posts that one test changes are not another one's."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.liling import Liling

from wangge.territory.access import forget_roster, forget_territory


@pytest.fixture(autouse=True)
def _fresh_memory(liling: Liling) -> Iterator[None]:
    """No test sees the land and posts another one rolled back."""
    forget_territory()
    forget_roster()
    yield
    forget_territory()
    forget_roster()
