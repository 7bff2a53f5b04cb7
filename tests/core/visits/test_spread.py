"""Households are spread evenly, and a form keeps only the answers it knows."""

from __future__ import annotations

from collections import Counter
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wangge.core.visits import Field, VisitForm, check_answers, spread
from wangge.core.visits.forms import Choice, UnknownAnswer

POSTS = [UUID(int=n) for n in range(1, 5)]


@given(count=st.integers(0, 50), posts=st.integers(1, 4), load=st.lists(st.integers(0, 9)))
def test_loads_never_drift_apart(count: int, posts: int, load: list[int]) -> None:
    before = dict(zip(POSTS[:posts], load, strict=False))
    found = spread(range(count), POSTS[:posts], before)
    assert [thing for thing, _ in found] == list(range(count))
    after = Counter(before) + Counter(post for _, post in found)
    given_to = {post for _, post in found}
    # nobody was given anything while another had less
    least = min(after.get(post, 0) for post in POSTS[:posts])
    assert all(after[post] - 1 <= least for post in given_to)


def test_nobody_to_spread_over_is_told() -> None:
    with pytest.raises(ValueError, match="nobody"):
        spread([1], [], {})


FORM = VisitForm(
    fields=(
        Field("met", "见到了谁", "Met", (Choice("self", "本人", "Self"),), many=False),
        Field("home", "情况", "Home", (Choice("fine", "好", "Fine"), Choice("ill", "病", "Ill"))),
    ),
    kinds=(),
    problems=(),
)


def test_answers_are_kept_once_and_empty_ones_left_out() -> None:
    given = {"met": ["self"], "home": ["ill", "ill"]}
    assert check_answers(FORM, given) == {"met": "self", "home": ["ill"]}
    assert check_answers(FORM, {"home": []}) == {}


@pytest.mark.parametrize("given", [{"met": ["dog"]}, {"colour": ["red"]}])
def test_answers_the_form_does_not_have_are_refused(given: dict[str, list[str]]) -> None:
    with pytest.raises(UnknownAnswer):
        check_answers(FORM, given)
