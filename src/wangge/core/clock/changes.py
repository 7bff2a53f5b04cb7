"""What changes between two calendars, and which clocks that may concern."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from wangge.core.clock.calendar import DayKind, WorkCalendar
from wangge.core.clock.instants import date_of, wall_second
from wangge.core.clock.limits import DAY_S
from wangge.core.clock.state import Clock


@dataclass(frozen=True, slots=True)
class ChangedDay:
    """A day that is another kind of day now."""

    on: date
    before: DayKind
    after: DayKind

    @property
    def moves_deadlines(self) -> bool:
        """Whether it is worked now and was not, or the other way round."""
        return self.before.worked != self.after.worked


def changed_days(before: WorkCalendar, after: WorkCalendar) -> tuple[ChangedDay, ...]:
    """The days named in either calendar that are of another kind, oldest first.

    Only exceptions are compared: of other windows, seasons or weeks this knows nothing.
    """
    return tuple(
        ChangedDay(on, before.kind_of(on), after.kind_of(on))
        for on in sorted(before.days.keys() | after.days.keys())
        if before.kind_of(on) is not after.kind_of(on)
    )


def may_differ(clock: Clock, changed: Sequence[ChangedDay]) -> bool:
    """Whether `recompute` could say something else of `clock` after these changes.

    True for every provisional clock: its year may be announced now, though no day changed.
    """
    if not clock.limit.unit.counting.by_calendar:
        return False
    if clock.provisional:
        return True
    first = date_of(wall_second(clock.started_at) // DAY_S)
    ends_at = clock.due_at or clock.paused_at
    assert ends_at is not None
    last = date_of(wall_second(ends_at) // DAY_S)
    return any(first <= day.on <= last for day in changed)
