"""When the next visit (走访) is due: by the calendar, as people count weeks, months and quarters.

A household called at on 31 January and due every month is due by 28 February. The day it is due
still belongs to the rule: only the day after is overdue. Ignores who calls and what was found.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Unit(StrEnum):
    """What the rhythm of visits is counted in."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class State(StrEnum):
    """How a household stands with its rule on a day."""

    NONE = "none"  #: no rule asks for visits
    FINE = "fine"  #: visited, nothing owed this week
    WEEK = "week"  #: due by the end of this week (Sunday)
    TODAY = "today"  #: due today
    OVERDUE = "overdue"  #: should have been visited before


#: Days of a unit, to tell which of two rhythms is the stricter.
_DAYS = {Unit.DAY: 1.0, Unit.WEEK: 7.0, Unit.MONTH: 365.25 / 12}

_WORDS = {
    (1, Unit.DAY): ("每天", "every day"),
    (1, Unit.WEEK): ("每周", "every week"),
    (1, Unit.MONTH): ("每月", "every month"),
    (3, Unit.MONTH): ("每季度", "every quarter"),
    (6, Unit.MONTH): ("每半年", "every half year"),
    (12, Unit.MONTH): ("每年", "every year"),
}
_UNITS = {Unit.DAY: ("天", "days"), Unit.WEEK: ("周", "weeks"), Unit.MONTH: ("个月", "months")}


@dataclass(frozen=True, slots=True)
class VisitRule:
    """Households of a class are called at once in every so many days, weeks or months."""

    visit_class: str
    every: int
    unit: Unit
    #: The first day it holds; nobody is late by it before one full span has passed.
    since: date

    @property
    def days(self) -> float:
        """The length of the span, roughly: the shorter of two is the stricter."""
        return self.every * _DAYS[self.unit]

    def after(self, day: date) -> date:
        """The day one span later; where a month is too short, its last day."""
        match self.unit:
            case Unit.DAY:
                return day + timedelta(days=self.every)
            case Unit.WEEK:
                return day + timedelta(weeks=self.every)
            case Unit.MONTH:
                months = day.year * 12 + day.month - 1 + self.every
                year, month = divmod(months, 12)
                last = monthrange(year, month + 1)[1]
                return date(year, month + 1, min(day.day, last))

    def say(self, language: str = "zh") -> str:
        """每周, every 2 weeks."""
        place = 0 if language.startswith("zh") else 1
        known = _WORDS.get((self.every, self.unit))
        if known is not None:
            return known[place]
        if place == 0:
            return f"每{self.every}{_UNITS[self.unit][0]}"
        return f"every {self.every} {_UNITS[self.unit][1]}"


def due_on(rule: VisitRule | None, *, first: date, last: date | None) -> date | None:
    """The last day on which the next visit is in time; None where no rule asks for one.

    Counted from the latest of: the last visit, the household's `first` day, the rule's first day.
    """
    if rule is None:
        return None
    return rule.after(max(day for day in (last, first, rule.since) if day is not None))


def overdue_days(due: date | None, today: date) -> int:
    """By how many days the visit is late; 0 where it is not."""
    return max(0, (today - due).days) if due is not None else 0


def state_of(due: date | None, today: date) -> State:
    """How the household stands on that day."""
    if due is None:
        return State.NONE
    if due < today:
        return State.OVERDUE
    if due == today:
        return State.TODAY
    sunday = today + timedelta(days=6 - today.weekday())
    return State.WEEK if due <= sunday else State.FINE
