"""Limits: how they are written, read and said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wangge.core.clock import BadLimit, Limit, Unit, limit_s

limits = st.builds(Limit, st.integers(1, 9999), st.sampled_from(Unit))


@given(limits)
def test_a_limit_is_read_as_it_is_written(limit: Limit) -> None:
    assert Limit.parse(str(limit)) == limit


@pytest.mark.parametrize(
    "text", ["", "4", "wh", "0wh", "-1wd", "4 wh", "1.5wd", "10000wd", "4w", "٤wh", "4wh\n5"]
)
def test_a_slip_in_a_limit_is_refused(text: str) -> None:
    with pytest.raises(BadLimit):
        Limit.parse(text)


def test_an_amount_out_of_range_is_refused() -> None:
    with pytest.raises(BadLimit):
        Limit(0, Unit.work_hour)


@given(st.text(max_size=12).filter(lambda text: not text.strip()[:1].isdigit()))
def test_what_is_no_limit_is_refused_and_quoted(text: str) -> None:
    with pytest.raises(BadLimit) as refused:
        Limit.parse(text)
    assert text in refused.value.say()


@pytest.mark.parametrize(
    ("text", "zh", "en", "seconds"),
    [
        ("30um", "30分钟", "30 urgent minutes", 1_800),
        ("2uh", "2个紧急工作时", "2 urgent hours", 7_200),
        ("1ud", "1个紧急工作日", "1 urgent day", 86_400),
        ("15wm", "15个工作分钟", "15 working minutes", 900),
        ("4wh", "4个工作时", "4 working hours", 14_400),
        ("1wd", "1个工作日", "1 working day", 28_800),
        ("5lwd", "5个工作日（法定）", "5 working days (legal)", 144_000),
        ("1de", "第1天24时止", "by midnight of day 1", 86_400),
        ("15ld", "15个自然日（法定）", "15 calendar days (legal)", 1_296_000),
    ],
)
def test_a_limit_says_itself_and_its_worth(text: str, zh: str, en: str, seconds: int) -> None:
    limit = Limit.parse(f" {text.upper()} ")
    assert limit.say() == zh
    assert limit.say("en") == en
    assert limit_s(limit) == seconds
