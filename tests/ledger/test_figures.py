"""What the pages are told: the same as anybody would count who reads the cases one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby, product
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries
from tests.core.case.county import HERE, name
from tests.support.logs import HANDLING, PLACES, a_moment, events_of

from wangge.audit.log import LogEntry
from wangge.core.case.events import Event, Moved
from wangge.core.case.evolve import evolve, replay
from wangge.core.case.facts import Case
from wangge.core.case.flow import Kind
from wangge.core.case.verbs import Verb
from wangge.core.tally import BUCKETS, Measure
from wangge.ledger.actions import count_overdue
from wangge.ledger.queries import (
    CountedWhat,
    Figures,
    cases_behind,
    count_behind,
    figures,
    live,
    ranked,
    trend,
)
from wangge.ledger.queries.compare import AreaFigures
from wangge.ledger.queries.figures import whole_months
from wangge.ledger.queries.live import Live
from wangge.lib.clock import SHANGHAI

pytestmark = pytest.mark.django_db

Counted = Callable[[int, int], Sequence[LogEntry]]
EVER = (date(2026, 1, 1), date(2027, 12, 31))
AREAS = sorted({area for chain in PLACES for area in chain.areas()})
SOLVED = {Verb.VERIFY, Verb.CLOSE, Verb.FORCE_CLOSE, Verb.SELF_HANDLE}


def logs(entries: Sequence[LogEntry]) -> Iterator[tuple[UUID, list[Event]]]:
    """The events of each case."""
    ordered = sorted(entries, key=lambda one: (one.subject, one.seq))
    for subject, of_one in groupby(ordered, key=lambda one: one.subject):
        yield subject, events_of(of_one)


def is_late(log: list[Event]) -> bool:
    """Whether the case was handled after its deadline, last of all."""
    case, late = replay(log[:1]), False
    for event in log[1:]:
        if isinstance(event, Moved):
            if (case.flow, event.origin) in HANDLING:
                due_at = case.due_at
                blamed = event.verb not in (Verb.RETURN, Verb.WITHDRAW)
                late = blamed and due_at is not None and event.at > due_at
            if event.verb is Verb.REOPEN or (case.flow, event.state) in HANDLING:
                late = False
        case = evolve(case, event)
    return late


def count_by_hand(entries: Sequence[LogEntry], area: UUID) -> Counter[str]:
    """What stands in the figures of an area, counted case by case."""
    found: Counter[str] = Counter()
    for _, log in logs(entries):
        case = replay(log)
        if area not in case.chain.areas():
            continue
        found["reported"] += 1
        found["returned"] += case.returns
        found["reworked"] += case.reworks
        found["suspended"] += case.suspensions
        found["extended"] += case.extensions
        found["urged"] += case.urges
        found["supervised"] += len(case.supervisions)
        found["ratings"] += len(case.ratings)
        found["stars"] += sum(stars for _, stars in case.ratings)
        if case.kind is Kind.CLOSED:
            last = next(one for one in reversed(log) if isinstance(one, Moved))
            if last.verb in SOLVED:
                found["closed"] += 1
                found["late" if is_late(log) else "on_time"] += 1
                found["self_handled"] += last.verb is Verb.SELF_HANDLE
            found["rejected"] += last.verb is Verb.REJECT
            found["voided"] += last.verb is Verb.VOID
            found["transferred"] += last.verb is Verb.TRANSFER
    return +found


@pytest.mark.parametrize("seed", range(4))
def test_figures_are_what_one_counts_by_hand(counted: Counted, seed: int) -> None:
    entries = counted(seed, 15)
    for area in AREAS:
        by_hand = count_by_hand(entries, area)
        said = figures(area, *EVER)
        for measure in by_hand:
            assert getattr(said, measure) == by_hand[measure], measure
        for measure in ("closed", "late", "rejected", "returned", "ratings"):
            assert getattr(said, measure) == by_hand.get(measure, 0), measure


def test_lines_add_up_and_items_add_up(counted: Counted) -> None:
    counted(1, 10)
    whole = figures(HERE.county, *EVER)
    by_line = [figures(HERE.county, *EVER, line=line) for line in ("city_management", "other")]
    assert sum(one.reported for one in by_line) == whole.reported
    assert figures(HERE.county, *EVER, item="C01.02") == whole


def test_a_trend_adds_up_to_the_figures_of_its_days(counted: Counted) -> None:
    counted(2, 15)
    until = a_moment(30).date()
    days = trend(HERE.county, 40, until=until)
    assert len(days) == 40
    assert days[-1].day == until
    whole = figures(HERE.county, until - timedelta(days=39), until)
    for measure in ("reported", "closed", "returned", "handling_s"):
        assert sum(getattr(one.figures, measure) for one in days) == getattr(whole, measure)


def test_days_are_those_of_shanghai(counted: Counted) -> None:
    entries = counted(3, 15)
    days = Counter(
        one.at.astimezone(SHANGHAI).date() for one in entries if one.name == "case.reported"
    )
    for day, number in days.items():
        assert figures(HERE.county, day, day).reported == number


def open_by_hand(
    entries: Sequence[LogEntry], area: UUID, now: datetime
) -> dict[str, tuple[int, int, int]]:
    """State → (open, paused, overdue), counted case by case."""
    found: dict[str, list[int]] = {}
    for _, log in logs(entries):
        case = replay(log)
        if case.is_open and area in case.chain.areas():
            gauge = found.setdefault(case.state, [0, 0, 0])
            gauge[0] += 1
            gauge[1] += case.is_paused
            gauge[2] += case.due_at is not None and case.due_at < now
    return {state: (one[0], one[1], one[2]) for state, one in found.items()}


@pytest.mark.parametrize("mark_days", [None, 5, 20, 60])
def test_what_is_open_and_overdue_is_exact_at_any_second(
    counted: Counted, mark_days: float | None
) -> None:
    """Wherever the mark stands, before or after the instant asked about."""
    entries = counted(5, 25)
    if mark_days is not None:
        count_overdue(now=a_moment(mark_days))
    for days in (0, 3.3, 5, 12.7, 20, 70):
        now = a_moment(days)
        for area in AREAS:
            said = {
                one.state: (one.open, one.paused, one.overdue) for one in live(area, now=now).states
            }
            assert said == open_by_hand(entries, area, now)


def test_a_span_of_months_is_the_sum_of_its_days(counted: Counted) -> None:
    """Whole months are read as such; wherever a span begins and ends, nothing counts twice."""
    counted(15, 20)
    first = a_moment(-40).date()
    for start, length in ((0, 0), (0, 29), (5, 60), (12, 75), (20, 100), (3, 31), (9, 61)):
        since = first + timedelta(days=start)
        until = since + timedelta(days=length)
        days = [one.figures for one in trend(HERE.county, length + 1, until=until)]
        whole = figures(HERE.county, since, until)
        by_hand = [sum(day.spread[n] for day in days if day.spread) for n in range(BUCKETS)]
        assert list(whole.spread or [0] * BUCKETS) == by_hand
        for measure in Measure:
            assert getattr(whole, measure) == sum(getattr(day, measure) for day in days), measure


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 800))
def test_whole_months_lie_in_the_span_and_none_is_left_out(since: date, length: int) -> None:
    until = since + timedelta(days=length)
    days = {since + timedelta(days=n) for n in range(length + 1)}
    months = {day.replace(day=1) for day in days}
    whole = sorted(
        month
        for month in months
        if month in days and (month + timedelta(days=31)).replace(day=1) - timedelta(days=1) in days
    )
    assert whole_months(since, until) == ((whole[0], whole[-1]) if whole else None)


def test_one_query_each(
    counted: Counted, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    counted(6, 3)
    for ask in (
        lambda: figures(HERE.county, *EVER),
        lambda: trend(HERE.county, 30, until=EVER[1]),
        lambda: live(HERE.county, now=a_moment()),
    ):
        with django_assert_num_queries(1):
            ask()


def of_case(entries: Sequence[LogEntry]) -> dict[UUID, Case]:
    return {subject: replay(log) for subject, log in logs(entries)}


@pytest.mark.parametrize("measure", [Measure.REPORTED, Measure.CLOSED, Measure.ON_TIME])
@pytest.mark.parametrize("area", AREAS[:3])
def test_every_number_lists_just_its_cases(counted: Counted, measure: Measure, area: UUID) -> None:
    counted(7, 20)
    for days in (1, 7, 400):
        since = a_moment(days / 2).date()
        until = since + timedelta(days=days)
        what = CountedWhat(subject=area, measure=measure, since=since, until=until)
        said = getattr(figures(area, since, until), measure)
        assert len(cases_behind(what, now=a_moment())) == said


@pytest.mark.parametrize(
    "measure",
    [Measure.FILED, Measure.HANDLED, Measure.LATE, Measure.REJECTED, Measure.TRANSFERRED],
)
def test_more_numbers_list_just_their_cases(counted: Counted, measure: Measure) -> None:
    counted(8, 25)
    what = CountedWhat(subject=HERE.county, measure=measure, since=EVER[0], until=EVER[1])
    found = cases_behind(what, now=a_moment())
    assert len(found) == getattr(figures(HERE.county, *EVER), measure)


ONCE_A_CASE = [
    *("reported", "filed", "handled", "handled_late", "closed", "on_time", "late", "due"),
    *("undone", "due_late", "unclosed", "handled_again", "public_reported", "reached"),
    *("voided", "merged", "self_handled"),
]


def test_whatever_is_counted_once_a_case_lists_as_many(counted: Counted) -> None:
    counted(12, 25)
    for area in AREAS[:3]:
        whole = figures(area, *EVER)
        for measure in ONCE_A_CASE:
            what = CountedWhat(subject=area, measure=Measure(measure), since=EVER[0], until=EVER[1])
            listed = cases_behind(what, now=a_moment())
            assert len(listed) == getattr(whole, measure), measure
            assert count_behind(what, now=a_moment()) == len(listed)


def test_a_difference_lists_just_its_cases(counted: Counted) -> None:
    counted(13, 25)
    said = figures(HERE.county, *EVER)
    what = CountedWhat(
        subject=HERE.county,
        measure=Measure.DUE,
        without=(Measure.UNDONE, Measure.DUE_LATE),
        since=EVER[0],
        until=EVER[1],
    )
    assert len(cases_behind(what, now=a_moment())) == said.due - said.undone - said.due_late
    both = CountedWhat(
        subject=HERE.county,
        measure=Measure.ON_TIME,
        also=(Measure.LATE,),
        since=EVER[0],
        until=EVER[1],
    )
    assert len(cases_behind(both, now=a_moment())) == said.closed > 0


def test_what_is_put_down_to_a_post_lists_its_cases(counted: Counted) -> None:
    """Each time counted is an entry of a case; the list has each case once."""
    entries = counted(14, 25)
    posts = {one.post for one in entries if one.post}
    measures = (Measure.DISPATCHED, Measure.VERIFIED, Measure.RETURNED, Measure.SENT_BACK)
    for post, measure in product(posts, measures):
        said = figures(post, *EVER)
        what = CountedWhat(
            subject=HERE.county,
            posts=(post,),
            measure=measure,
            since=EVER[0],
            until=EVER[1],
        )
        listed = cases_behind(what, now=a_moment())
        times = getattr(said, measure)
        assert len(listed) == count_behind(what, now=a_moment()) <= times
        assert bool(listed) == bool(times)


def test_what_was_returned_is_listed_once_a_case(counted: Counted) -> None:
    entries = counted(9, 25)
    what = CountedWhat(subject=HERE.county, measure=Measure.RETURNED, since=EVER[0], until=EVER[1])
    returned = sorted(pk for pk, case in of_case(entries).items() if case.returns)
    assert sorted(cases_behind(what, now=a_moment())) == returned


def test_what_is_open_lists_its_cases_newest_first(counted: Counted) -> None:
    entries = counted(10, 25)
    still_open = sorted(pk for pk, case in of_case(entries).items() if case.is_open)
    what = CountedWhat(subject=HERE.county)
    assert cases_behind(what, now=a_moment()) == still_open[::-1]
    assert cases_behind(what, now=a_moment(), limit=3) == still_open[:-4:-1]


def test_what_is_overdue_lists_the_longest_overdue_first(counted: Counted) -> None:
    cases = of_case(counted(10, 25))
    now = a_moment(90)
    found = cases_behind(CountedWhat(subject=HERE.county, overdue=True), now=now)
    assert len(found) == live(HERE.county, now=now).overdue
    due = [cases[pk].due_at for pk in found]
    assert due == sorted(due, key=str)


def test_a_post_answers_for_what_it_handled(counted: Counted) -> None:
    entries = counted(11, 25)
    handled_by = figures(name("路政"), *EVER)
    by_hand = 0
    for _, log in logs(entries):
        last = next((one for one in reversed(log) if isinstance(one, Moved)), None)
        handler = next((one for one in reversed(log) if one.verb is Verb.HANDLE), None)
        if last and handler and last.verb in (Verb.VERIFY, Verb.CLOSE):
            by_hand += handler.by.post == name("路政")
    assert handled_by.closed >= by_hand
    assert handled_by.handled <= figures(HERE.county, *EVER).handled


def area_figures(code: str, closed: int, on_time: int) -> AreaFigures:
    return AreaFigures(
        area_id=name(code),
        code=code,
        name=code,
        level="town",
        figures=Figures(closed=closed, on_time=on_time, late=closed - on_time),
        live=Live(),
    )


def test_who_closed_but_a_few_is_not_ranked() -> None:
    """One case solved in four minutes makes nobody the best of the county."""
    lucky = area_figures("1", closed=1, on_time=1)
    good = area_figures("2", closed=100, on_time=95)
    better = area_figures("3", closed=50, on_time=49)
    none = area_figures("4", closed=0, on_time=0)
    order, unranked = ranked([lucky, good, better, none])
    assert [one.code for one in order] == ["3", "2"]
    assert [one.code for one in unranked] == ["1", "4"]


def test_rates_of_nothing_are_not_zero() -> None:
    empty = Figures()
    assert empty.on_time_rate is None
    assert empty.stars_mean is None
    assert empty.handling_median_s is None
