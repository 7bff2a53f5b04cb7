"""The calendar a county begins with: every announced year, then the statutory days.

The announced years come from the package `chinesecalendar` (MIT), which keeps the State Council's
notices from 2004 on. A county's own rows, and the notices it imports, replace these.
"""

from __future__ import annotations

from datetime import date
from functools import cache

import chinese_calendar.constants as announced

from wangge.core.clock.calendar import (
    PLAIN_WEEK,
    CalendarDay,
    DayKind,
    WorkCalendar,
    calendar_of,
)
from wangge.core.clock.statutory import statutory_days
from wangge.core.clock.windows import DEFAULT_WINDOWS, Season, Windows

ANNOUNCED_SOURCE = "国务院办公厅节假日安排通知（据 chinesecalendar 软件包）"
#: The last year whose statutory days are reckoned beforehand.
SEEDED_UNTIL = 2040

_NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利70周年纪念日",
}


def announced_until() -> int:
    """The last year the package knows."""
    years: list[int] = [on.year for on in announced.holidays]
    return max(years)


@cache
def seed_days(
    last_announced: int | None = None, until: int = SEEDED_UNTIL
) -> tuple[CalendarDay, ...]:
    """Every day that differs from the plain week, oldest first, ready to be kept as rows.

    2004 to `last_announced` (as far as the package knows, if None) are confirmed; from there to
    `until` the statutory days stand, unconfirmed. Takes about 0.1 s the first time.
    """
    if last_announced is None:
        last_announced = announced_until()
    holidays = [
        CalendarDay(on, DayKind.holiday, _NAMES.get(name, name), ANNOUNCED_SOURCE)
        for on, name in announced.holidays.items()
    ]
    makeups = [
        CalendarDay(on, DayKind.makeup, f"{_NAMES.get(name, name)}调休", ANNOUNCED_SOURCE)
        for on, name in announced.workdays.items()
    ]
    known = [day for day in holidays + makeups if day.on.year <= last_announced]
    for year in range(last_announced + 1, until + 1):
        known.extend(statutory_days(year))
    return tuple(sorted(known, key=_date_of))


@cache
def seed_calendar(
    last_announced: int | None = None,
    *,
    until: int = SEEDED_UNTIL,
    windows: Windows = DEFAULT_WINDOWS,
    seasons: tuple[Season, ...] = (),
    week: frozenset[int] = PLAIN_WEEK,
    name: str = "全国工作日历",
) -> WorkCalendar:
    """The calendar of `seed_days` with these hours; the same value for the same arguments."""
    return calendar_of(
        seed_days(last_announced, until),
        windows=windows,
        seasons=seasons,
        week=week,
        name=name,
        version=str(last_announced or announced_until()),
    )


def _date_of(day: CalendarDay) -> date:
    return day.on
