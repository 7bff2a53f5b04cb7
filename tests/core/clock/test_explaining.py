"""The sentence a clerk checks a deadline by, and the words beside a light."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.core.clock.county_time import CALENDAR, at, clock_of

from wangge.core.clock import Limit, explain, extend, pause, remaining_text, resume


@pytest.mark.parametrize(
    ("limit", "start", "zh", "en"),
    [
        (
            "4wh",
            "2026-09-30 16:00",
            "4个工作时，自9月30日16:00起：当日计2小时，10月1日至7日放假，10月8日10:00到期",
            "4 working hours from 30 Sep 16:00: 2 h that day, holidays 1–7 Oct, due 8 Oct 10:00",
        ),
        (
            "1wd",
            "2026-10-09 17:30",
            "1个工作日，自10月9日17:30起：当日计30分钟，10月10日调休上班，10月10日17:30到期",
            "1 working day from 9 Oct 17:30: 30 min that day, make-up workday 10 Oct, "
            "due 10 Oct 17:30",
        ),
        (
            "5wd",
            "2026-02-13 10:00",
            "5个工作日，自2月13日10:00起：当日计6小时，2月14日调休上班，2月15日至23日放假，"
            "其间4个工作日计32小时，2月27日10:00到期",
            "5 working days from 13 Feb 10:00: 6 h that day, make-up workday 14 Feb, "
            "holidays 15–23 Feb, 32 h on 4 working days between, due 27 Feb 10:00",
        ),
        (
            "2wh",
            "2026-09-29 11:00",
            "2个工作时，自9月29日11:00起：12:00至14:00不计，9月29日15:00到期",
            "2 working hours from 29 Sep 11:00: 12:00–14:00 not counted, due 29 Sep 15:00",
        ),
        (
            "4wh",
            "2026-11-21 10:00",
            "4个工作时，自11月21日10:00起：当日不计，休息日1天不计，11月23日12:00到期",
            "4 working hours from 21 Nov 10:00: nothing that day, 1 rest day, due 23 Nov 12:00",
        ),
        (
            "2uh",
            "2026-09-30 23:00",
            "2个紧急工作时，自9月30日23:00起：不分昼夜连续计算，10月1日01:00到期",
            "2 urgent hours from 30 Sep 23:00: counted day and night, due 1 Oct 01:00",
        ),
        (
            "5lwd",
            "2026-09-28 09:00",
            "5个工作日（法定），自9月28日09:00起：当日不计，10月1日至7日放假，"
            "10月10日调休上班，10月10日18:00到期",
            "5 working days (legal) from 28 Sep 09:00: that day not counted, "
            "holidays 1–7 Oct, make-up workday 10 Oct, due 10 Oct 18:00",
        ),
        (
            "5ld",
            "2026-09-28 09:00",
            "5个自然日（法定），自9月28日09:00起：当日不计，末日10月3日休息，顺延至下一工作日，"
            "10月8日18:00到期",
            "5 calendar days (legal) from 28 Sep 09:00: that day not counted, the last day, "
            "3 Oct, is a day of rest and gives way to the next working day, due 8 Oct 18:00",
        ),
        (
            "5wd",
            "2026-12-28 10:00",
            "5个工作日，自2026年12月28日10:00起：当日计6小时，2027年1月1日放假，休息日2天不计，"
            "其间4个工作日计32小时，1月5日10:00到期"
            "（2027年放假通知尚未发布，暂按周末和法定节日推算，发布后重新计算）",
            "5 working days from 28 Dec 2026 10:00: 6 h that day, holiday 1 Jan 2027, "
            "2 rest days, 32 h on 4 working days between, due 5 Jan 10:00 "
            "(provisional: no holiday notice for 2027 yet; to be reckoned again)",
        ),
    ],
)
def test_a_deadline_is_explained_in_both_languages(
    limit: str, start: str, zh: str, en: str
) -> None:
    clock = clock_of(limit, start)
    assert clock.explained == zh
    assert explain(clock, CALENDAR, "zh-hans") == zh
    assert explain(clock, CALENDAR, "en") == en


def test_a_long_limit_counts_its_holidays_instead_of_naming_them() -> None:
    said = clock_of("100wd", "2026-02-10 09:00").explained
    assert "其间放假共20天，调休上班共3天，休息日30天不计" in said


def test_pauses_and_extensions_are_told_in_their_order() -> None:
    clock = clock_of("8wh", "2026-09-28 16:00")
    until = at("2026-10-20 10:00")
    clock = pause(clock, at("2026-09-29 10:00"), CALENDAR, until=until, reason="待补充材料")
    assert clock.explained == (
        "8个工作时，自9月28日16:00起；9月29日10:00起因“待补充材料”暂停，预计至10月20日10:00，尚余4小时"
    )
    clock = resume(clock, at("2026-09-30 16:00"), CALENDAR)
    clock = extend(clock, Limit.parse("1wd"), CALENDAR)
    assert clock.explained == (
        "8个工作时，自9月28日16:00起；9月29日10:00起因“待补充材料”暂停，预计至10月20日10:00；"
        "9月30日16:00恢复，尚余4小时，延期1个工作日："
        "当日计2小时，10月1日至7日放假，其间1个工作日计8小时，10月9日10:00到期"
    )
    assert explain(clock, CALENDAR, "en") == (
        "8 working hours from 28 Sep 16:00; paused 29 Sep 10:00, expected until 20 Oct 10:00 "
        "(待补充材料); resumed 30 Sep 16:00, 4 h left, extended by 1 working day: 2 h that day, "
        "holidays 1–7 Oct, 8 h on 1 working day between, due 9 Oct 10:00"
    )


def test_an_overdue_clock_resumed_says_by_how_much() -> None:
    clock = clock_of("2wh", "2026-11-23 08:00")
    until = at("2026-11-26 10:00")
    clock = pause(clock, at("2026-11-23 15:00"), CALENDAR, until=until, reason="待检测")
    assert clock.explained.endswith("，已超期3小时")
    clock = resume(clock, at("2026-11-25 15:00"), CALENDAR)
    assert clock.explained.endswith("11月25日15:00恢复，已超期3小时：11月25日10:00到期")


@pytest.mark.parametrize("limit", ["2wh", "1lwd", "1ld", "2uh"])
def test_a_deadline_long_past_is_only_named(limit: str) -> None:
    clock = clock_of(limit, "2026-11-16 08:00")
    until = at("2026-11-26 10:00")
    clock = pause(clock, at("2026-11-23 15:00"), CALENDAR, until=until, reason="待检测")
    clock = resume(clock, at("2026-11-24 15:00"), CALENDAR)
    assert clock.due_at is not None
    told = clock.explained.rpartition("：")[2]
    assert told.endswith("到期")
    assert "，" not in told


def test_a_resumed_legal_clock_counts_the_day_it_is_resumed() -> None:
    clock = clock_of("5lwd", "2026-11-16 08:00")
    until = at("2026-11-26 10:00")
    clock = pause(clock, at("2026-11-18 15:00"), CALENDAR, until=until, reason="待检测")
    assert clock.explained.endswith("尚余4个工作日")
    clock = resume(clock, at("2026-11-23 09:00"), CALENDAR)
    assert clock.explained.endswith("11月23日09:00恢复，尚余4个工作日：11月26日18:00到期")


@pytest.mark.parametrize(
    ("before_due", "zh", "en"),
    [
        (timedelta(hours=2, minutes=10), "剩余2小时10分", "2 h 10 min left"),
        (timedelta(days=2, hours=3, minutes=59), "剩余2天3小时", "2 d 3 h left"),
        (timedelta(days=2), "剩余2天", "2 d left"),
        (timedelta(minutes=9, seconds=59), "剩余9分钟", "9 min left"),
        (timedelta(seconds=59), "剩余不足1分钟", "less than 1 min left"),
        (timedelta(0), "剩余不足1分钟", "less than 1 min left"),
        (-timedelta(seconds=1), "超期不足1分钟", "less than 1 min overdue"),
        (-timedelta(hours=5), "超期5小时", "5 h overdue"),
        (-timedelta(days=400, hours=1), "超期400天1小时", "400 d 1 h overdue"),
    ],
)
def test_what_remains_is_said_in_its_two_largest_units(
    before_due: timedelta, zh: str, en: str
) -> None:
    clock = clock_of("4wh", "2026-09-30 16:00")
    assert clock.due_at is not None
    assert remaining_text(clock, clock.due_at - before_due) == zh
    assert remaining_text(clock, clock.due_at - before_due, "en") == en


@pytest.mark.parametrize(
    ("limit", "moment", "zh", "en"),
    [
        ("8wh", "2026-11-23 10:00", "已暂停，剩余6小时", "paused, 6 h left"),
        ("5lwd", "2026-11-25 10:00", "已暂停，剩余4个工作日", "paused, 4 working days left"),
        ("5ld", "2026-11-25 10:00", "已暂停，剩余4天", "paused, 4 days left"),
        ("2wh", "2026-11-23 15:00", "已暂停，超期3小时", "paused, 3 h overdue"),
    ],
)
def test_a_paused_clock_says_what_it_keeps(limit: str, moment: str, zh: str, en: str) -> None:
    clock = clock_of(limit, "2026-11-23 08:00")
    until = at("2026-12-20 10:00")
    clock = pause(clock, at(moment), CALENDAR, until=until, reason="待检测")
    assert remaining_text(clock, until) == zh
    assert remaining_text(clock, until, "en") == en
