"""Why a deadline falls where it falls, in one sentence a clerk can check by hand.

「4个工作时，自9月30日16:00起：当日计2小时，10月1日至7日放假，10月8日10:00到期」

The sentence tells the limit, what happened on the way, the days that were skipped or added, and
the deadline. It never reckons anew: it reads the clock and looks the days up.
"""

from __future__ import annotations

from datetime import datetime

from wangge.core.clock.calendar import WorkCalendar
from wangge.core.clock.limits import DAY_S, WORK_DAY_S, Counting
from wangge.core.clock.state import Clock, Turn, TurnKind
from wangge.core.clock.stretch import stretch
from wangge.core.clock.words import Calendarist, is_chinese, rough_text, span_text


def explain(clock: Clock, calendar: WorkCalendar, language: str = "zh") -> str:
    """The sentence for `clock`; `calendar` must be the one it was reckoned with."""
    chinese = is_chinese(language)
    last = _last_instant(clock)
    writer = Calendarist(clock.started_at, last, language)
    said = _opening(clock, writer, chinese)
    for turn in clock.turns:
        said += _turn(turn, clock.limit.unit.counting, writer, chinese)
    if clock.paused:
        assert clock.left_s is not None
        said += _standing(clock.left_s, clock.limit.unit.counting, chinese)
    else:
        said += ("：" if chinese else ": ") + stretch(clock, calendar, writer)
    if clock.provisional:
        said += _proviso(calendar.unconfirmed_years(clock.started_at, last), chinese)
    return said


def left_text(left_s: int, counting: Counting, language: str = "zh") -> str:
    """Counted seconds left, in the clock's own measure: 「3小时」 or, of a legal clock, 「3天」."""
    chinese = is_chinese(language)
    if counting is Counting.legal_work_days:
        days = left_s // WORK_DAY_S
        return f"{days}个工作日" if chinese else f"{days} working day{'' if days == 1 else 's'}"
    if counting in (Counting.legal_days, Counting.day_ends):
        days = left_s // DAY_S
        return f"{days}天" if chinese else f"{days} day{'' if days == 1 else 's'}"
    return span_text(left_s, language)


def remaining_text(clock: Clock, at: datetime, language: str = "zh") -> str:
    """What a list shows beside the light: 「剩余2天3小时」, 「超期5小时」.

    By the wall clock up to the deadline, nights and holidays included; while paused, the time
    kept, as the clock counts it: 「已暂停，剩余3小时」.
    """
    chinese = is_chinese(language)
    if clock.due_at is None:
        assert clock.left_s is not None
        said = left_text(abs(clock.left_s), clock.limit.unit.counting, language)
        if clock.left_s < 0:
            return f"已暂停，超期{said}" if chinese else f"paused, {said} overdue"
        return f"已暂停，剩余{said}" if chinese else f"paused, {said} left"
    seconds = int((clock.due_at - at).total_seconds())
    if at > clock.due_at:
        said = rough_text(-seconds, language)
        return f"超期{said}" if chinese else f"{said} overdue"
    said = rough_text(seconds, language)
    return f"剩余{said}" if chinese else f"{said} left"


def _last_instant(clock: Clock) -> datetime:
    """The latest instant the sentence names."""
    instants = [turn.at for turn in clock.turns if turn.at is not None]
    instants.append(clock.due_at or clock.paused_until or clock.started_at)
    return max(instants)


def _opening(clock: Clock, writer: Calendarist, chinese: bool) -> str:
    """「4个工作时，自9月30日16:00起」."""
    start = writer.moment(clock.started_at)
    if chinese:
        return f"{clock.limit.say()}，自{start}起"
    return f"{clock.limit.say('en')} from {start}"


def _turn(turn: Turn, counting: Counting, writer: Calendarist, chinese: bool) -> str:
    """One thing that happened on the way."""
    if turn.by is not None:
        return f"，延期{turn.by.say()}" if chinese else f", extended by {turn.by.say('en')}"
    assert turn.at is not None
    moment = writer.moment(turn.at)
    if turn.kind is TurnKind.paused:
        assert turn.until is not None
        until = writer.moment(turn.until)
        if chinese:
            return f"；{moment}起因“{turn.reason}”暂停，预计至{until}"
        return f"; paused {moment}, expected until {until} ({turn.reason})"
    if chinese:
        return f"；{moment}恢复{_standing(turn.left_s, counting, chinese)}"
    return f"; resumed {moment}{_standing(turn.left_s, counting, chinese)}"


def _standing(left_s: int, counting: Counting, chinese: bool) -> str:
    """What was left: 「，尚余3小时」, 「，已超期3小时」."""
    said = left_text(abs(left_s), counting, "zh" if chinese else "en")
    if left_s < 0:
        return f"，已超期{said}" if chinese else f", {said} overdue"
    return f"，尚余{said}" if chinese else f", {said} left"


def _proviso(years: tuple[int, ...], chinese: bool) -> str:
    """What has not been announced yet, and what will be done about it."""
    if chinese:
        named = "、".join(f"{year}年" for year in years)
        return f"（{named}放假通知尚未发布，暂按周末和法定节日推算，发布后重新计算）"
    named = ", ".join(map(str, years))
    return f" (provisional: no holiday notice for {named} yet; to be reckoned again)"
