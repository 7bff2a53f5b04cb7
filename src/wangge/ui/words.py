"""Numbers and times as people say them: 剩余2小时10分, 12.3万, 今天 09:12.

Pure but for the language, which is the one active in Django. Instants are aware; a screen shows
them on the county's clock.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wangge.lib.clock import SHANGHAI

DAY_S = 86_400
HOUR_S = 3_600


def speaks_chinese() -> bool:
    """True when the page is being written in Chinese."""
    return (get_language() or "zh").startswith("zh")


def say_span(span: timedelta) -> str:
    """A length of time in its two largest units, without a sign; under a minute is said so."""
    seconds = abs(int(span.total_seconds()))
    days, rest = divmod(seconds, DAY_S)
    hours, rest = divmod(rest, HOUR_S)
    minutes = rest // 60
    if days and hours:
        return _("%(days)d天%(hours)d小时") % {"days": days, "hours": hours}
    if days:
        return _("%(days)d天") % {"days": days}
    if hours and minutes:
        return _("%(hours)d小时%(minutes)d分") % {"hours": hours, "minutes": minutes}
    if hours:
        return _("%(hours)d小时") % {"hours": hours}
    if minutes:
        return _("%(minutes)d分") % {"minutes": minutes}
    return _("不到1分")


def say_deadline(due_at: datetime, *, now: datetime) -> str:
    """剩余… before `due_at`, 超期… after it."""
    if due_at >= now:
        return _("剩余%(span)s") % {"span": say_span(due_at - now)}
    return _("超期%(span)s") % {"span": say_span(now - due_at)}


def say_exact(at: datetime) -> str:
    """The instant to the minute on the county's clock: 2026-11-23 17:12."""
    return at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")


def say_moment(at: datetime, *, now: datetime) -> str:
    """The shortest exact way to say an instant: 09:12 today, 11-20 09:12 this year, else all."""
    local, today = at.astimezone(SHANGHAI), now.astimezone(SHANGHAI)
    if local.date() == today.date():
        return local.strftime("%H:%M")
    if local.year == today.year:
        return local.strftime("%m-%d %H:%M")
    return local.strftime("%Y-%m-%d %H:%M")


def say_day(at: datetime, *, now: datetime) -> str:
    """The day of an instant: 09:12 when it is today, 11-20 this year, else the whole date."""
    local, today = at.astimezone(SHANGHAI), now.astimezone(SHANGHAI)
    if local.date() == today.date():
        return local.strftime("%H:%M")
    return local.strftime("%m-%d" if local.year == today.year else "%Y-%m-%d")


def say_number(number: float) -> str:
    """A number for a leader's glance, one decimal: 3.4万, 1.2亿; in English 34.0k, 120.0M."""
    steps = (
        ((1e8, "亿"), (1e4, "万"))
        if speaks_chinese()
        else ((1e9, "B"), (1e6, "M"), (1e4, "k"))
    )
    for size, word in steps:
        if abs(number) >= size:
            return f"{number / (1e3 if word == 'k' else size):.1f}{word}"
    return f"{number:,.0f}" if number == int(number) else f"{number:,.1f}"
