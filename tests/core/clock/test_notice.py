"""A State Council notice comes: the year is confirmed, and open deadlines move."""

from __future__ import annotations

import json
from datetime import date

import pytest
from tests.core.clock.county_time import CALENDAR, at, clock_of, due, text

from wangge.core.clock import (
    ChangedDay,
    DayKind,
    changed_days,
    may_differ,
    pause,
    recompute,
)
from wangge.core.clock.notice import apply_notice, parse_notice
from wangge.core.clock.refusals import NoticeNotWhole, UnreadableNotice

#: Invented: what a notice for 2027 might look like around the Spring Festival.
INVENTED = """日期,类型,名称,来源
2027-01-01,放假,元旦,示例
2027/1/2,放假,元旦,示例
2027年1月3日,放假,元旦,
2027-01-30,调休上班,春节,示例
2027-02-05,放假,春节,示例
2027-02-06,放假,春节,示例
2027-02-07,放假,春节,示例
2027-02-08,放假,春节,示例
2027-02-09,放假,春节,示例
2027-02-10,放假,春节,示例
"""


def test_a_notice_is_read_in_chinese_and_in_english() -> None:
    notice = parse_notice(INVENTED, year=2027, source="示例通知")
    assert notice.bad == ()
    assert len(notice.days) == 10
    assert notice.days[2].on == date(2027, 1, 3)
    assert notice.days[2].source == "示例通知"
    assert notice.days[3].kind is DayKind.makeup
    rows = [
        {"date": day.on.isoformat(), "kind": day.kind, "name": day.name, "source": day.source}
        for day in notice.days
    ]
    assert parse_notice(json.dumps(rows), year=2027).days == notice.days


def test_a_spreadsheet_of_a_chinese_office_is_read_as_it_is_saved() -> None:
    expected = parse_notice(INVENTED, year=2027)
    assert parse_notice(INVENTED.encode("gb18030"), year=2027) == expected
    assert parse_notice(b"\xef\xbb\xbf" + INVENTED.encode(), year=2027) == expected
    assert parse_notice(INVENTED.replace(",", "\t"), year=2027) == expected


@pytest.mark.parametrize(
    ("row", "code", "said"),
    [
        ("2027-13-01,放假,元旦,", "unreadable_date", "日期“2027-13-01”无法识别"),
        ("2027-02-30,放假,春节,", "unreadable_date", "日期“2027-02-30”无法识别"),
        (",放假,元旦,", "unreadable_date", "日期“”无法识别"),
        ("2026-05-01,放假,劳动节,", "outside_notice", "不在2027年放假安排之内"),
        ("2027-01-01,加班,元旦,", "unknown_day_kind", "类型“加班”无法识别"),
        ("2027-01-04,调休,元旦,", "makeup_on_workday", "不是周末"),
        ("2027-01-02,放假,元旦,", "repeated_day", "出现了两次"),
    ],
)
def test_a_bad_row_is_named_with_its_reason(row: str, code: str, said: str) -> None:
    table = f"date,kind,name,source\n2027-01-02,holiday,元旦,\n{row}\n"
    notice = parse_notice(table, year=2027)
    assert [fault.row for fault in notice.bad] == [2]
    assert notice.bad[0].why.code == code
    assert notice.bad[0].say().startswith("第2行：")
    assert said in notice.bad[0].say()
    assert notice.bad[0].say("en").startswith("Row 2: ")


@pytest.mark.parametrize(
    "data", ["", "好", "a,b\n1,2\n", "[1, 2]", "[", "date,kind\n", b"\xff\xfe"]
)
def test_a_file_that_is_no_notice_is_refused(data: str | bytes) -> None:
    with pytest.raises(UnreadableNotice):
        parse_notice(data, year=2027)


def test_a_notice_with_a_bad_row_is_not_applied() -> None:
    notice = parse_notice(INVENTED + "2027-02-31,放假,春节,\n", year=2027)
    with pytest.raises(NoticeNotWhole) as refused:
        apply_notice(CALENDAR, notice, version="2027-1")
    assert "1行有误" in refused.value.say()


def test_a_notice_that_forgets_a_feast_says_which() -> None:
    missing = [day.name for day in parse_notice(INVENTED, year=2027).missing]
    assert missing[0] == "清明节"
    assert "元旦" not in missing


def test_applying_a_notice_confirms_the_year_and_tells_the_changed_days() -> None:
    after, changed = apply_notice(CALENDAR, parse_notice(INVENTED, year=2027), version="2027-1")
    assert 2027 in after.confirmed
    assert after.version == "2027-1"
    assert after.is_workday(date(2027, 1, 30))
    assert ChangedDay(date(2027, 1, 30), DayKind.rest, DayKind.makeup) in changed
    assert ChangedDay(date(2027, 2, 9), DayKind.work, DayKind.holiday) in changed
    assert [day.on.isoformat() for day in changed if day.moves_deadlines][:3] == [
        *("2027-01-30", "2027-02-09", "2027-02-10"),
    ]
    assert changed_days(CALENDAR, CALENDAR) == ()


def test_what_a_notice_does_not_name_is_no_holiday_of_its_year_any_more() -> None:
    after, _ = apply_notice(CALENDAR, parse_notice(INVENTED, year=2027), version="2027-1")
    assert after.is_workday(date(2027, 4, 5))
    assert not after.is_workday(date(2028, 4, 4))


def test_a_day_of_the_old_year_in_a_notice_leaves_that_year_as_it_was() -> None:
    """The notice for 2012 worked 31 December 2011."""
    table = "date,kind\n2026-12-26,makeup\n2027-01-01,holiday\n"
    after, changed = apply_notice(CALENDAR, parse_notice(table, year=2027), version="x")
    assert after.is_workday(date(2026, 12, 26))
    assert not after.is_workday(date(2026, 10, 1))
    assert changed[0].on == date(2026, 12, 26)


def test_open_deadlines_are_reckoned_again_when_the_notice_comes() -> None:
    after, changed = apply_notice(CALENDAR, parse_notice(INVENTED, year=2027), version="2027-1")
    clock = clock_of("1wd", "2027-02-04 10:00")
    assert text(clock.due_at) == "2027-02-09 10:00"
    assert may_differ(clock, changed)
    again = recompute(clock, after)
    assert text(again.due_at) == "2027-02-11 10:00"
    assert not again.provisional
    assert "尚未发布" not in again.explained
    assert again.due_at == clock_of("1wd", "2027-02-04 10:00", after).due_at


def test_a_provisional_clock_is_reckoned_again_though_none_of_its_days_changed() -> None:
    after, changed = apply_notice(CALENDAR, parse_notice(INVENTED, year=2027), version="2027-1")
    clock = clock_of("1wd", "2027-11-01 10:00")
    assert may_differ(clock, changed)
    again = recompute(clock, after)
    assert again.due_at == clock.due_at
    assert not again.provisional


def test_clocks_the_notice_cannot_touch_are_left_alone() -> None:
    after, changed = apply_notice(CALENDAR, parse_notice(INVENTED, year=2027), version="2027-1")
    for limit, start in [("4wh", "2026-09-30 16:00"), ("5ud", "2027-02-04 10:00")]:
        clock = clock_of(limit, start)
        assert not may_differ(clock, changed)
        assert recompute(clock, after) == clock


def test_a_correction_within_a_confirmed_year_touches_just_the_clocks_over_it() -> None:
    days = dict(CALENDAR.days)
    del days[date(2026, 10, 10)]
    changed = changed_days(CALENDAR, type(CALENDAR)(days, CALENDAR.confirmed))
    over = clock_of("1wd", "2026-10-09 17:30")
    before = clock_of("4wh", "2026-09-30 16:00")
    stopped = pause(
        over, at("2026-10-09 17:45"), CALENDAR, until=at("2026-12-01 08:00"), reason="待检测"
    )
    assert [may_differ(clock, changed) for clock in (over, before, stopped)] == [
        True,
        False,
        False,
    ]
    assert due("1wd", "2026-10-09 17:30") == "2026-10-10 17:30"
