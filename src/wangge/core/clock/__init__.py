"""The one clock 时限计算: limits, working calendars, running clocks and why they are due when.

Pure: values in, values out. What everyone needs is named here and imported from here; the two
modules that read packaged data or files are imported by name: `seed` (the calendar a county
begins with) and `notice` (the State Council's notice of a year).
"""

from __future__ import annotations

from wangge.core.clock.calendar import (
    PLAIN_WEEK,
    CalendarDay,
    DayKind,
    WorkCalendar,
    calendar_of,
)
from wangge.core.clock.changes import ChangedDay, changed_days, may_differ
from wangge.core.clock.explain import explain, left_text, remaining_text
from wangge.core.clock.lights import Light, light
from wangge.core.clock.limits import Counting, Limit, Unit, limit_s
from wangge.core.clock.refusals import (
    AlreadyPaused,
    BadLimit,
    BadWindow,
    MixedCounting,
    NotPaused,
    OutsideCalendar,
    PauseWithoutEnd,
    PauseWithoutReason,
)
from wangge.core.clock.running import (
    begin,
    extend,
    left_at,
    pause,
    recompute,
    relimit,
    resume,
    used_s,
)
from wangge.core.clock.state import Amber, Clock, Turn, TurnKind, from_json, to_json
from wangge.core.clock.windows import ALL_DAY, DEFAULT_WINDOWS, Season, Window, parse_windows

__all__ = [
    "ALL_DAY",
    "DEFAULT_WINDOWS",
    "PLAIN_WEEK",
    "AlreadyPaused",
    "Amber",
    "BadLimit",
    "BadWindow",
    "CalendarDay",
    "ChangedDay",
    "Clock",
    "Counting",
    "DayKind",
    "Light",
    "Limit",
    "MixedCounting",
    "NotPaused",
    "OutsideCalendar",
    "PauseWithoutEnd",
    "PauseWithoutReason",
    "Season",
    "Turn",
    "TurnKind",
    "Unit",
    "Window",
    "WorkCalendar",
    "begin",
    "calendar_of",
    "changed_days",
    "explain",
    "extend",
    "from_json",
    "left_at",
    "left_text",
    "light",
    "limit_s",
    "may_differ",
    "parse_windows",
    "pause",
    "recompute",
    "relimit",
    "remaining_text",
    "resume",
    "to_json",
    "used_s",
]
