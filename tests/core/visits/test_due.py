"""When a visit is due: by the calendar, as people count."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wangge.core.visits import (
    Rules,
    State,
    Unit,
    VisitRule,
    due_on,
    overdue_days,
    state_of,
)

OLD = date(2020, 1, 1)
WEEKLY = VisitRule("key", 1, Unit.WEEK, OLD)
MONTHLY = VisitRule("difficult", 1, Unit.MONTH, OLD)
QUARTERLY = VisitRule("ordinary", 3, Unit.MONTH, OLD)

days = st.dates(date(2015, 1, 1), date(2035, 12, 31))
units = st.sampled_from(list(Unit))
rules = st.builds(VisitRule, st.sampled_from(["a", "b", "c"]), st.integers(1, 24), units, days)


@pytest.mark.parametrize(
    ("rule", "last", "due"),
    [
        (WEEKLY, date(2026, 11, 16), date(2026, 11, 23)),
        (MONTHLY, date(2026, 1, 31), date(2026, 2, 28)),
        (MONTHLY, date(2028, 1, 31), date(2028, 2, 29)),
        (QUARTERLY, date(2026, 11, 30), date(2027, 2, 28)),
        (VisitRule("x", 1, Unit.DAY, OLD), date(2026, 12, 31), date(2027, 1, 1)),
    ],
)
def test_the_next_visit_is_due_one_span_after_the_last(
    rule: VisitRule, last: date, due: date
) -> None:
    assert due_on(rule, first=OLD, last=last) == due


def test_a_new_household_is_due_one_span_after_its_first_day() -> None:
    assert due_on(WEEKLY, first=date(2026, 11, 20), last=None) == date(2026, 11, 27)


def test_nobody_is_late_by_a_rule_before_one_of_its_spans_has_passed() -> None:
    new = VisitRule("ordinary", 1, Unit.WEEK, date(2026, 11, 23))
    assert due_on(new, first=OLD, last=date(2026, 3, 1)) == date(2026, 11, 30)


def test_without_a_rule_nothing_is_due() -> None:
    assert due_on(None, first=OLD, last=None) is None
    assert state_of(None, date(2026, 11, 23)) is State.NONE
    assert overdue_days(None, date(2026, 11, 23)) == 0


def test_the_day_it_is_due_still_belongs_to_the_rule() -> None:
    due = date(2026, 11, 23)
    assert [state_of(due, due + timedelta(days=n)) for n in (-9, -1, 0, 1)] == [
        State.FINE,
        State.FINE,  # a Monday: the Sunday before belongs to another week
        State.TODAY,
        State.OVERDUE,
    ]
    assert overdue_days(due, due + timedelta(days=3)) == 3


def test_this_week_ends_on_sunday() -> None:
    monday = date(2026, 11, 23)
    assert state_of(monday + timedelta(days=6), monday) is State.WEEK
    assert state_of(monday + timedelta(days=7), monday) is State.FINE


@given(rule=rules, day=days)
def test_a_span_always_leads_forward(rule: VisitRule, day: date) -> None:
    assert rule.after(day) > day


@given(rule=rules, one=days, other=days)
def test_who_was_visited_later_is_due_no_earlier(rule: VisitRule, one: date, other: date) -> None:
    earlier, later = sorted((one, other))
    assert rule.after(earlier) <= rule.after(later)


@given(rule=rules, first=days, last=st.none() | days, today=days)
def test_late_and_state_say_the_same(
    rule: VisitRule, first: date, last: date | None, today: date
) -> None:
    due = due_on(rule, first=first, last=last)
    assert (overdue_days(due, today) > 0) == (state_of(due, today) is State.OVERDUE)


@given(rule=rules, first=days, last=days)
def test_a_visit_never_makes_the_next_one_due_earlier(
    rule: VisitRule, first: date, last: date
) -> None:
    without = due_on(rule, first=first, last=None)
    visited = due_on(rule, first=first, last=last)
    assert without is not None
    assert visited is not None
    assert visited >= without


@pytest.mark.parametrize(
    ("rule", "zh", "en"),
    [
        (WEEKLY, "每周", "every week"),
        (QUARTERLY, "每季度", "every quarter"),
        (VisitRule("x", 10, Unit.DAY, OLD), "每10天", "every 10 days"),
    ],
)
def test_a_rule_says_itself(rule: VisitRule, zh: str, en: str) -> None:
    assert (rule.say("zh-hans"), rule.say("en")) == (zh, en)


KNOWN = Rules([WEEKLY, MONTHLY, QUARTERLY], {"lives_alone": "key", "disabled": "difficult"})


@pytest.mark.parametrize(
    ("own", "categories", "rule"),
    [
        ("ordinary", [], QUARTERLY),
        ("ordinary", ["veteran"], QUARTERLY),
        ("ordinary", ["disabled"], MONTHLY),
        ("ordinary", ["disabled", "lives_alone"], WEEKLY),
        ("key", ["disabled"], WEEKLY),
        ("unknown", [], None),
    ],
)
def test_the_strictest_of_household_and_members_holds(
    own: str, categories: list[str], rule: VisitRule | None
) -> None:
    assert KNOWN.for_household(own, categories) == rule


@given(own=st.sampled_from(["key", "difficult", "ordinary", "?"]), data=st.data())
def test_one_member_more_never_makes_the_rule_laxer(own: str, data: st.DataObject) -> None:
    some = data.draw(st.lists(st.sampled_from(["lives_alone", "disabled", "veteran"])))
    before, after = KNOWN.for_household(own, some[1:]), KNOWN.for_household(own, some)
    assert before is None or (after is not None and after.days <= before.days)
