"""The class is suggested from the words people use, with the words that say so."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wangge.catalogue.loader import OUR_PACKS, folders_in, load_packs
from wangge.core.catalogue import Item
from wangge.core.catalogue_suggest import Suggester, suggest


def _items(pack: str) -> tuple[Item, ...]:
    loaded = load_packs(folders_in([Path(OUR_PACKS) / pack]))
    assert not loaded.problems
    return loaded.packs[0][0].lines[0].items


CITY = _items("city_management")
VILLAGE = _items("village_affairs")
CITY_SUGGESTER = Suggester(CITY)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("村口路灯坏了三天，晚上一片黑", "路灯"),
        ("井盖没有了，怕有人掉下去", "不明井盖"),
        ("污水井盖缺失", "污水井盖"),
        ("垃圾桶倒了", "垃圾箱（果皮箱、桶）"),
        ("小区门口好多垃圾没人收", "暴露垃圾"),
        ("下大雨道路积水，车都过不去", "道路积水"),
        ("墙上贴满小广告", "非法小广告"),
        ("半夜还在施工，太吵了", "施工扰民"),
        ("有人占道经营卖水果", "占道经营"),
    ],
)
def test_the_first_suggestion_is_what_people_mean(text: str, title: str) -> None:
    assert CITY_SUGGESTER.suggest(text)[0].item.title == title


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("两邻居为排水沟吵起来了", "邻里纠纷"),
        ("有人烧秸秆，烟很大", "秸秆焚烧"),
        ("老人走失，家里人找不到", "走失救助"),
        ("小孩在水库玩水", "防溺水"),
    ],
)
def test_village_words_find_village_matters(text: str, title: str) -> None:
    assert suggest(text, VILLAGE)[0].item.title == title


def test_the_reason_names_the_words() -> None:
    best = CITY_SUGGESTER.suggest("路灯不亮")[0]
    assert "路灯" in best.why
    assert "灯不亮" in best.why


def test_nothing_is_suggested_from_nothing() -> None:
    assert CITY_SUGGESTER.suggest("") == ()
    assert CITY_SUGGESTER.suggest("你好") == ()


@given(st.text(max_size=80))
def test_never_more_than_three_and_never_out_of_order(text: str) -> None:
    found = CITY_SUGGESTER.suggest(text)
    assert len(found) <= 3
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)
