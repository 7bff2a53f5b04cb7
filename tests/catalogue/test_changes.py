"""The county changes limits, duty and calendars: with a right, a reason, and a line in the log."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from wangge.accounts.refusals import MayNot
from wangge.audit.models import Entry
from wangge.catalogue import models
from wangge.catalogue.access import catalogue
from wangge.catalogue.actions import (
    edit_condition_limit,
    import_holiday_notice,
    install_packs,
    remove_duty,
    seed_calendar,
    set_duty,
    set_hours,
)
from wangge.catalogue.actions.items import subject_of
from wangge.catalogue.queries import condition_history, preview_limit_change
from wangge.catalogue.refusals import (
    DepartmentOrRole,
    LastDuty,
    NoItemMatches,
    NoSuchDuty,
    ReasonMissing,
    UnknownArea,
    UnknownDepartment,
    UnknownRole,
)
from wangge.core.catalogue import UnknownCalendar, UnknownCondition, UnknownItem, UnknownLine
from wangge.core.clock import BadLimit, BadWindow, DayKind, Limit, begin
from wangge.core.clock.refusals import NoticeNotWhole
from wangge.core.duty import Actor

pytestmark = pytest.mark.usefixtures("empty")

LATER = {"line": "volunteering", "item": "V01.01", "condition": "later"}


@pytest.fixture(autouse=True)
def _county(empty: None, tiny: Path, now: datetime) -> None:
    seed_calendar(now=now)
    install_packs(now=now, folders=[tiny])


@pytest.fixture
def by(administrator: Actor, now: datetime) -> dict[str, Any]:
    return {"reason": "常务会议纪要", "actor": administrator, "now": now + timedelta(hours=1)}


def test_a_changed_limit_holds_from_now_on_and_not_before(
    now: datetime, by: dict[str, Any]
) -> None:
    edit_condition_limit(**LATER, limit="3wd", **by)
    assert catalogue().condition("volunteering", "V01.01", "later").limit == "3wd"
    assert catalogue(now).condition("volunteering", "V01.01", "later").limit == "5wd"
    history = condition_history("volunteering", "V01.01", "later")
    assert [row.limit for row in history] == ["3wd", "5wd"]


def test_a_changed_limit_is_logged_with_its_reason(by: dict[str, Any]) -> None:
    edit_condition_limit(**LATER, limit="3wd", **by)
    entry = Entry.objects.get(subject=subject_of("volunteering", "V01.01", "later"))
    told = msgspec.json.decode(entry.data)
    assert (told["before"], told["after"], told["reason"]) == ("5wd", "3wd", "常务会议纪要")


def test_changing_a_limit_needs_the_right(by: dict[str, Any]) -> None:
    with pytest.raises(MayNot):
        edit_condition_limit(**LATER, limit="3wd", **{**by, "actor": Actor()})


def test_changing_a_limit_needs_a_reason(by: dict[str, Any]) -> None:
    with pytest.raises(ReasonMissing):
        edit_condition_limit(**LATER, limit="3wd", **{**by, "reason": " "})


def test_a_limit_that_cannot_be_read_changes_nothing(by: dict[str, Any]) -> None:
    with pytest.raises(BadLimit):
        edit_condition_limit(**LATER, limit="soon", **by)
    assert catalogue().condition("volunteering", "V01.01", "later").limit == "5wd"


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"line": "flying"}, UnknownLine),
        ({"item": "V09.09"}, UnknownItem),
        ({"condition": "never"}, UnknownCondition),
    ],
)
def test_what_does_not_exist_cannot_be_changed(
    wrong: dict[str, str], refusal: type[Exception], by: dict[str, Any]
) -> None:
    with pytest.raises(refusal):
        edit_condition_limit(**{**LATER, **wrong}, limit="3wd", **by)


def test_a_preview_says_what_would_change_and_changes_nothing() -> None:
    shown = preview_limit_change(**LATER, limit="3wd", open_cases=lambda *_: 12)
    assert (str(shown.before), str(shown.after), shown.open_cases) == ("5wd", "3wd", 12)
    assert catalogue().condition("volunteering", "V01.01", "later").limit == "5wd"


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"department": "road", "role": "dispatcher"}, DepartmentOrRole),
        ({}, DepartmentOrRole),
        ({"department": "nowhere"}, UnknownDepartment),
        ({"role": "king"}, UnknownRole),
        ({"role": "dispatcher", "area": "999999999"}, UnknownArea),
        ({"role": "dispatcher", "item": "X*"}, NoItemMatches),
    ],
)
def test_duty_names_what_exists(
    wrong: dict[str, str], refusal: type[Exception], by: dict[str, Any]
) -> None:
    with pytest.raises(refusal):
        set_duty("volunteering", **{"item": "V01.*", **wrong}, **by)


def test_nobody_can_take_the_last_duty_away(by: dict[str, Any]) -> None:
    with pytest.raises(LastDuty):
        remove_duty("volunteering", "*", **by)
    with pytest.raises(NoSuchDuty):
        remove_duty("volunteering", "V*", **by)


def test_the_county_begins_with_calendars_and_holidays(now: datetime) -> None:
    county = catalogue().calendar("county")
    assert county.kind_of(date(2026, 10, 1)) is DayKind.holiday
    assert county.kind_of(date(2026, 10, 10)) is DayKind.makeup
    assert 2026 in county.confirmed
    assert 2027 not in county.confirmed
    due = begin(Limit.parse("4wh"), datetime(2026, 9, 30, 8, 0, tzinfo=UTC), county).due_at
    assert due == datetime(2026, 10, 8, 2, 0, tzinfo=UTC)
    assert seed_calendar(now=now) is False


def test_round_the_clock_works_at_night_on_a_sunday() -> None:
    always = catalogue().calendar("round_the_clock")
    due = begin(Limit.parse("4wh"), datetime(2026, 11, 22, 18, 0, tzinfo=UTC), always).due_at
    assert due == datetime(2026, 11, 22, 22, 0, tzinfo=UTC)


NOTICE = """日期,类型,名称
2027-01-01,放假,元旦
2027-02-05,放假,春节
2027-02-06,放假,春节
2027-02-07,放假,春节
2027-02-08,放假,春节
2027-02-09,放假,春节
2027-02-13,调休,春节
"""


def test_a_notice_confirms_its_year_and_tells_what_changed(by: dict[str, Any]) -> None:
    by.pop("reason")
    changed = import_holiday_notice(NOTICE, year=2027, source="国办发明电", **by)
    days = {day.on: (day.before, day.after) for day in changed}
    assert days[date(2027, 2, 9)] == (DayKind.work, DayKind.holiday)
    assert days[date(2027, 2, 13)] == (DayKind.rest, DayKind.makeup)
    assert date(2027, 1, 1) not in days
    county = catalogue().calendar("county")
    assert 2027 in county.confirmed
    assert not county.is_workday(date(2027, 2, 9))


def test_a_notice_with_a_bad_row_changes_nothing(by: dict[str, Any]) -> None:
    by.pop("reason")
    with pytest.raises(NoticeNotWhole):
        import_holiday_notice(NOTICE + "2027-13-01,放假,怪日\n", year=2027, **by)
    assert 2027 not in catalogue().calendar("county").confirmed


def test_a_notice_needs_the_right(by: dict[str, Any]) -> None:
    by.pop("reason")
    with pytest.raises(MayNot):
        import_holiday_notice(NOTICE, year=2027, **{**by, "actor": Actor()})


def test_a_season_changes_the_hours_of_its_days(now: datetime, by: dict[str, Any]) -> None:
    models.CalendarSeason.objects.create(
        calendar=models.Calendar.objects.get(code="county"),
        name="夏季作息",
        first_month=6,
        first_day=1,
        last_month=9,
        last_day=30,
        windows="08:00-12:00, 15:00-18:00",
    )
    set_hours("county", "08:30-12:00, 14:00-17:30", **by)
    county = catalogue().calendar("county")
    assert [str(window) for window in county.windows_on(date(2026, 7, 1))] == [
        "08:00-12:00",
        "15:00-18:00",
    ]
    assert str(county.windows_on(date(2026, 11, 23))[0]) == "08:30-12:00"


def test_hours_that_overlap_and_calendars_nobody_knows_are_refused(by: dict[str, Any]) -> None:
    with pytest.raises(BadWindow):
        set_hours("county", "08:00-12:00, 11:00-18:00", **by)
    with pytest.raises(UnknownCalendar):
        set_hours("moon", "08:00-12:00", **by)
