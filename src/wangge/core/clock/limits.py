"""Time limits 时限: an amount and how it is counted.

A limit is what a filing condition (立案条件) promises: `2uh`, `4wh`, `5wd`, `15lwd`. It says
nothing about when it starts or which days are worked; that is the clock's and the calendar's.
"""

from __future__ import annotations

import re
from enum import StrEnum

import msgspec

from wangge.core.clock.refusals import BadLimit

#: The largest amount a limit may have; more is a slip of the keyboard.
MOST = 9_999

MINUTE_S = 60
HOUR_S = 3_600
DAY_S = 86_400
#: One working day 工作日 is eight working hours, whatever the season's windows are.
WORK_DAY_S = 8 * HOUR_S


class Counting(StrEnum):
    """The five ways time is counted; a clock keeps to one of them all its life."""

    #: Every second of day and night 紧急, 24×7.
    urgent = "urgent"
    #: Only seconds inside working windows, from the very moment 工作时间滚动计算.
    working = "working"
    #: Whole working days after the day of the start 法定工作日.
    legal_work_days = "legal_work_days"
    #: Whole calendar days after the day of the start 法定自然日.
    legal_days = "legal_days"
    #: Whole days of the wall, the day of the start the first of them, each over at 24:00 日清.
    day_ends = "day_ends"

    @property
    def by_calendar(self) -> bool:
        """Whether hours, weekends and holidays have a say."""
        return self not in (Counting.urgent, Counting.day_ends)


class Unit(StrEnum):
    """The unit of a limit; the value is how it is written after the amount."""

    #: 紧急工作分钟
    urgent_minute = "um"
    #: 紧急工作时
    urgent_hour = "uh"
    #: 紧急工作日, 24 hours
    urgent_day = "ud"
    #: 工作分钟
    work_minute = "wm"
    #: 工作时
    work_hour = "wh"
    #: 工作日, 8 working hours from the moment
    work_day = "wd"
    #: 法定工作日 (民法典 201, 203): the start day is not counted, ends at close of business
    legal_work_day = "lwd"
    #: 法定自然日 (民法典 201-203): the same with calendar days; a last day of rest moves on
    legal_day = "ld"
    #: 日清: the day of the start counts as the first, and the last ends at 24:00
    day_end = "de"

    @property
    def seconds(self) -> int:
        """How many counted seconds one unit is worth; a legal working day is worth 8 hours."""
        return _SECONDS[self]

    @property
    def counting(self) -> Counting:
        """How the unit is counted."""
        return _COUNTING[self]


_SECONDS = {
    Unit.urgent_minute: MINUTE_S,
    Unit.urgent_hour: HOUR_S,
    Unit.urgent_day: DAY_S,
    Unit.work_minute: MINUTE_S,
    Unit.work_hour: HOUR_S,
    Unit.work_day: WORK_DAY_S,
    Unit.legal_work_day: WORK_DAY_S,
    Unit.legal_day: DAY_S,
    Unit.day_end: DAY_S,
}

_COUNTING = {
    Unit.urgent_minute: Counting.urgent,
    Unit.urgent_hour: Counting.urgent,
    Unit.urgent_day: Counting.urgent,
    Unit.work_minute: Counting.working,
    Unit.work_hour: Counting.working,
    Unit.work_day: Counting.working,
    Unit.legal_work_day: Counting.legal_work_days,
    Unit.legal_day: Counting.legal_days,
    Unit.day_end: Counting.day_ends,
}

_ZH = {
    Unit.urgent_minute: "{n}分钟",
    Unit.urgent_hour: "{n}个紧急工作时",
    Unit.urgent_day: "{n}个紧急工作日",
    Unit.work_minute: "{n}个工作分钟",
    Unit.work_hour: "{n}个工作时",
    Unit.work_day: "{n}个工作日",
    Unit.legal_work_day: "{n}个工作日（法定）",
    Unit.legal_day: "{n}个自然日（法定）",
    Unit.day_end: "第{n}天24时止",
}

_EN = {
    Unit.urgent_minute: "{n} urgent minute{s}",
    Unit.urgent_hour: "{n} urgent hour{s}",
    Unit.urgent_day: "{n} urgent day{s}",
    Unit.work_minute: "{n} working minute{s}",
    Unit.work_hour: "{n} working hour{s}",
    Unit.work_day: "{n} working day{s}",
    Unit.legal_work_day: "{n} working day{s} (legal)",
    Unit.legal_day: "{n} calendar day{s} (legal)",
    Unit.day_end: "by midnight of day {n}",
}

_WRITTEN = re.compile(r"([1-9][0-9]{0,3})(um|uh|ud|wm|wh|wd|lwd|ld|de)")


class Limit(msgspec.Struct, frozen=True):
    """So many of a unit; `str(limit)` writes what `Limit.parse` reads, e.g. "4wh"."""

    #: 1 to `MOST`
    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        """Refuse (`BadLimit`) an amount that is not 1 to `MOST`."""
        if not 1 <= self.amount <= MOST:
            raise BadLimit(field="limit", text=f"{self.amount}{self.unit}")

    @classmethod
    def parse(cls, text: str) -> Limit:
        """The limit written as `text`, e.g. "4wh" or " 5WD "; refuses `BadLimit`."""
        match = _WRITTEN.fullmatch(text.strip().lower())
        if match is None:
            raise BadLimit(field="limit", text=text)
        return cls(int(match[1]), Unit(match[2]))

    def __str__(self) -> str:
        return f"{self.amount}{self.unit.value}"

    def say(self, language: str = "zh") -> str:
        """In words: 「4个工作时」 or "4 working hours"."""
        if language.startswith("zh"):
            return _ZH[self.unit].format(n=self.amount)
        return _EN[self.unit].format(n=self.amount, s="" if self.amount == 1 else "s")


def limit_s(limit: Limit) -> int:
    """How many counted seconds `limit` is worth: working seconds, or seconds of the wall.

    A legal working day is worth 8 hours and a legal day 24, so that shares of a limit can be
    compared; legal clocks only ever use whole days.
    """
    return limit.amount * _SECONDS[limit.unit]
