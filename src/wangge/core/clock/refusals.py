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


class UnreadableNotice(Invalid):
    """A file that is not a table of days."""

    code = "unreadable_notice"
    zh = "文件读不出放假安排。请上传含“日期、类型、名称、来源”四列的 CSV，或同样字段的 JSON。"
    en = (
        "No holidays could be read from the file. Upload a CSV with the columns date, kind, "
        "name, source, or a JSON list with these fields."
    )


class NoticeNotWhole(Invalid):
    """Half a notice is not applied."""

    code = "notice_not_whole"
    zh = "{year}年放假安排有{bad}行有误或没有任何日期，未导入。请改正后重新上传整份安排。"
    en = (
        "The holidays of {year} were not imported: {bad} rows are wrong, or there are none. "
        "Correct them and upload the whole notice again."
    )


class UnreadableDate(Invalid):
    """A date that is none."""

    code = "unreadable_date"
    zh = "日期“{text}”无法识别。请写成 2027-01-01。"
    en = "The date “{text}” cannot be read. Write it as 2027-01-01."


class OutsideNotice(Invalid):
    """A date that belongs to another year's notice."""

    code = "outside_notice"
    zh = "{on}不在{year}年放假安排之内。请核对年份。"
    en = "{on} does not belong to the notice for {year}. Please check the year."


class UnknownDayKind(Invalid):
    """A kind of day that a notice does not know."""

    code = "unknown_day_kind"
    zh = "类型“{kind}”无法识别。请填“放假”或“调休上班”。"
    en = "The kind “{kind}” is unknown. Write holiday or makeup."


class RepeatedDay(Invalid):
    """The same day twice."""

    code = "repeated_day"
    zh = "{on}出现了两次。请只保留一行。"
    en = "{on} stands there twice. Keep one row only."


class MakeupOnWorkday(Invalid):
    """A make-up workday on a day that is worked anyway."""

    code = "makeup_on_workday"
    zh = "{on}不是周末，不能是调休上班日。请核对日期。"
    en = "{on} is not on a weekend, so it cannot be a make-up workday. Please check the date."
