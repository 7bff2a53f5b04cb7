"""A log under anchors in the test's own transaction, and a clean key folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings
from tests.support.logs import EVERYTHING

from wangge.audit import actions


@pytest.fixture(autouse=True)
def _own_keys(settings: Settings, tmp_path: Path) -> None:
    settings.KEYS = tmp_path / "keys"


@pytest.fixture
def _seals_own_entries(monkeypatch: pytest.MonkeyPatch) -> None:
    """Anchors see the test's own transaction, too."""
    monkeypatch.setattr(actions, "SAFE_XID", EVERYTHING)
