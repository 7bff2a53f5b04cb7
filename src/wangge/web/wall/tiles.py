"""The six figures of a wall, each beside what is usual: a number alone tells nobody anything."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from wangge.ledger.queries import Figures, Live
from wangge.ui.words import say_number
from wangge.web.wall.usual import Today

_HOUR_S, _DAY_S = 3_600, 86_400
#: Usual reports by now from which the difference is told in hundredths.
_COMPARED_FROM = 10


def tiles(
    day: Figures, month: Figures, before: Figures, live: Live, today: Today
) -> list[dict[str, Any]]:
    """The figures of now, of today (`day`), and of thirty days against the thirty `before`."""
    return [
        _tile("today", _("今日上报"), *_split(day.reported), _against_usual(day.reported, today)),
        _tile("open", _("在办"), *_split(live.open), _closed_today(day)),
        _tile(
            "overdue",
            _("超期"),
            *_split(live.overdue),
            _share(live),
            tone="red" if live.overdue else "green",
        ),
        _tile(
            "on_time",
            _("近30天按期结案率"),
            *_rate(month.on_time_rate),
            _points(month.on_time_rate, before.on_time_rate),
        ),
        _tile(
            "median",
            _("近30天处置用时（中位）"),
            *_span(month.handling_median_s),
            _slower(month.handling_median_s, before.handling_median_s),
        ),
        _tile(
            "stars",
            _("近30天满意度"),
            "—" if month.stars_mean is None else f"{month.stars_mean:.1f}",
            "" if month.stars_mean is None else _("分"),
            _("%(count)s次评价，满分5分") % {"count": say_number(month.ratings)},
        ),
    ]


def _tile(
    key: str, label: str, value: str, unit: str, note: str, *, tone: str = "plain"
) -> dict[str, Any]:
    return {
        "key": key, "label": label, "value": value, "unit": unit, "note": note, "tone": tone,
    }  # fmt: skip


def _split(number: int) -> tuple[str, str]:
    """3.4 and 万: the word is written smaller."""
    said = say_number(number)
    return (said[:-1], said[-1]) if not said[-1].isdigit() else (said, "")


def _rate(rate: float | None) -> tuple[str, str]:
    return ("—", "") if rate is None else (f"{rate * 100:.1f}", "%")


def _span(seconds: float | None) -> tuple[str, str]:
    """A handling time in its one largest unit."""
    if seconds is None:
        return "—", ""
    if seconds < _HOUR_S:
        return f"{seconds / 60:.0f}", _("分钟")
    if seconds < 2 * _DAY_S:
        return f"{seconds / _HOUR_S:.1f}", _("小时")
    return f"{seconds / _DAY_S:.1f}", _("天")


def _against_usual(count: int, today: Today) -> str:
    usual = today.by_now
    if usual is None:
        return _("还没有可比的往日")
    if usual < _COMPARED_FROM:  # a percentage of a handful says nothing
        return _("平常此时约%(count)s件") % {"count": f"{usual:.0f}"}
    change = count / usual - 1
    if abs(change) < 0.05:
        return _("和平常此时差不多")
    said = f"{abs(change):.0%}"
    if change > 0:
        return _("比平常此时 ▲%(change)s") % {"change": said}
    return _("比平常此时 ▼%(change)s") % {"change": said}


def _closed_today(day: Figures) -> str:
    return _("今日已结案 %(count)s") % {"count": say_number(day.closed)}


def _share(live: Live) -> str:
    if not live.overdue:
        return _("没有超期")
    share = live.overdue / max(1, live.open)
    return _("占在办 %(share)s") % {"share": f"{share:.0%}"}


def _points(rate: float | None, before: float | None) -> str:
    if rate is None or before is None:
        return _("前30天没有可比的")
    points = (rate - before) * 100
    if abs(points) < 0.05:
        return _("与前30天持平")
    said = f"{abs(points):.1f}"
    if points > 0:
        return _("比前30天 ▲%(points)s点") % {"points": said}
    return _("比前30天 ▼%(points)s点") % {"points": said}


def _slower(seconds: float | None, before: float | None) -> str:
    if seconds is None or before is None:
        return _("前30天没有可比的")
    if abs(seconds - before) < 0.02 * before:
        return _("与前30天持平")
    value, unit = _span(abs(seconds - before))
    if seconds > before:
        return _("比前30天 慢%(span)s") % {"span": f"{value}{unit}"}
    return _("比前30天 快%(span)s") % {"span": f"{value}{unit}"}
