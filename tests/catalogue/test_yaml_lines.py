"""YAML keeps its lines, its codes stay text, and its faults have a place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wangge.catalogue.yaml_lines import read


def test_every_value_knows_its_line() -> None:
    document = read("a: 1\nb:\n  - c: x\n  - d: y\n")
    assert document.data == {"a": 1, "b": [{"c": "x"}, {"d": "y"}]}
    assert document.line(("b", 1, "d")) == 4


def test_a_missing_value_is_shown_where_it_should_be() -> None:
    assert read("b:\n  - c: x\n").line(("b", 0, "limit")) == 2


@pytest.mark.parametrize("word", ["01.10", "1.10", "on", "no", "15um", "2026-01-01", "1_000"])
def test_what_looks_like_a_number_or_a_word_stays_text(word: str) -> None:
    assert read(f"a: {word}").data == {"a": word}


def test_a_key_written_twice_is_told_with_its_second_line() -> None:
    document = read("a: 1\nb: 2\na: 3\n")
    assert [(fault.line, "“a”" in fault.zh) for fault in document.faults] == [(3, True)]


@pytest.mark.parametrize(
    ("text", "line"),
    [("a: [1, 2\nb: 3\n", 2), ("a: 1\n b: 2\n", 2), ("a: 1\nb: 2\nc: @x\n", 3), ("a: *x\n", 1)],
)
def test_broken_yaml_is_told_with_its_line(text: str, line: int) -> None:
    assert [fault.line for fault in read(text).faults] == [line]


def test_a_bomb_of_aliases_does_no_harm() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(22)
    )
    document = read(bomb)
    assert document.faults


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_never_worse(text: str) -> None:
    document = read(text)
    assert all(fault.line >= 1 for fault in document.faults)
