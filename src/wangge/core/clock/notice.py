"""A State Council notice 放假通知, as a plain table a county can import.

Columns: date, kind, name, source (日期、类型、名称、来源), as CSV or as a JSON list of objects.
The year's statutory guesses give way to it as a whole, so a notice with a single bad row is not
applied at all: half a notice would be taken for the whole truth.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

import msgspec

from wangge.core.clock.calendar import CalendarDay, DayKind, WorkCalendar
from wangge.core.clock.changes import ChangedDay, changed_days
from wangge.core.clock.refusals import (
    MakeupOnWorkday,
    NoticeNotWhole,
    OutsideNotice,
    RepeatedDay,
    UnknownDayKind,
    UnreadableDate,
    UnreadableNotice,
)
from wangge.core.clock.statutory import statutory_days
from wangge.core.errors import Refusal

_COLUMNS = {"日期": "date", "类型": "kind", "类别": "kind", "名称": "name", "来源": "source"}

_KINDS = {
    **dict.fromkeys(("holiday", "放假", "节假日", "休", "休息"), DayKind.holiday),
    **dict.fromkeys(("makeup", "调休", "上班", "调休上班", "补班", "班"), DayKind.makeup),
}

_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be taken, and why."""

    #: 1 is the first row after the heading.
    row: int
    #: The column at fault.
    field: str
    why: Refusal

    def say(self, language: str = "zh") -> str:
        """The row and the reason in one sentence."""
        said = self.why.say(language)
        return f"第{self.row}行：{said}" if language.startswith("zh") else f"Row {self.row}: {said}"


@dataclass(frozen=True, slots=True)
class Notice:
    """What could be read of a notice for one year."""

    year: int
    days: tuple[CalendarDay, ...]
    bad: tuple[BadRow, ...]

    @property
    def missing(self) -> tuple[CalendarDay, ...]:
        """Statutory holidays of the year that the notice does not name: worth a second look."""
        off = {day.on for day in self.days if day.kind is DayKind.holiday}
        return tuple(day for day in statutory_days(self.year) if day.on not in off)


def parse_notice(data: str | bytes, *, year: int, source: str = "") -> Notice:
    """The notice for `year` in `data`: CSV (UTF-8 or GB18030, comma or tab) or JSON.

    `source` stands in for an empty source column. Days of the neighbouring years count only if
    they lie within a fortnight of New Year. Refuses `UnreadableNotice` when it is no such table;
    a fault in a row stands in `bad`.
    """
    days: dict[date, CalendarDay] = {}
    bad: list[BadRow] = []
    for number, row in enumerate(_rows(data), start=1):
        try:
            day = _day(row, year, source)
            if day.on in days:
                raise RepeatedDay(field="date", on=day.on.isoformat())
            days[day.on] = day
        except Refusal as why:
            bad.append(BadRow(number, why.field or "date", why))
    if not days and not bad:
        raise UnreadableNotice(field="file")
    return Notice(year, tuple(days[on] for on in sorted(days)), tuple(bad))


def apply_notice(
    calendar: WorkCalendar, notice: Notice, *, version: str
) -> tuple[WorkCalendar, tuple[ChangedDay, ...]]:
    """The calendar with the notice's year confirmed, and the days that changed by it.

    Everything the calendar said of that year is replaced; days of a neighbouring year are only
    added. Refuses `NoticeNotWhole` while there are bad rows.
    """
    if notice.bad or not notice.days:
        raise NoticeNotWhole(field="file", year=notice.year, bad=len(notice.bad))
    days = {on: kind for on, kind in calendar.days.items() if on.year != notice.year}
    days.update((day.on, day.kind) for day in notice.days)
    after = replace(
        calendar, days=days, confirmed=calendar.confirmed | {notice.year}, version=version
    )
    return after, changed_days(calendar, after)


def _rows(data: str | bytes) -> Iterator[Mapping[str, str]]:
    """The rows of a table, by English column names, every value a stripped string."""
    text = _text(data)
    if text.lstrip().startswith(("[", "{")):
        try:
            listed = msgspec.json.decode(text, type=list[dict[str, str | int | None]])
        except msgspec.MsgspecError as error:
            raise UnreadableNotice(field="file") from error
        yield from map(_english, listed)
        return
    lines = io.StringIO(text)
    heading = lines.readline()
    lines.seek(0)
    table = csv.DictReader(lines, delimiter="\t" if "\t" in heading else ",", restkey="rest")
    names = {_COLUMNS.get(name.strip(), name.strip().lower()) for name in table.fieldnames or ()}
    if not {"date", "kind"} <= names:
        raise UnreadableNotice(field="file")
    for row in table:
        row.pop("rest", None)
        if any((value or "").strip() for value in row.values()):
            yield _english(row)


def _english(row: Mapping[str, object]) -> dict[str, str]:
    """A row by English column names."""
    return {
        _COLUMNS.get(name.strip(), name.strip().lower()): ""
        if value is None
        else str(value).strip()
        for name, value in row.items()
    }


def _text(data: str | bytes) -> str:
    """The text of a file, whichever of the two usual encodings it is in."""
    if isinstance(data, str):
        return data.removeprefix("\ufeff")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", errors="replace")


def _day(row: Mapping[str, str], year: int, source: str) -> CalendarDay:
    """The day of one row; refuses with the column at fault."""
    on = _date(row.get("date", ""))
    near = abs((on - date(year, 1, 1)).days) <= 14 or abs((on - date(year, 12, 31)).days) <= 14
    if on.year != year and not near:
        raise OutsideNotice(field="date", on=on.isoformat(), year=year)
    written = row.get("kind", "")
    kind = _KINDS.get(written.lower())
    if kind is None:
        raise UnknownDayKind(field="kind", kind=written)
    if kind is DayKind.makeup and on.weekday() < 5:
        raise MakeupOnWorkday(field="kind", on=on.isoformat())
    return CalendarDay(on, kind, row.get("name", ""), row.get("source", "") or source)


def _date(text: str) -> date:
    """The date written 2027-01-01, 2027/1/1 or 2027年1月1日."""
    match = _DATE.fullmatch(text.strip())
    if match is None:
        raise UnreadableDate(field="date", text=text)
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError as error:
        raise UnreadableDate(field="date", text=text) from error
