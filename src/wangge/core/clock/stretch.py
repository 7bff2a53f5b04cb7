"""The last stretch of a clock, from where it began to run to its deadline, in words.

The part after the colon of `explain`: what the first day counts, which days are skipped or
added, what the days between count, and when it is due.
"""

from __future__ import annotations

from itertools import pairwise

from wangge.core.clock.calendar import WorkCalendar
from wangge.core.clock.instants import wall_second
from wangge.core.clock.limits import DAY_S, Counting
from wangge.core.clock.meters import LegalDayMeter
from wangge.core.clock.state import Clock
from wangge.core.clock.table import DayTable
from wangge.core.clock.windows import clock_text
from wangge.core.clock.words import Calendarist, span_text

#: More holidays or make-up days on the way than this are only counted, not named.
MOST_NAMED = 6


def stretch(clock: Clock, calendar: WorkCalendar, writer: Calendarist) -> str:
    """The stretch of a running clock, e.g. 「当日计2小时，10月1日至7日放假，10月8日10:00到期」."""
    assert clock.due_at is not None
    assert clock.running_since is not None
    counting = clock.limit.unit.counting
    began = wall_second(clock.running_since)
    ends = wall_second(clock.due_at)
    if ends < began:
        parts = []
    elif counting is Counting.urgent:
        parts = ["不分昼夜连续计算" if writer.chinese else "counted day and night"]
    elif counting is Counting.day_ends:
        last = writer.day(ends // DAY_S - 1)
        return f"{last}24:00到期" if writer.chinese else f"due {last} at 24:00"
    elif counting is Counting.working:
        parts = _working(calendar.table(ends // DAY_S), began, ends, writer)
    else:
        parts = _legal(clock, calendar, began, ends, writer)
    due = writer.moment(clock.due_at)
    parts.append(f"{due}到期" if writer.chinese else f"due {due}")
    return ("，" if writer.chinese else ", ").join(parts)


def _working(table: DayTable, began: int, ends: int, writer: Calendarist) -> list[str]:
    """What a working clock counts and skips between two wall seconds."""
    first, last = began // DAY_S, ends // DAY_S
    if first == last:
        return _same_day(table, began, ends, writer)
    counted = table.worked_before((first + 1) * DAY_S) - table.worked_before(began)
    if counted:
        said = span_text(counted, "zh" if writer.chinese else "en")
        parts = [f"当日计{said}" if writer.chinese else f"{said} that day"]
    else:
        parts = ["当日不计" if writer.chinese else "nothing that day"]
    parts += _days_between(table, first + 1, last, writer)
    days = table.workdays_before(last) - table.workdays_before(first + 1)
    if days:
        seconds = table.worked_before(last * DAY_S) - table.worked_before((first + 1) * DAY_S)
        if writer.chinese:
            parts.append(f"其间{days}个工作日计{span_text(seconds)}")
        else:
            s = "" if days == 1 else "s"
            parts.append(f"{span_text(seconds, 'en')} on {days} working day{s} between")
    return parts


def _same_day(table: DayTable, began: int, ends: int, writer: Calendarist) -> list[str]:
    """The breaks between the windows that a clock of one day crosses."""
    day = began // DAY_S
    windows = table.windows_of(day)
    breaks = []
    for before, after in pairwise(windows):
        if began < day * DAY_S + before.closes_s and ends > day * DAY_S + after.opens_s:
            opens, closes = clock_text(before.closes_s), clock_text(after.opens_s)
            breaks.append(
                f"{opens}至{closes}不计" if writer.chinese else f"{opens}–{closes} not counted"
            )
    return breaks


def _days_between(table: DayTable, first: int, last: int, writer: Calendarist) -> list[str]:
    """Holidays and make-up workdays from one wall day to another, then the plain days of rest."""
    if first > last:
        return []
    parts = _exceptions(table, first, last, writer)
    days = last + 1 - first
    worked = table.workdays_before(last + 1) - table.workdays_before(first)
    holidays = table.holidays_before(last + 1) - table.holidays_before(first)
    rest = days - worked - holidays
    if rest:
        s = "" if rest == 1 else "s"
        parts.append(f"休息日{rest}天不计" if writer.chinese else f"{rest} rest day{s}")
    return parts


def _exceptions(table: DayTable, first: int, last: int, writer: Calendarist) -> list[str]:
    """The runs of holidays and make-up days, named if they are few, else counted."""
    runs = table.runs_between(first, last)
    if len(runs) > MOST_NAMED:
        off = sum(run.last + 1 - run.first for run in runs if not run.makeup)
        on = sum(run.last + 1 - run.first for run in runs if run.makeup)
        if writer.chinese:
            return [f"其间放假共{off}天", f"调休上班共{on}天"]
        return [f"{off} holidays", f"{on} make-up workdays"]
    parts = []
    for run in runs:
        days = writer.days(run.first, run.last)
        if writer.chinese:
            parts.append(f"{days}调休上班" if run.makeup else f"{days}放假")
        else:
            s = "" if run.first == run.last else "s"
            parts.append(f"make-up workday{s} {days}" if run.makeup else f"holiday{s} {days}")
    return parts


def _legal(
    clock: Clock, calendar: WorkCalendar, began: int, ends: int, writer: Calendarist
) -> list[str]:
    """What a legal clock counts and skips; its deadline is the close of business."""
    assert clock.running_since is not None
    first, last = began // DAY_S, ends // DAY_S
    table = calendar.table(last)
    parts = []
    if clock.started_at < clock.running_since and not any(
        turn.at is not None and turn.at >= clock.running_since for turn in clock.turns
    ):
        parts.append("当日不计" if writer.chinese else "that day not counted")
    if clock.limit.unit.counting is Counting.legal_work_days:
        return parts + _days_between(table, first, last, writer)
    last_day = LegalDayMeter(calendar).last_day(clock.running_since, clock.left_then_s)
    if last_day != last:
        named = writer.day(last_day)
        parts.append(
            f"末日{named}休息，顺延至下一工作日"
            if writer.chinese
            else f"the last day, {named}, is a day of rest and gives way to the next working day"
        )
    return parts
