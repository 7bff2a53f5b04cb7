"""Moments, days and lengths of time in words, Chinese and English, as a clerk writes them."""

from __future__ import annotations

from datetime import date, datetime

from wangge.core.clock.instants import date_of, wall_second
from wangge.core.clock.limits import DAY_S, HOUR_S, MINUTE_S
from wangge.core.clock.windows import clock_text

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def is_chinese(language: str) -> bool:
    """Whether `language` is a Chinese one; anything else is answered in English."""
    return language.startswith("zh")


def span_text(seconds: int, language: str = "zh") -> str:
    """A length of time in hours, minutes and seconds: 「2小时10分」, "2 h 10 min".

    Whole hours without minutes, minutes alone as 「30分钟」; nothing is 「0分钟」.
    """
    hours, rest = divmod(seconds, HOUR_S)
    minutes, seconds = divmod(rest, MINUTE_S)
    if is_chinese(language):
        if hours == 0 and seconds == 0:
            return f"{minutes}分钟"
        said = (f"{hours}小时" if hours else "") + (f"{minutes}分" if minutes else "")
        return said + (f"{seconds}秒" if seconds else "")
    words = [f"{hours} h"] if hours else []
    if minutes or not (hours or seconds):
        words.append(f"{minutes} min")
    if seconds:
        words.append(f"{seconds} s")
    return " ".join(words)


def rough_text(seconds: int, language: str = "zh") -> str:
    """A length of time by its two largest units: 「2天3小时」, 「2小时10分」, 「不足1分钟」."""
    chinese = is_chinese(language)
    if seconds < MINUTE_S:
        return "不足1分钟" if chinese else "less than 1 min"
    if seconds < DAY_S:
        return span_text(seconds - seconds % MINUTE_S, language)
    days, rest = divmod(seconds, DAY_S)
    hours = rest // HOUR_S
    if chinese:
        return f"{days}天" + (f"{hours}小时" if hours else "")
    return f"{days} d" + (f" {hours} h" if hours else "")


class Calendarist:
    """Writes days and moments of one sentence, naming a year only where it is needed.

    When everything lies in one year no year is named; else each year is named when it begins.
    """

    def __init__(self, first: datetime, last: datetime, language: str) -> None:
        self.chinese = is_chinese(language)
        begins = date_of(wall_second(first) // DAY_S).year
        ends = date_of(wall_second(last) // DAY_S).year
        self._year = begins if begins == ends else None

    def day(self, day: int) -> str:
        """A wall day: 「10月8日」, "8 Oct"."""
        on = date_of(day)
        named = on.year == self._year
        self._year = on.year
        if self.chinese:
            return f"{on.month}月{on.day}日" if named else f"{on.year}年{on.month}月{on.day}日"
        return _english(on) if named else f"{_english(on)} {on.year}"

    def moment(self, at: datetime) -> str:
        """An instant in county time: 「10月8日10:00」, "8 Oct 10:00"."""
        day, second = divmod(wall_second(at), DAY_S)
        return f"{self.day(day)}{'' if self.chinese else ' '}{clock_text(second)}"

    def days(self, first: int, last: int) -> str:
        """Wall days on end: 「10月1日至7日」, 「2月28日至3月2日」, "1–7 Oct"."""
        if first == last:
            return self.day(first)
        begins, ends = date_of(first), date_of(last)
        same_month = (begins.year, begins.month) == (ends.year, ends.month)
        if self.chinese:
            start = self.day(first)
            return f"{start}至{ends.day}日" if same_month else f"{start}至{self.day(last)}"
        if same_month:
            return f"{begins.day}–{self.day(last)}"
        return f"{self.day(first)} – {self.day(last)}"


def _english(on: date) -> str:
    return f"{on.day} {_MONTHS[on.month - 1]}"
