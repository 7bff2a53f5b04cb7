"""Invented people for the demo county: common names, drawn in a fixed order.

Nobody here lives anywhere. The same number always gives the same name, and no two numbers below
5,917 give the same one.
"""

from __future__ import annotations

_SURNAMES = (
    "张李王刘陈杨黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程"
    "曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方"
)
_GIVEN = tuple(
    [
        "建国",
        "志强",
        "秀英",
        "海燕",
        "国华",
        "丽娟",
        "文斌",
        "春梅",
        "永红",
        "晓明",
        "桂芳",
        "卫东",
        "玉兰",
        "德胜",
        "小红",
        "光明",
        "淑珍",
        "志刚",
        "美玲",
        "新民",
        "红梅",
        "建军",
        "凤英",
        "立新",
        "秋菊",
        "正平",
        "雪梅",
        "国强",
        "金花",
        "少华",
        "月娥",
        "振华",
        "爱民",
        "翠兰",
        "家福",
        "巧云",
        "长青",
        "素芬",
        "仁和",
        "冬梅",
        "友谊",
        "腊梅",
        "明亮",
        "慧敏",
        "伟民",
        "佳丽",
        "洪波",
        "彩霞",
        "世杰",
        "雅琴",
        "松林",
        "莉莉",
        "大勇",
        "婷婷",
        "文辉",
        "小燕",
        "耀东",
        "静怡",
        "昌盛",
        "满香",
        "浩然",
        "思思",
        "云飞",
        "细妹",
        "向阳",
        "兰香",
        "学文",
        "银花",
        "锦程",
        "玉珍",
        "先锋",
        "莲英",
        "宏伟",
        "春兰",
        "启明",
        "秋香",
        "忠义",
        "菊香",
        "兴旺",
        "雨晴",
        "俊杰",
        "心怡",
        "广才",
        "若兰",
        "成林",
        "竹青",
        "江涛",
        "碧玉",
        "万里",
        "锦绣",
        "跃进",
        "贵香",
        "解放",
        "来娣",
        "庆丰",
        "福英",
        "援朝",
    ]
)


def invented_name(number: int) -> str:
    """The invented name of that number (0, 1, 2 …)."""
    return _SURNAMES[number % len(_SURNAMES)] + _GIVEN[number % len(_GIVEN)]


def invented_phone(number: int) -> str:
    """A phone number of no operator's customer, of that number."""
    return f"1000000{number % 10_000:04d}"
