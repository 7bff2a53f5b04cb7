"""The triage model: letters, training, storing, explaining, grouping. No database."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wangge.core.triage import BadModel, Model, Report, letters_of, pack, unpack
from wangge.core.triage.groups import fragments, groups, vectors
from wangge.core.triage.training import Example, train

LAMP = ("路灯不亮", "村口路灯坏了三天", "晚上路灯不亮很黑", "路灯一闪一闪", "灯杆上的路灯灭了")
LID = ("井盖不见了", "污水井盖破了", "路上井盖翘起来", "井盖响得很", "下水道井盖丢失")
PIPE = ("水管爆了", "水管漏水一整天", "自来水管裂了往外喷水", "水管坏了没有水", "地下水管漏")


@pytest.fixture(scope="module")
def model() -> Model:
    """A model of three classes."""
    told = [("lamp", LAMP), ("lid", LID), ("pipe", PIPE)]
    return train([Example(Report(text), label) for label, texts in told for text in texts])


def _letters(text: str) -> str:
    return "".join(chr(code) for code in letters_of([text], longest=99).codes if code)


def test_width_case_and_figures_do_not_tell_texts_apart() -> None:
    wide = "ＡＢ栋，１３８００００1234 号"  # noqa: RUF001 - full width on purpose
    assert _letters(wide) == _letters("ab栋 99号") == "ab栋0号"


@settings(max_examples=30)
@given(st.lists(st.text(max_size=40), max_size=4))
def test_any_text_can_be_read_and_keeps_its_places(texts: list[str]) -> None:
    found = letters_of(texts, longest=30)
    assert len(found.codes) == len(found.text) == len(found.place)
    for code, text, place in zip(found.codes, found.text, found.place, strict=True):
        assert code == 0 or place < min(30, len(texts[text]))


def test_what_people_mean_is_found_in_other_words(model: Model) -> None:
    asked = ["我们村路灯又灭了", "井盖丢了好危险", "水管在漏水"]
    assert model.classify([Report(text) for text in asked]) == ["lamp", "lid", "pipe"]


def test_probabilities_sum_to_one_and_nothing_known_is_no_opinion(model: Model) -> None:
    sure = model.probabilities([Report("路灯"), Report("ZZZ")])
    assert np.allclose(sure.sum(axis=1), 1.0)
    assert model.candidates(Report("ZZZ")) == ()


def test_the_reason_is_a_piece_of_the_text_itself(model: Model) -> None:
    text = "小张说路灯不亮"
    pieces = model.explain(Report(text), "lamp")
    assert "路灯" in "".join(piece.words for piece in pieces)
    assert all(text[piece.start : piece.end] == piece.words for piece in pieces)


def test_a_model_survives_being_stored_and_holds_no_text(model: Model) -> None:
    stored = pack(model)
    again = unpack(stored)
    asked = [Report(text) for text in (*LAMP, *LID)]
    assert np.array_equal(again.scores(asked), model.scores(asked))
    assert pack(again) == stored
    assert "路灯".encode() not in stored


@pytest.mark.parametrize("spoil", [lambda b: b[:200], lambda b: b"", lambda b: b"PK" + b[9:]])
def test_damaged_bytes_are_refused(model: Model, spoil: object) -> None:
    assert callable(spoil)
    with pytest.raises(BadModel):
        unpack(spoil(pack(model)))


def test_arrays_that_do_not_belong_together_are_refused(model: Model) -> None:
    with pytest.raises(BadModel):
        unpack(pack(replace(model, bias=model.bias[:-1])))
    with pytest.raises(BadModel):
        unpack(pack(replace(model, scale=model.scale * np.float32(np.nan))))


def test_the_same_examples_give_the_same_model(model: Model) -> None:
    told = [("lamp", LAMP), ("lid", LID), ("pipe", PIPE)]
    again = train([Example(Report(text), label) for label, texts in told for text in texts])
    assert pack(again) == pack(model)


def test_texts_of_one_thing_at_one_place_are_one_group() -> None:
    texts = [
        *(f"{words}，就在桥头" for words in ("路灯不亮", "路灯坏了不亮", "路灯又不亮了")),
        "井盖不见了",
    ]
    far = [*texts[:3], "路灯不亮，就在桥头"]
    here, there = (113.5, 27.6), (113.7, 27.6)
    sure = np.ones((4, 1), dtype=np.float32)
    assert groups(vectors(texts), sure, np.array([here] * 4)) == [[0, 1, 2]]
    assert groups(vectors(far), sure, np.array([here, here, here, there])) == [[0, 1, 2]]
    sure = np.array([[1, 0], [0, 1], [1, 0], [1, 0]], dtype=np.float32)
    assert groups(vectors(texts), sure, np.array([here] * 4)) == []


def test_only_what_several_people_say_becomes_a_fragment() -> None:
    texts = ["张伟家的水管爆了13800001234", "路口水管爆了", "门前水管爆了"]
    assert fragments(texts, ["a", "b", "c"]) == ["水管爆"]
    assert fragments(texts, ["a", "a", "a"]) == []
