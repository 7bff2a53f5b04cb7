"""Invented people's names: surnames as frequent as in Hunan, given names of their time and sex.

Frequencies are rounded guesses of common knowledge, not a statistic. Nobody is meant.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

#: Surname → people in a thousand. 刘, 李 and 陈 are everywhere; 漆 and 匡 are rare.
_SURNAMES = {
    "刘": 88, "李": 82, "陈": 74, "张": 66, "黄": 52, "王": 46, "周": 44, "彭": 38, "罗": 32,
    "杨": 32, "谢": 26, "唐": 24, "曾": 22, "邓": 22, "何": 22, "吴": 22, "胡": 20, "肖": 20,
    "易": 18, "钟": 18, "丁": 16, "汤": 16, "文": 16, "廖": 14, "蒋": 12, "袁": 12, "贺": 12,
    "龙": 10, "欧阳": 10, "朱": 10, "徐": 10, "郭": 9, "谭": 9, "熊": 8, "赵": 8, "颜": 7,
    "林": 7, "叶": 6, "姚": 6, "孙": 6, "许": 5, "宋": 5, "郑": 5, "兰": 5, "马": 4, "田": 4,
    "邹": 4, "苏": 3, "余": 3, "匡": 2, "漆": 1, "巫": 1, "瞿": 1,
}  # fmt: skip

#: Characters of given names, (first, second), of men and women born before that year.
_GIVEN: tuple[tuple[int, tuple[str, str], tuple[str, str]], ...] = (
    (
        1965,
        ("国德家光福长友正明桂春忠", "生华祥林云初清田保良元和"),
        ("玉桂秀桃菊兰凤淑冬春月细", "英兰珍莲香娥云梅秀华妹元"),
    ),
    (
        1985,
        ("建志国文新小海卫永立伟军", "平军明华强辉林兵国斌勇波"),
        ("小红丽春秋海艳玉晓志金爱", "红华英燕娟萍霞芳兰平玲梅"),
    ),
    (
        2003,
        ("文志俊伟嘉泽鹏浩思小宇子", "杰辉豪龙鹏强涛勇军宇洋轩"),
        ("婷思丽佳雅静文晓美雨欣慧", "婷秀芳琴玲怡雯颖丹琪慧倩"),
    ),
    (
        9999,
        ("子浩宇梓俊一博泽皓铭奕辰", "轩宇涵豪睿泽辰阳然哲航熙"),
        ("梓欣诗雨可思语若雅一佳芷", "涵怡萱琪彤妍馨瑶悦汐宁晴"),
    ),
)

_THOUSAND: tuple[str, ...] = tuple(
    surname for surname, often in _SURNAMES.items() for _ in range(often)
)


def surname(dice: Random) -> str:
    """A surname, as often as it is met."""
    return _THOUSAND[int(dice.random() * len(_THOUSAND))]


def given_name(year: int, sex: str, dice: Random) -> str:
    """A given name of one or two characters for somebody born that year."""
    first, second = _characters(year, sex)
    ending = second[int(dice.random() * len(second))]
    if dice.random() < 0.12:
        return ending
    return first[int(dice.random() * len(first))] + ending


def _characters(year: int, sex: str) -> tuple[str, str]:
    for until, men, women in _GIVEN:
        if year < until:
            return men if sex == "1" else women
    raise AssertionError(year)


def one_of(choices: Sequence[str], dice: Random) -> str:
    """One of them, all alike likely; faster than `Random.choice`."""
    return choices[int(dice.random() * len(choices))]
