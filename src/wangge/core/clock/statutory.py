"""The thirteen statutory holidays of a year 法定节日, where no notice says more.

The State Council's notice moves rest days around them (调休) and is published about November; what
it will say cannot be known. Until then a year is reckoned with its weekends and these days, and
everything reckoned so is provisional. Days off in lieu (补假) are the notice's business too.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from lunar_python import Lunar, Solar

from wangge.core.clock.calendar import CalendarDay, DayKind

#: 《全国年节及纪念日放假办法》, as in force since 2025-01-01; not checked against its full text.
STATUTORY_SOURCE = "全国年节及纪念日放假办法（2025年起）"


@cache
def statutory_days(year: int) -> tuple[CalendarDay, ...]:
    """元旦1 春节4 清明1 劳动节2 端午1 中秋1 国庆3, oldest first, each unconfirmed.

    The eve of the lunar new year (除夕) and the three days after it are the Spring Festival. Two
    feasts on one day (中秋 within 国庆) give one entry, named after both.
    """
    new_year = _lunar(year, 1, 1)
    named = [
        (date(year, 1, 1), "元旦"),
        *((new_year + timedelta(days=n), "春节") for n in (-1, 0, 1, 2)),
        (_qingming(year), "清明节"),
        (date(year, 5, 1), "劳动节"),
        (date(year, 5, 2), "劳动节"),
        (_lunar(year, 5, 5), "端午节"),
        (_lunar(year, 8, 15), "中秋节"),
        *((date(year, 10, n), "国庆节") for n in (1, 2, 3)),
    ]
    names: dict[date, str] = {}
    for on, name in sorted(named):
        names[on] = f"{names[on]}、{name}" if on in names else name
    return tuple(
        CalendarDay(on, DayKind.holiday, name, STATUTORY_SOURCE, confirmed=False)
        for on, name in names.items()
    )


def _lunar(year: int, month: int, day: int) -> date:
    """The date of a day of the lunar year that begins in `year`."""
    return date.fromisoformat(Lunar.fromYmd(year, month, day).getSolar().toYmd())


def _qingming(year: int) -> date:
    """The solar term 清明, 4 to 6 April."""
    terms = Solar.fromYmd(year, 4, 4).getLunar().getJieQiTable()
    return date.fromisoformat(terms["清明"].toYmd())
