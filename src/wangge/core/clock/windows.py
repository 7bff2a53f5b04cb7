"""Working windows 作息时间 and the seasons that change them 夏季、冬季作息."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from wangge.core.clock.limits import DAY_S, HOUR_S, MINUTE_S
from wangge.core.clock.refusals import BadWindow

_SPAN = re.compile(r"(\d{1,2}):(\d{2})\s*[-–—~至]\s*(\d{1,2}):(\d{2})")


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of working time within one day, `[opens_s, closes_s)`."""

    #: Seconds after county midnight, 0 to 86400.
    opens_s: int
    closes_s: int

    def __post_init__(self) -> None:
        """Refuse (`BadWindow`) a stretch that is empty or leaves the day."""
        if not 0 <= self.opens_s < self.closes_s <= DAY_S:
            raise BadWindow(field="windows", text=str(self))

    @classmethod
    def parse(cls, text: str) -> Window:
        """The window written "08:00-12:00"; "24:00" is the end of the day. Refuses `BadWindow`."""
        match = _SPAN.fullmatch(text.strip())
        if match is None or int(match[2]) > 59 or int(match[4]) > 59:
            raise BadWindow(field="windows", text=text)
        opens_s = int(match[1]) * HOUR_S + int(match[2]) * MINUTE_S
        closes_s = int(match[3]) * HOUR_S + int(match[4]) * MINUTE_S
        if not 0 <= opens_s < closes_s <= DAY_S:
            raise BadWindow(field="windows", text=text)
        return cls(opens_s, closes_s)

    @property
    def length_s(self) -> int:
        """How long it is, seconds."""
        return self.closes_s - self.opens_s

    def __str__(self) -> str:
        return f"{clock_text(self.opens_s)}-{clock_text(self.closes_s)}"


Windows = tuple[Window, ...]


def clock_text(second: int) -> str:
    """A second of the day as "08:00"; with seconds only if there are any."""
    minutes, seconds = divmod(second, MINUTE_S)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}" + (f":{seconds:02d}" if seconds else "")


def parse_windows(text: str) -> Windows:
    """The windows of a day written "08:00-12:00, 14:00-18:00" (，、；too). Refuses `BadWindow`."""
    parts = [part for part in re.split(r"[,，、;；]", text) if part.strip()]
    return check_windows(tuple(Window.parse(part) for part in parts))


def check_windows(windows: Windows) -> Windows:
    """`windows` themselves, if there are any, in order and apart; else refuses `BadWindow`."""
    apart = all(a.closes_s <= b.opens_s for a, b in pairwise(windows))
    if not windows or not apart:
        raise BadWindow(field="windows", text=", ".join(map(str, windows)))
    return windows


#: 08:00-12:00 and 14:00-18:00, the city standards' default.
DEFAULT_WINDOWS: Windows = (
    Window(8 * HOUR_S, 12 * HOUR_S),
    Window(14 * HOUR_S, 18 * HOUR_S),
)
#: Day and night, for lines that never close but still count whole days.
ALL_DAY: Windows = (Window(0, DAY_S),)


@dataclass(frozen=True, slots=True)
class Season:
    """Other windows from one day of the year to another, both included; may run over New Year."""

    #: (month, day)
    first: tuple[int, int]
    last: tuple[int, int]
    windows: Windows
    #: e.g. 夏季作息
    name: str = ""

    def __post_init__(self) -> None:
        """Refuse (`BadWindow`) days that no year has and windows that overlap."""
        check_windows(self.windows)
        for month, day in (self.first, self.last):
            if not (1 <= month <= 12 and 1 <= day <= _LONGEST[month - 1]):
                raise BadWindow(field="seasons", text=f"{month}-{day}")

    def covers(self, month: int, day: int) -> bool:
        """Whether the season is on at that day of the year."""
        on = (month, day)
        if self.first <= self.last:
            return self.first <= on <= self.last
        return on >= self.first or on <= self.last


_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
