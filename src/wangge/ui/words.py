"""Numbers and times as people say them: 剩余2小时10分, 12.3万, 今天 09:12.

Pure but for the language, which is the one active in Django. Instants are aware; a screen shows
them on the county's clock.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import get_language

from wangge.core.clock.words import rough_text
from wangge.lib.clock import SHANGHAI


def speaks_chinese() -> bool:
    """True when the page is being written in Chinese."""
    return (get_language() or "zh").startswith("zh")


def say_span(span: timedelta) -> str:
    """A length of time in its two largest units, without a sign: 2天3小时, 2小时10分, 40分钟."""
    return rough_text(abs(int(span.total_seconds())), get_language() or "zh")


def say_deadline(due_at: datetime, *, now: datetime) -> str:
    """剩余… up to `due_at`, 超期… after it, as `core.clock.remaining_text` says it."""
    said = say_span(due_at - now)
    if now > due_at:
        return f"超期{said}" if speaks_chinese() else f"{said} overdue"
    return f"剩余{said}" if speaks_chinese() else f"{said} left"


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
    steps = ((1e8, "亿"), (1e4, "万")) if speaks_chinese() else ((1e9, "B"), (1e6, "M"), (1e4, "k"))
    for size, word in steps:
        if abs(number) >= size:
            return f"{number / (1e3 if word == 'k' else size):.1f}{word}"
    return f"{number:,.0f}" if number == int(number) else f"{number:,.1f}"
