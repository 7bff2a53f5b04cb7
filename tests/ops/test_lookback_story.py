"""The story of the look-back, told small: who mended never clears, and nothing is left."""

from __future__ import annotations

import pytest
from tests.liling import Liling

from wangge.lib.clock import utc_now
from wangge.ops.simulate import lookback
from wangge.ops.simulate.photos import Pair
from wangge.packs.lookback.queries import problems_of
from wangge.visits.models import Round
from wangge.visits.queries.standing import EVERYWHERE


@pytest.fixture(autouse=True)
def _no_photos_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = {"all": Pair(("a" * 64,), ("b" * 64,))}
    monkeypatch.setattr(lookback, "demo_photos", lambda seed, now: drawn)
    for module in ("cases.actions.act", "cases.actions.report", "visits.actions.record"):
        monkeypatch.setattr(f"wangge.{module}.check_photos", tuple)


def test_every_household_is_visited_and_every_problem_cleared(liling: Liling) -> None:
    told = lookback.tell_lookback(now=utc_now, households=30, found=7)
    assert told is not None
    one = told.counted
    assert (one.targets, one.visited, one.found, one.mended, one.cleared) == (30, 30, 7, 7, 7)
    for row in problems_of(Round.objects.get(), EVERYWHERE):
        case = row.as_fact()
        assert case.last is not None
        assert case.last.by.person not in {done.person for done in case.handlers}


def test_it_is_told_once(liling: Liling) -> None:
    lookback.tell_lookback(now=utc_now, households=3, found=1)
    assert lookback.tell_lookback(now=utc_now, households=3, found=1) is None
