"""Chinese text is kept as typed, compared without trifles, and found by any two characters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wangge.lib.text import (
    UnstorableText,
    bigrams,
    is_storable,
    normalise,
    query_bigrams,
    similarity,
    tidy,
)

ANY = st.text(st.characters(codec="utf-8"), max_size=40)


@pytest.mark.parametrize("text", ["井盖\x00丢了", "半个字\ud842", "\udc00"])
def test_text_no_database_keeps_is_refused(text: str) -> None:
    assert not is_storable(text)
    with pytest.raises(UnstorableText):
        tidy(text)


def test_text_is_kept_as_typed_but_for_what_cannot_be_seen() -> None:
    assert tidy(" 井盖，丢了！\r\n请处理\x07。\u3000") == "井盖，丢了！\n请处理。"
    assert tidy("第\t\uff21\uff11\t栋") == "第\t\uff21\uff11\t栋"


@given(ANY)
def test_what_is_tidy_or_normal_stays_so(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
    if is_storable(text):
        assert tidy(tidy(text)) == tidy(text)
        tidy(text).encode()


def test_full_width_and_case_and_signs_make_no_difference_in_searching() -> None:
    assert normalise("　\uff21\uff11 栋  （东） ") == "A1 栋 (东)"
    assert bigrams("国瓷路，\uff21\uff11") == bigrams("国瓷路a1")


def test_any_two_neighbouring_characters_find_the_text() -> None:
    grams = bigrams("国瓷路积水，车辆无法通行。")
    assert query_bigrams("积水") <= grams
    assert query_bigrams("积水 国瓷路") <= grams
    assert not query_bigrams("停电") <= grams
    assert query_bigrams("水") == frozenset()


@given(ANY)
def test_the_bigrams_of_a_part_are_among_those_of_the_whole(text: str) -> None:
    assert bigrams("井盖") <= bigrams(f"{text}井盖{text}")
    assert all(len(gram) == 2 for gram in bigrams(text))


def test_like_reports_are_alike_and_others_are_not() -> None:
    report = "国瓷路与瓷都大道路口井盖丢失，很危险"
    assert similarity(report, "国瓷路与瓷都大道路口的井盖丢失了") > 0.7
    assert similarity(report, "国瓷路井盖丢失") > 0.4
    assert similarity(report, "小区夜间施工噪音扰民") == 0
    assert similarity(report, report.replace("，", " ")) == 1


def test_texts_without_two_characters_are_alike_only_if_equal() -> None:
    assert similarity("水", "水。") == 1
    assert similarity("水", "火") == 0
    assert similarity("", "") == 0
    assert similarity("！", "？") == 0


@given(ANY, ANY)
def test_likeness_goes_both_ways_and_stays_within_bounds(one: str, other: str) -> None:
    assert similarity(one, other) == similarity(other, one)
    assert 0 <= similarity(one, other) <= 1


@given(ANY.filter(lambda text: bool(bigrams(text))))
def test_a_text_is_wholly_like_itself(text: str) -> None:
    assert similarity(text, text) == 1
