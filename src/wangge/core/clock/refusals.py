"""What the clock says when it will not count. Each is wrong input, so each is an `Invalid`."""

from __future__ import annotations

from wangge.core.errors import Invalid


class BadLimit(Invalid):
    """A time limit that cannot be read, is not positive, or is beyond reason."""

    code = "bad_limit"
    zh = "时限“{text}”无法识别。请写成数量加单位，如 4wh（工作时）、5wd（工作日），数量为1至9999。"
    en = (
        "The limit “{text}” cannot be read. Write a number from 1 to 9999 and a unit, "
        "such as 4wh (working hours) or 5wd (working days)."
    )


class MixedCounting(Invalid):
    """An extension counted otherwise than the limit it extends."""

    code = "mixed_counting"
    zh = "原时限为{limit}，不能延期{by}。请用同一种计时方式的单位填写延期时长。"
    en = (
        "The limit is {limit_en} and cannot be extended by {by_en}. "
        "Give the extension in a unit that is counted the same way."
    )


class AlreadyPaused(Invalid):
    """A clock that stands cannot be stopped again."""

    code = "already_paused"
    zh = "计时已经暂停。请先恢复，再暂停。"
    en = "The clock is paused already. Resume it before pausing it again."


class NotPaused(Invalid):
    """A clock that runs cannot be resumed."""

    code = "not_paused"
    zh = "计时没有暂停，不需要恢复。"
    en = "The clock is not paused, so there is nothing to resume."


class PauseWithoutReason(Invalid):
    """Every pause says why."""

    code = "pause_without_reason"
    zh = "暂停计时必须写明原因。"
    en = "Say why the clock is to be paused."


class PauseWithoutEnd(Invalid):
    """Every pause says until when, and that lies ahead."""

    code = "pause_without_end"
    zh = "暂停计时必须写明截止时间，且须晚于暂停时间。"
    en = "Say until when the clock is to be paused; the end must lie after the beginning."


class OutsideCalendar(Invalid):
    """An instant the calendar does not reckon with (a mistyped year, nearly always)."""

    code = "outside_calendar"
    zh = "{year}年超出工作日历可计算的范围（1992年至2199年）。请核对日期。"
    en = "The year {year} is outside the working calendar (1992 to 2199). Please check the date."


class BadWindow(Invalid):
    """Working hours that cannot be read, overlap, or leave a day without any."""

    code = "bad_window"
    zh = "作息时间“{text}”有误。请写成 08:00-12:00，同一天各段不重叠、按先后排列，且至少一段。"
    en = (
        "The working hours “{text}” are wrong. Write 08:00-12:00; the spans of a day stand in "
        "order, do not overlap, and there is at least one."
    )
