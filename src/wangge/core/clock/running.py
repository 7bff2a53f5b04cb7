"""Begin, pause, resume, extend and recompute a clock: pure functions from clock to clock.

Every function is given the moment and the calendar. Moments are cut to the whole second, and one
that lies before the last thing that happened counts as that: a clock never runs backwards.
Who may pause or extend, and how often, is judged elsewhere.
"""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from wangge.core.clock.calendar import WorkCalendar
from wangge.core.clock.explain import explain
from wangge.core.clock.instants import whole_utc
from wangge.core.clock.limits import Limit, limit_s
from wangge.core.clock.meters import Meter, meter_of
from wangge.core.clock.refusals import (
    AlreadyPaused,
    MixedCounting,
    NotPaused,
    PauseWithoutEnd,
    PauseWithoutReason,
)
from wangge.core.clock.state import DEFAULT_AMBER, Amber, Clock, Turn, TurnKind


def begin(
    limit: Limit, at: datetime, calendar: WorkCalendar, *, amber: Amber = DEFAULT_AMBER
) -> Clock:
    """A clock of `limit` running from `at`, with its deadline explained.

    Refuses `OutsideCalendar`; a naive `at` is a `ValueError`.
    """
    started_at = whole_utc(at)
    meter = meter_of(limit.unit.counting, calendar)
    clock = Clock(
        limit=limit,
        started_at=started_at,
        due_at=None,
        amber=amber,
    )
    return _run(clock, meter.counts_from(started_at), limit_s(limit), meter, calendar)


def pause(
    clock: Clock, at: datetime, calendar: WorkCalendar, *, until: datetime, reason: str
) -> Clock:
    """The clock standing from `at` with its remaining time kept exactly. 挂账、暂停。

    Refuses `AlreadyPaused`, `PauseWithoutReason`, `PauseWithoutEnd`.
    """
    if clock.paused:
        raise AlreadyPaused
    if not reason.strip():
        raise PauseWithoutReason(field="reason")
    moment = max(whole_utc(at), _last_moment(clock))
    end = whole_utc(until)
    if end <= moment:
        raise PauseWithoutEnd(field="until")
    left = left_at(clock, moment, calendar)
    turn = Turn(TurnKind.paused, at=moment, until=end, reason=reason.strip(), left_s=left)
    return _stand(replace(clock, turns=(*clock.turns, turn)), turn, left, calendar)


def resume(clock: Clock, at: datetime, calendar: WorkCalendar) -> Clock:
    """The clock running again from `at` with just what was left. 解挂、恢复。

    Refuses `NotPaused`.
    """
    if clock.left_s is None:
        raise NotPaused
    moment = max(whole_utc(at), _last_moment(clock))
    meter = meter_of(clock.limit.unit.counting, calendar)
    since = max(moment, meter.counts_from(clock.started_at))
    turn = Turn(TurnKind.resumed, at=moment, left_s=clock.left_s)
    resumed = replace(
        clock,
        left_s=None,
        paused_at=None,
        paused_until=None,
        paused_reason=None,
        turns=(*clock.turns, turn),
    )
    return _run(resumed, since, clock.left_s, meter, calendar)


def extend(clock: Clock, by: Limit, calendar: WorkCalendar) -> Clock:
    """The clock with `by` more time, running or paused as before. 延期。

    Refuses `MixedCounting` when `by` is counted otherwise than the limit.
    """
    if by.unit.counting is not clock.limit.unit.counting:
        raise MixedCounting(
            field="by",
            limit=clock.limit.say(),
            by=by.say(),
            limit_en=clock.limit.say("en"),
            by_en=by.say("en"),
        )
    if clock.left_s is not None:
        left = clock.left_s + limit_s(by)
        paused = _open_pause(clock)
        turn = Turn(TurnKind.extended, by=by, left_s=left)
        return _stand(replace(clock, turns=(*clock.turns, turn)), paused, left, calendar)
    assert clock.running_since is not None
    left = clock.left_then_s + limit_s(by)
    meter = meter_of(clock.limit.unit.counting, calendar)
    turn = Turn(TurnKind.extended, by=by, left_s=left)
    extended = replace(clock, turns=(*clock.turns, turn))
    return _run(extended, clock.running_since, left, meter, calendar)


def recompute(clock: Clock, calendar: WorkCalendar) -> Clock:
    """The clock as it would be had `calendar` been in force from its beginning. 重新计算。

    With the calendar it was made with, the very same clock.
    """
    return relimit(clock, clock.limit, calendar)


def relimit(clock: Clock, limit: Limit, calendar: WorkCalendar) -> Clock:
    """The clock as it would be had `limit` been given to it from its beginning. 改变时限。

    Pauses and extensions are kept. An extension counted otherwise than `limit` keeps its worth,
    rounded up to whole units of `limit`.
    """
    again = begin(limit, clock.started_at, calendar, amber=clock.amber)
    for turn in clock.turns:
        if turn.by is not None:
            again = extend(again, _counted_as(limit, turn.by), calendar)
        elif turn.kind is TurnKind.paused:
            assert turn.at is not None
            assert turn.until is not None
            assert turn.reason is not None
            again = pause(again, turn.at, calendar, until=turn.until, reason=turn.reason)
        else:
            assert turn.at is not None
            again = resume(again, turn.at, calendar)
    return again


def left_at(clock: Clock, at: datetime, calendar: WorkCalendar) -> int:
    """Counted seconds left at `at`; negative once overdue. Whole days for legal clocks.

    Until a deadline has passed something is left of it, so a legal deadline that moved off a
    holiday still has its last day.
    """
    if clock.left_s is not None:
        return clock.left_s
    assert clock.due_at is not None
    assert clock.running_since is not None
    meter = meter_of(clock.limit.unit.counting, calendar)
    moment = whole_utc(at)
    if moment >= clock.due_at:
        return meter.count(clock.due_at) - meter.count(moment)
    counted = max(0, meter.count(moment) - meter.count(clock.running_since))
    return max(meter.step_s, clock.left_then_s - counted)


def used_s(clock: Clock, at: datetime, calendar: WorkCalendar) -> int:
    """Counted seconds used up at `at`; with `left_at` always `clock.allowed_s`."""
    return clock.allowed_s - left_at(clock, at, calendar)


def _run(clock: Clock, since: datetime, left: int, meter: Meter, calendar: WorkCalendar) -> Clock:
    """`clock` running from `since` with `left` counted seconds to go."""
    due_at = meter.due(since, left)
    warn_s = min(clock.allowed_s // clock.amber.share, clock.amber.last_s)
    running = replace(
        clock,
        due_at=due_at,
        running_since=since,
        left_then_s=left,
        amber_at=meter.falls_to(since, left, warn_s),
        provisional=_provisional(clock, due_at, calendar),
    )
    return replace(running, explained=explain(running, calendar, "zh"))


def _stand(clock: Clock, paused: Turn, left: int, calendar: WorkCalendar) -> Clock:
    """`clock` standing since the turn `paused` with `left` counted seconds to go."""
    assert paused.at is not None
    standing = replace(
        clock,
        due_at=None,
        left_s=left,
        paused_at=paused.at,
        paused_until=paused.until,
        paused_reason=paused.reason,
        amber_at=None,
        provisional=_provisional(clock, paused.at, calendar),
    )
    return replace(standing, explained=explain(standing, calendar, "zh"))


def _provisional(clock: Clock, until: datetime, calendar: WorkCalendar) -> bool:
    """Whether the reckoning from the start to `until` rests on a year not yet announced."""
    if not clock.limit.unit.counting.by_calendar:
        return False
    return bool(calendar.unconfirmed_years(clock.started_at, until))


def _counted_as(limit: Limit, by: Limit) -> Limit:
    """`by` itself if it is counted as `limit` is, else its worth in units of `limit`."""
    if by.unit.counting is limit.unit.counting:
        return by
    return Limit(-(-limit_s(by) // limit.unit.seconds), limit.unit)


def _last_moment(clock: Clock) -> datetime:
    """The moment of the last thing that happened to `clock`."""
    for turn in reversed(clock.turns):
        if turn.at is not None:
            return turn.at
    return clock.started_at


def _open_pause(clock: Clock) -> Turn:
    """The pause that a standing clock stands in."""
    return next(turn for turn in reversed(clock.turns) if turn.kind is TurnKind.paused)
