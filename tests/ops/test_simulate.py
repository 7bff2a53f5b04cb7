"""An invented past is judged as any other: every promise holds on it, and chance is repeatable."""

from __future__ import annotations

from collections import Counter

import pytest
from tests.liling import Liling

from wangge.audit.proof import log_faults
from wangge.cases.actions.record import AlreadyReported
from wangge.cases.models import Case, Evidence, Reporter
from wangge.cases.proof import problem_faults
from wangge.ops.simulate.run import Simulated, simulate

DAYS, CASES = 8, 300


@pytest.fixture
def past(liling: Liling, settings: pytest.FixtureRequest, tmp_path: object) -> Simulated:
    settings.EVIDENCE_ROOT = tmp_path  # type: ignore[attr-defined]
    return simulate(now=liling.now, days=DAYS, cases=CASES, seed=7, processes=1)


def test_every_promise_holds_on_it(liling: Liling, past: Simulated) -> None:
    open_cases, faults = problem_faults(at=liling.now, now=liling.now)

    assert faults == []
    assert open_cases == past.open_now > 0
    assert log_faults() == []


def test_it_is_as_large_as_wanted_and_holds_every_turn(past: Simulated) -> None:
    states = Counter(Case.objects.values_list("state", flat=True))

    assert CASES * 0.9 < past.cases < CASES * 1.15
    assert past.entries > past.cases * 4
    assert {"closed", "self_handled", "handling", "merged"} <= set(states)
    assert past.refused.total() < past.cases / 10


def test_nothing_happens_after_now_and_no_number_is_given_twice(
    liling: Liling, past: Simulated
) -> None:
    assert not Case.objects.filter(entered_at__gt=liling.now).exists()
    numbers = Case.objects.values_list("no", flat=True)
    assert len(set(numbers)) == past.cases
    assert Reporter.objects.count() == past.cases


def test_wang_fang_finds_something_of_everything_to_do(liling: Liling, past: Simulated) -> None:
    grid = liling.post("wangfang").area_id
    hers = Case.objects.filter(grid_id=grid, kind="open")

    assert hers.filter(state="verifying").exists()
    assert hers.filter(supervised=True).exists()
    assert hers.filter(paused=True).exists()
    assert hers.filter(due_at__lt=liling.now).exists()
    assert hers.filter(item="E06.96", state="reported").count() == 2
    shown = hers.filter(state="verifying").first()
    assert shown is not None
    fact = shown.as_fact()
    assert Evidence.objects.filter(pk__in=(*fact.photos, *fact.after)).count() == 2


def test_the_same_seed_on_the_same_day_is_the_same_past(liling: Liling, past: Simulated) -> None:
    with pytest.raises(AlreadyReported):
        simulate(now=liling.now, days=DAYS, cases=CASES, seed=7, processes=1)
