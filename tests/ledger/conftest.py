"""The flows without a county around them: all the ledger asks of the catalogue."""

from __future__ import annotations

import pytest
from tests.core.case.county import FLOWS

from wangge.core.catalogue import Catalogue
from wangge.ledger import followers


@pytest.fixture
def flows(monkeypatch: pytest.MonkeyPatch) -> None:
    """The catalogue knows the packs' flows and nothing else."""
    known = Catalogue.of("tests", (), FLOWS.values(), {})
    monkeypatch.setattr(followers, "catalogue", lambda: known)
