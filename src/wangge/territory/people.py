"""Invented people for the demo county: common names, drawn in a fixed order.

Nobody here lives anywhere. The same number always gives the same name, and no two numbers below
5,917 give the same one.
"""

from __future__ import annotations

_SURNAMES = (
    "张李王刘陈杨黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程"
    "曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方"
)
#: Given names of two characters, one after the other.
_GIVEN = (
    "建国志强秀英海燕国华丽娟文斌春梅永红晓明桂芳卫东玉兰德胜小红光明淑珍志刚美玲新民红梅建军"
    "凤英立新秋菊正平雪梅国强金花少华月娥振华爱民翠兰家福巧云长青素芬仁和冬梅友谊腊梅明亮慧敏"
    "伟民佳丽洪波彩霞世杰雅琴松林莉莉大勇婷婷文辉小燕耀东静怡昌盛满香浩然思思云飞细妹向阳兰香"
    "学文银花锦程玉珍先锋莲英宏伟春兰启明秋香忠义菊香兴旺雨晴俊杰心怡广才若兰成林竹青江涛碧玉"
    "万里锦绣跃进贵香解放来娣庆丰福英援朝"
)


def invented_name(number: int) -> str:
    """The invented name of that number (0, 1, 2 …)."""
    start = 2 * (number % (len(_GIVEN) // 2))
    return _SURNAMES[number % len(_SURNAMES)] + _GIVEN[start : start + 2]


def invented_phone(number: int) -> str:
    """A phone number of no operator's customer, of that number."""
    return f"1000000{number % 10_000:04d}"
