"""The flows without a county around them: all the ledger asks of the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from tests.core.case.county import FLOWS
from tests.support.logs import a_moment, random_log

from wangge.audit.log import LogEntry
from wangge.core.catalogue import Catalogue
from wangge.ledger import followers
from wangge.ledger.followers import follow


@pytest.fixture
def flows(monkeypatch: pytest.MonkeyPatch) -> None:
    """The catalogue knows the packs' flows and nothing else."""
    known = Catalogue.of("tests", (), FLOWS.values(), {})
    monkeypatch.setattr(followers, "catalogue", lambda: known)


@pytest.fixture
def counted(flows: None) -> Callable[[int, int], Sequence[LogEntry]]:
    """A random log (seed, cases), written and counted."""

    def make(seed: int, cases: int) -> Sequence[LogEntry]:
        entries = random_log(seed, cases=cases)
        follow(entries, a_moment())
        return entries

    return make
