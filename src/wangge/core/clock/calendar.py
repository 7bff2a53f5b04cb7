"""The working calendar 工作日历: which days are worked, and when on them.

A calendar is a value. A line or a filing condition with hours of its own has a calendar of its
own; a new State Council notice makes a new calendar. What it does not hold: who asked for the
change, and where the figures come from (`CalendarDay.source` says that for each day).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from wangge.core.clock.instants import date_of, wall_day, wall_second
from wangge.core.clock.limits import DAY_S
from wangge.core.clock.table import Days, DayTable, build_table
from wangge.core.clock.windows import DEFAULT_WINDOWS, Season, Windows, check_windows


class DayKind(StrEnum):
    """What a day is for those who work."""

    #: 工作日
    work = "work"
    #: 休息日, the weekly rest
    rest = "rest"
    #: 放假, a statutory holiday or a day off beside one
    holiday = "holiday"
    #: 调休上班, a rest day that is worked
    makeup = "makeup"

    @property
    def worked(self) -> bool:
        """Whether the windows of the day are open."""
        return self in (DayKind.work, DayKind.makeup)


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One day that differs from the plain week, as a row of a table or of a notice."""

    on: date
    kind: DayKind
    #: e.g. 国庆节
    name: str
    #: Where this is written, e.g. the number of the notice.
    source: str
    #: False while the year has no State Council notice.
    confirmed: bool = True


#: Monday to Friday.
PLAIN_WEEK = frozenset(range(5))


@dataclass(frozen=True)
class WorkCalendar:
    """Which days are worked and when on them; equal calendars give equal deadlines."""

    #: Days that differ from the plain week.
    days: Mapping[date, DayKind]
    #: The years whose notice is in `days`; deadlines that touch another year are provisional.
    confirmed: frozenset[int] = frozenset()
    #: The windows of every day no season covers.
    windows: Windows = DEFAULT_WINDOWS
    #: The first season that covers a day gives its windows.
    seasons: tuple[Season, ...] = ()
    #: The weekdays worked, Monday = 0.
    week: frozenset[int] = PLAIN_WEEK
    name: str = ""
    version: str = ""
    _table: list[DayTable] = field(default_factory=list, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Take a copy of `days` that nobody can change; refuses `BadWindow` and an empty week."""
        check_windows(self.windows)
        object.__setattr__(self, "days", MappingProxyType(dict(self.days)))
        object.__setattr__(self, "confirmed", frozenset(self.confirmed))
        object.__setattr__(self, "week", frozenset(self.week))
        if not self.week:
            raise ValueError("a calendar needs at least one working weekday")

    def __hash__(self) -> int:
        return hash((self.name, self.version, len(self.days), self.confirmed))

    def kind_of(self, on: date) -> DayKind:
        """What the day is."""
        exception = self.days.get(on)
        if exception is not None:
            return exception
        return DayKind.work if on.weekday() in self.week else DayKind.rest

    def is_workday(self, on: date) -> bool:
        """Whether the day is worked."""
        return self.kind_of(on).worked

    def windows_of(self, month: int, day: int) -> Windows:
        """The windows in force at that day of the year, were it worked."""
        for season in self.seasons:
            if season.covers(month, day):
                return season.windows
        return self.windows

    def windows_on(self, on: date) -> Windows:
        """The working windows of the day, none if it is not worked."""
        return self.windows_of(on.month, on.day) if self.is_workday(on) else ()

    def unconfirmed_years(self, first: datetime, last: datetime) -> tuple[int, ...]:
        """The county years from `first` to `last` that have no notice yet, in order."""
        begins = date_of(wall_second(first) // DAY_S).year
        ends = date_of(wall_second(last) // DAY_S).year
        return tuple(year for year in range(begins, ends + 1) if year not in self.confirmed)

    def table(self, day: int) -> DayTable:
        """The reckoned days of this calendar, reaching beyond the wall day `day`.

        The first call reckons some forty years, once; later calls cost next to nothing.
        """
        table = self._table[0] if self._table else None
        if table is None or day >= table.end_day:
            days = Days(
                worked=self._exceptions(DayKind.work, DayKind.makeup),
                not_worked=self._exceptions(DayKind.rest, DayKind.holiday),
                holidays=self._exceptions(DayKind.holiday),
                makeups=self._exceptions(DayKind.makeup),
                week=self.week,
                windows_of=self.windows_of,
            )
            table = build_table(days, day)
            self._table[:] = [table]
        return table

    def _exceptions(self, *kinds: DayKind) -> frozenset[int]:
        """The wall days that `days` calls one of `kinds`."""
        return frozenset(wall_day(on) for on, kind in self.days.items() if kind in kinds)


def calendar_of(
    days: Iterable[CalendarDay],
    *,
    windows: Windows = DEFAULT_WINDOWS,
    seasons: tuple[Season, ...] = (),
    week: frozenset[int] = PLAIN_WEEK,
    name: str = "",
    version: str = "",
) -> WorkCalendar:
    """The calendar whose exceptions are `days`.

    A year counts as confirmed when it has days and all of them are confirmed.
    """
    rows = tuple(days)
    years = {row.on.year for row in rows}
    open_years = {row.on.year for row in rows if not row.confirmed}
    return WorkCalendar(
        days={row.on: row.kind for row in rows},
        confirmed=frozenset(years - open_years),
        windows=windows,
        seasons=seasons,
        week=week,
        name=name,
        version=version,
    )
