"""How many cases stood in which state as a past day ended: what the logs of the cases say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries
from tests.core.case.county import HERE
from tests.ledger.test_figures import AREAS, logs
from tests.support.logs import a_moment

from wangge.audit.log import LogEntry
from wangge.core.case.evolve import replay
from wangge.ledger.queries import cases_stood, live, standing, standing_days
from wangge.lib.clock import midnight

pytestmark = pytest.mark.django_db

Counted = Callable[[int, int], Sequence[LogEntry]]


def stood_by_hand(
    entries: Sequence[LogEntry], day: date, **wanted: object
) -> Counter[tuple[str, str]]:
    """(line, state) → open cases as the day ended, from what their logs said by then."""
    end = midnight(day + timedelta(days=1))
    found: Counter[tuple[str, str]] = Counter()
    for _, log in logs(entries):
        until_then = [event for event in log if event.at < end]
        if until_then:
            then, last = replay(until_then), replay(log)
            if then.is_open and all(getattr(last, name) == one for name, one in wanted.items()):
                found[then.line, then.state] += 1
    return found


@pytest.mark.parametrize("seed", range(2))
def test_every_past_day_is_what_the_logs_said_then(counted: Counted, seed: int) -> None:
    entries = counted(seed + 30, 15)
    first, last = a_moment(-1).date(), a_moment(45).date()
    days = standing_days(HERE.county, first, last)
    assert len(days) == 47
    for one in days:
        assert dict(one.states) == stood_by_hand(entries, one.day)


def test_of_one_class_and_one_line(counted: Counted) -> None:
    entries = counted(34, 20)
    day = a_moment(10).date()
    of_class = standing(HERE.county, day, item="C01.02")
    assert dict(of_class.states) == stood_by_hand(entries, day, item="C01.02")
    of_line = standing(HERE.county, day, line="city_management")
    assert dict(of_line.states) == stood_by_hand(entries, day, line="city_management")


def test_the_last_day_is_what_is_open_now(counted: Counted) -> None:
    counted(35, 20)
    now = a_moment(400)
    for area in AREAS:
        states = {(one.line, one.state): one.open for one in live(area, now=now).states}
        assert dict(standing(area, now.date()).states) == states


def test_one_query_for_a_span(
    counted: Counted, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    counted(36, 3)
    with django_assert_num_queries(1):
        standing_days(HERE.county, a_moment().date(), a_moment(60).date())


def test_what_stood_lists_just_its_cases(counted: Counted) -> None:
    entries = counted(37, 25)
    for days in (2, 14):
        day = a_moment(days).date()
        end = midnight(day + timedelta(days=1))
        for area in AREAS:
            ids, every = cases_stood(area, day)
            right = set()
            for pk, log in logs(entries):
                then = [event for event in log if event.at < end]
                if then and replay(then).is_open and area in replay(log).chain.areas():
                    right.add(pk)
            assert set(ids) == right
            assert every == len(right)


def test_what_stood_in_one_state_of_one_class(counted: Counted) -> None:
    counted(38, 25)
    day = a_moment(9).date()
    stood = standing(HERE.county, day)
    for (line, state), count in stood.states.items():
        ids, every = cases_stood(HERE.county, day, line=line, state=state)
        assert len(ids) == every == count
