"""The days of a calendar, reckoned once: running totals that a bisection can search.

Days are wall days (see `instants`). The totals make "how much is worked until then" and "when
will so much have been worked" a matter of one bisection, whatever lies between.
"""

from __future__ import annotations

from bisect import bisect_left
from calendar import isleap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import NamedTuple

from wangge.core.clock.instants import FIRST_YEAR, date_of, wall_day
from wangge.core.clock.limits import DAY_S
from wangge.core.clock.windows import Windows

#: Where every table begins, a year before any instant, so that totals never shift or run out.
FIRST_DAY = wall_day(date(FIRST_YEAR - 1, 1, 1))
#: A table reaches this many years beyond the day asked for, so that it seldom grows.
YEARS_AHEAD = 6


class Days(NamedTuple):
    """What a table is built from; the sets hold wall days."""

    #: Days that are worked, or not worked, whatever their weekday is.
    worked: frozenset[int]
    not_worked: frozenset[int]
    holidays: frozenset[int]
    makeups: frozenset[int]
    #: The weekdays worked, Monday = 0.
    week: frozenset[int]
    #: The windows of a month and day, were it worked.
    windows_of: Callable[[int, int], Windows]


class Run(NamedTuple):
    """Holidays on end 放假, or make-up workdays on end 调休上班; wall days, both included."""

    first: int
    last: int
    makeup: bool


@dataclass(frozen=True, slots=True)
class DayTable:
    """Running totals from `FIRST_DAY` up to, but not including, `end_day`."""

    end_day: int
    #: Working seconds before each day; one entry more than there are days.
    seconds: list[int]
    #: Working days before each day.
    workdays: list[int]
    #: Holidays before each day.
    holidays: list[int]
    windows: list[Windows]
    #: All runs of exceptions, oldest first, and where each ends.
    runs: list[Run]
    run_ends: list[int]

    def worked_before(self, wall_s: int) -> int:
        """Working seconds from the table's beginning to a wall second."""
        day, second = divmod(wall_s, DAY_S)
        at = day - FIRST_DAY
        worked = self.seconds[at]
        for window in self.windows[at]:
            if second <= window.opens_s:
                break
            worked += min(second, window.closes_s) - window.opens_s
        return worked

    def reached(self, worked: int) -> int | None:
        """The first wall second by which `worked` seconds are worked; None beyond the table."""
        at = bisect_left(self.seconds, worked) - 1
        if at >= len(self.windows):
            return None
        rest = worked - self.seconds[at]
        for window in self.windows[at]:
            if rest <= window.length_s:
                return (FIRST_DAY + at) * DAY_S + window.opens_s + rest
            rest -= window.length_s
        raise AssertionError("the totals of a day disagree with its windows")

    def workday_with_number(self, number: int) -> int | None:
        """The wall day that is the `number`-th working day (from 1); None beyond the table."""
        at = bisect_left(self.workdays, number) - 1
        if at >= len(self.windows):
            return None
        return FIRST_DAY + at

    def workdays_before(self, day: int) -> int:
        """Working days from the table's beginning up to, not including, a wall day."""
        return self.workdays[day - FIRST_DAY]

    def holidays_before(self, day: int) -> int:
        """Holidays from the table's beginning up to, not including, a wall day."""
        return self.holidays[day - FIRST_DAY]

    def windows_of(self, day: int) -> Windows:
        """The working windows of a wall day, none if it is not worked."""
        return self.windows[day - FIRST_DAY]

    def closes_s(self, day: int) -> int:
        """When business closes on a wall day, seconds after midnight; 24:00 on a day of rest."""
        windows = self.windows[day - FIRST_DAY]
        return windows[-1].closes_s if windows else DAY_S

    def worked_on(self, day: int) -> bool:
        """Whether a wall day is worked."""
        return bool(self.windows[day - FIRST_DAY])

    def runs_between(self, first: int, last: int) -> list[Run]:
        """The runs that touch the wall days `first` to `last`, cut to them."""
        found = []
        for at in range(bisect_left(self.run_ends, first), len(self.runs)):
            run = self.runs[at]
            if run.first > last:
                break
            found.append(Run(max(run.first, first), min(run.last, last), run.makeup))
        return found


def build_table(days: Days, last_day: int) -> DayTable:
    """The table from `FIRST_DAY` to some years after `last_day`."""
    end_day = wall_day(date(date_of(last_day).year + YEARS_AHEAD, 1, 1))
    windows = [
        open_windows if _is_worked(day, days) else ()
        for day, open_windows in enumerate(_windows_by_day(days, end_day), start=FIRST_DAY)
    ]
    lengths = {each: sum(window.length_s for window in each) for each in set(windows)}
    runs = _runs(days)
    return DayTable(
        end_day=end_day,
        seconds=list(accumulate((lengths[each] for each in windows), initial=0)),
        workdays=list(accumulate((bool(each) for each in windows), initial=0)),
        holidays=list(
            accumulate((day in days.holidays for day in range(FIRST_DAY, end_day)), initial=0)
        ),
        windows=windows,
        runs=runs,
        run_ends=[run.last for run in runs],
    )


def _is_worked(day: int, days: Days) -> bool:
    """Whether a wall day is worked; 1970-01-01 was a Thursday."""
    if day in days.worked:
        return True
    return (day + 3) % 7 in days.week and day not in days.not_worked


def _windows_by_day(days: Days, end_day: int) -> Iterator[Windows]:
    """The windows of every day of the table, were it worked; each kind of year looked up once."""
    plain, leap = (_windows_of_year(days.windows_of, year) for year in (2023, 2024))
    for year in range(date_of(FIRST_DAY).year, date_of(end_day).year):
        yield from leap if isleap(year) else plain


def _windows_of_year(windows_of: Callable[[int, int], Windows], year: int) -> list[Windows]:
    """The windows of each day of a year."""
    first, last = wall_day(date(year, 1, 1)), wall_day(date(year, 12, 31))
    dates = map(date_of, range(first, last + 1))
    return [windows_of(on.month, on.day) for on in dates]


def _runs(days: Days) -> list[Run]:
    """Holidays and make-up days, days on end of one kind taken together."""
    runs: list[Run] = []
    for day in sorted(days.holidays | days.makeups):
        makeup = day in days.makeups
        if runs and runs[-1].last == day - 1 and runs[-1].makeup == makeup:
            runs[-1] = runs[-1]._replace(last=day)
        else:
            runs.append(Run(day, day, makeup))
    return runs
