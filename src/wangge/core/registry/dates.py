"""Days as clerks write them, and birthdays kept by the old calendar (农历).

2026-11-23, 2026/11/23, 2026.11.23, 20261123, 2026年11月23日, and the bare numbers a spreadsheet
shows where a cell lost its format. A lunar birthday stays as said; the day it fell on by the
common calendar is worked out beside it, so that ages are right.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta
from functools import lru_cache

from lunar_python import Lunar, LunarMonth

from wangge.core.registry.refusals import BadDate, BadLunarDay, DateInFuture
from wangge.core.registry.values import Birthday

_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ]?0{1,2}:00(?::00(?:\.0+)?)?)?")
_EIGHT = re.compile(r"(\d{4})(\d{2})(\d{2})")
#: From 1927 on; a number of four digits is a year that somebody took for a day.
_SERIAL = re.compile(r"[1-9]\d{4}(?:\.0+)?")
#: Day 0 of a spreadsheet, for days after its imagined 29 February 1900.
_EPOCH = date(1899, 12, 30)
_YEARS = range(1800, 2101)

_LUNAR = re.compile(r"(?:农历|阴历|旧历|\(农\)|\(阴\)|农)")
_LUNAR_DAY = re.compile(
    r"(?:(?P<year>\d{4}|[〇零一二三四五六七八九]{4})[-/.年])?"
    r"(?P<leap>闰?)(?P<month>[一二三四五六七八九十正冬腊]{1,2}|\d{1,2})[-/.月]"
    r"(?P<day>初?[一二三四五六七八九十廿卅]{1,3}|\d{1,2})[日号]?"
)
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"\u3007": 0}
_MONTHS = [
    "正月",
    "二月",
    "三月",
    "四月",
    "五月",
    "六月",
    "七月",
    "八月",
    "九月",
    "十月",
    "冬月",
    "腊月",
]
_TENS = ("初", "十", "廿")


def read_date(given: object) -> date:
    """The day somebody meant. Refuses: BadDate."""
    if isinstance(given, datetime):
        return given.date()
    if isinstance(given, date):
        return given
    if isinstance(given, int | float) and not isinstance(given, bool):
        if given != int(given):
            given = int(given)  # a time of day beside the day
        return _written(str(int(given)))
    return _written(str(given))


@lru_cache(maxsize=100_000)
def _written(given: str) -> date:
    text = unicodedata.normalize("NFKC", given).strip()
    tight = re.sub(r"\s*([-/.年月日])\s*", r"\1", text)
    match = _DAY.fullmatch(tight) or _EIGHT.fullmatch(tight)
    try:
        if match is not None:
            day = date(int(match[1]), int(match[2]), int(match[3]))
        elif _SERIAL.fullmatch(tight):
            day = _EPOCH + timedelta(days=int(float(tight)))
        else:
            raise BadDate(field="date", value=text[:30])
    except (ValueError, OverflowError):
        raise BadDate(field="date", value=text[:30]) from None
    if day.year not in _YEARS:
        raise BadDate(field="date", value=text[:30])
    return day


def read_birthday(given: object, today: date) -> Birthday:
    """A day of birth, common or lunar. Refuses: BadDate, BadLunarDay, DateInFuture."""
    if isinstance(given, str) and (lunar := _said_lunar(given)) is not None:
        found = _lunar_birthday(given, lunar)
    else:
        found = Birthday(read_date(given))
    if found.day is not None and found.day > today:
        raise DateInFuture(field="birth", value=found.day.isoformat())
    return found


def _said_lunar(text: str) -> str | None:
    """What is left of a text that says it is lunar, or shows it by 初、廿、腊 or Chinese digits."""
    if text.isascii():
        return None
    tight = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    left, said = _LUNAR.subn("", tight)
    if said:
        return left
    return tight if re.search(r"[正冬腊一二三四五六七八九十]月|初|廿", tight) else None


def _lunar_birthday(text: str, left: str) -> Birthday:
    match = _LUNAR_DAY.fullmatch(left)
    if match is None:
        raise BadLunarDay(field="birth", value=text.strip()[:30])
    month, day = _month(match["month"]), _day_of_month(match["day"])
    if not (1 <= month <= 12 and 1 <= day <= 30):
        raise BadLunarDay(field="birth", value=text.strip()[:30])
    leap = bool(match["leap"])
    said = ("闰" if leap else "") + _MONTHS[month - 1] + _day_in_words(day)
    year = _year(match["year"])
    if year is None:
        return Birthday(None, "lunar", said)
    on = _common_day(year, -month if leap else month, day)
    if on is None:
        raise BadLunarDay(field="birth", value=text.strip()[:30])
    return Birthday(on, "lunar", said)


@lru_cache(maxsize=50_000)
def _common_day(year: int, month: int, day: int) -> date | None:
    """The common day of a lunar one (a leap month is negative); None if there is no such day."""
    if year not in _YEARS:
        return None
    found = LunarMonth.fromYm(year, month)
    if found is None or day > found.getDayCount():
        return None
    solar = Lunar.fromYmd(year, month, day).getSolar()
    return date(solar.getYear(), solar.getMonth(), solar.getDay())


def _year(text: str | None) -> int | None:
    if not text:
        return None
    return int(text) if text.isdecimal() and text.isascii() else _by_digits(text)


def _by_digits(text: str) -> int:
    return int("".join(str(_DIGITS[char]) for char in text))


def _month(text: str) -> int:
    if text.isascii():
        return int(text)
    named = {"正": 1, "冬": 11, "腊": 12, "十": 10, "十一": 11, "十二": 12}
    return named.get(text) or _DIGITS.get(text, 0)


def _day_of_month(text: str) -> int:
    """初五 5, 十五 15, 廿三 23, 二十三 23, 三十 30; 0 for what is none."""
    if text.isascii():
        return int(text)
    text = text.removeprefix("初").replace("廿", "二十").replace("卅", "三十")
    text = text.replace("十十", "十")  # 廿十
    before, ten, after = text.partition("十")
    if not ten:
        return _DIGITS.get(text, 0)
    tens = _DIGITS.get(before, 0) if before else 1
    return tens * 10 + (_DIGITS.get(after, 0) if after else 0)


def _day_in_words(day: int) -> str:
    words = "一二三四五六七八九十"
    if day in (20, 30):
        return f"{words[day // 10 - 1]}十"
    tens, ones = divmod(day - 1, 10)
    return _TENS[tens] + words[ones]
