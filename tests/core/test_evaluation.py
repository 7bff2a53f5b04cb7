"""Formulas, periods and points of the evaluation, whatever the numbers."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import wangge
from wangge.core.evaluation import (
    KINDS,
    Better,
    Indicator,
    Rules,
    Subject,
    evaluate,
    parse,
    period_of,
    read_period,
    read_rules,
)
from wangge.core.evaluation.refusals import BadFormula, BadPeriod, BadRules
from wangge.core.evaluation.score import worth
from wangge.core.tally import MEASURES, Measure
from wangge.core.tally.words import WORDS

SHIPPED = Path(wangge.__file__).parent / "ledger" / "data" / "evaluation.yaml"

names = st.sampled_from([measure.value for measure in MEASURES])
numbers = st.dictionaries(names, st.integers(0, 10**6))
sums = st.recursive(
    names,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-"), inner).map(lambda one: f"({' '.join(one)})"),
        st.tuples(st.integers(1, 99), inner).map(lambda one: f"{one[0]} * {one[1]}"),
    ),
    max_leaves=6,
)


@given(sums, numbers)
def test_a_formula_is_what_arithmetic_says(text: str, counted: dict[str, int]) -> None:
    known = {measure.value: counted.get(measure.value, 0) for measure in MEASURES}
    right = eval(text, {"__builtins__": {}}, known)
    try:
        assert parse(text).of(counted) == right
    except BadFormula:  # what takes itself away counts nothing
        assert right == 0


@given(st.text(max_size=40))
def test_any_other_text_is_refused_in_a_sentence(text: str) -> None:
    refused, found = None, None
    try:
        found = parse(text)
    except BadFormula as refusal:
        refused = refusal
    assert found is None or found.terms
    assert refused is None or "公式" in refused.say("zh")


@pytest.mark.parametrize(
    "text",
    ["", "closed +", "closed closed", "closd", "closed * handled", "3", "closed - closed",
     "1 + due", "closed / due", "__import__('os')", "(" * 200 + "due", "due;", "-due", "due)"],
)  # fmt: skip
def test_what_is_no_sum_of_measures_is_refused(text: str) -> None:
    with pytest.raises(BadFormula):
        parse(text)


def test_a_formula_is_said_in_words() -> None:
    found = parse("due - (undone + due_late)")
    assert found.say() == "应处置 \u2212 到期未处置 \u2212 到期超期处置"
    assert found.say(zh=False).startswith("due to be handled")
    assert found.plus() == (Measure.DUE,)
    assert set(found.minus()) == {Measure.UNDONE, Measure.DUE_LATE}
    assert parse("2 * closed").say() == "2 × 结案"


def test_every_measure_has_its_word() -> None:
    assert set(WORDS) == set(MEASURES)


days = st.dates(date(2001, 1, 1), date(2098, 12, 31))


@given(days, st.sampled_from(list(KINDS)))
def test_periods_follow_each_other_without_a_gap(day: date, kind: str) -> None:
    period = period_of(day, kind)
    assert period.since <= day <= period.until
    assert period.moved(1).since == period.until + timedelta(days=1)
    assert period.moved(1).moved(-1) == period
    assert read_period(period.written()) == period


@pytest.mark.parametrize("text", ["", "2026-13", "2026-Q5", "26-01", "2026-1", "1999", "2026-11-1"])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(BadPeriod):
        read_period(text)


@pytest.fixture(scope="module")
def rules() -> Rules:
    return read_rules(yaml.safe_load(SHIPPED.read_text(encoding="utf-8")))


def test_what_is_shipped_can_be_read_and_claims_nothing(rules: Rules) -> None:
    """Weights and formulas are proposals: none is said to be verified."""
    assert {one.subject for one in rules.schemes} == set(Subject)
    for scheme in rules.schemes:
        assert sum(one.weight for one in scheme.indicators) == 100
        assert not any(one.verified for one in scheme.indicators)


def test_no_rate_of_what_is_shipped_is_beyond_its_whole(rules: Rules) -> None:
    """The numerator is part of the denominator: of so many due, so many were handled."""
    counted = {"due": 10, "undone": 2, "due_late": 3, "handled": 8, "closed": 7}
    area = rules.scheme(Subject.DEPARTMENT)
    assert area is not None
    values = {one.indicator.code: one for one in evaluate(rules, area, counted).readings}
    assert values["handled_in_time"].numerator == 5
    assert values["handled_in_time"].value == 50
    assert values["handling_rate"].value == 80


@given(st.floats(-1e6, 1e6), st.booleans())
def test_points_lie_between_nought_and_full(value: float, high: bool) -> None:
    indicator = an_indicator(high=high)
    assert 0 <= worth(indicator, value) <= 100
    better = value + 1 if high else value - 1
    assert worth(indicator, better) >= worth(indicator, value)


def an_indicator(*, high: bool = True) -> Indicator:
    return Indicator(
        code="one",
        title="一",
        title_en="One",
        numerator="on_time",
        denominator="closed",
        weight=10,
        better=Better.HIGH if high else Better.LOW,
        full=90 if high else 10,
        nought=50,
    )


def test_few_cases_are_not_ranked(rules: Rules) -> None:
    """Three closed cases, all in time, make nobody the best."""
    scheme = rules.scheme(Subject.AREA)
    assert scheme is not None
    lucky = {"closed": 3, "on_time": 3, "due": 3, "filed": 3}
    assert evaluate(rules, scheme, lucky).points is None
    many = {name: number * 20 for name, number in lucky.items()}
    result = evaluate(rules, scheme, many)
    assert result.points == 100
    assert result.grade is not None
    assert result.grade.code == "excellent"
    unread = [one.indicator.code for one in result.readings if one.value is None]
    assert "satisfied" in unread


def test_with_most_indicators_unread_nobody_is_ranked(rules: Rules) -> None:
    scheme = rules.scheme(Subject.AREA)
    assert scheme is not None
    assert evaluate(rules, scheme, {"closed": 100, "filed": 100}).points is None


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"weight": 101}, "weight"),
        ({"numerator": "nonsense"}, "numerator"),
        ({"better": "low"}, "two"),
        ({"colour": "red"}, "colour"),
        ({"code": "one"}, "one"),
        ({"floor": 0}, "floor"),
    ],
)
def test_what_is_wrong_with_rules_is_named(change: dict[str, object], where: str) -> None:
    plain = {
        "title": "一", "title_en": "One", "numerator": "on_time", "denominator": "closed",
        "weight": 10, "better": "high", "full": 90, "nought": 50,
    }  # fmt: skip
    indicators = [plain | {"code": "one"}, plain | {"code": "two"} | change]
    data = {"schemes": [{"subject": "area", "volume": "closed", "floor": 5,
                         "indicators": indicators}]}  # fmt: skip
    with pytest.raises(BadRules) as refused:
        read_rules(data)
    assert where in refused.value.say("en")
