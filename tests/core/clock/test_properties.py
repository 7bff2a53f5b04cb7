"""What holds of every clock, whatever happens to it, in calendars made at random."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st
from tests.core.clock.county_time import CALENDAR

from wangge.core.clock import (
    Clock,
    Counting,
    DayKind,
    Light,
    Limit,
    Season,
    Unit,
    Window,
    WorkCalendar,
    begin,
    explain,
    extend,
    from_json,
    left_at,
    light,
    limit_s,
    pause,
    recompute,
    remaining_text,
    resume,
    to_json,
    used_s,
)
from wangge.lib.clock import SHANGHAI

SUMMER = Season((7, 1), (9, 30), (Window(28_800, 43_200), Window(54_000, 64_800)))
WINTER = Season((11, 15), (2, 15), (Window(30_600, 43_200), Window(48_600, 63_000)))

MINUTES = st.integers(0, 4 * 365 * 24 * 60)
MOMENTS = MINUTES.map(lambda n: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=n))


def _calendar(marks: dict[int, DayKind], seasons: tuple[Season, ...]) -> WorkCalendar:
    days = {date(2025, 1, 1) + timedelta(days=n): kind for n, kind in marks.items()}
    return WorkCalendar(days, frozenset({2025, 2026}), seasons=seasons)


CALENDARS = st.one_of(
    st.just(CALENDAR),
    st.builds(
        _calendar,
        st.dictionaries(st.integers(0, 700), st.sampled_from(DayKind), max_size=60),
        st.sampled_from([(), (SUMMER,), (WINTER,), (SUMMER, WINTER)]),
    ),
)


def limits(*countings: Counting) -> st.SearchStrategy[Limit]:
    units = [unit for unit in Unit if not countings or unit.counting in countings]
    return st.builds(Limit, st.integers(1, 40), st.sampled_from(units))


@dataclass(frozen=True)
class Life:
    """A clock after some things happened to it, and the moment of the last of them."""

    clock: Clock
    calendar: WorkCalendar
    now: datetime


@st.composite
def lives(draw: st.DrawFn, *, running: bool = False) -> Life:
    calendar = draw(CALENDARS)
    now = draw(MOMENTS)
    limit = draw(limits())
    clock = begin(limit, now, calendar)
    for _ in range(draw(st.integers(0, 5))):
        now += timedelta(minutes=draw(st.integers(0, 20_000)))
        if draw(st.integers(0, 3)) == 0:
            unit = draw(st.sampled_from([u for u in Unit if u.counting is limit.unit.counting]))
            clock = extend(clock, Limit(draw(st.integers(1, 9)), unit), calendar)
        elif clock.paused:
            clock = resume(clock, now, calendar)
        else:
            until = now + timedelta(days=draw(st.integers(1, 300)))
            clock = pause(clock, now, calendar, until=until, reason="待检测")
    if running and clock.paused:
        clock = resume(clock, now, calendar)
    return Life(clock, calendar, now)


@given(lives(), MINUTES)
def test_used_and_left_are_always_all_that_is_allowed(life: Life, later: int) -> None:
    moment = life.now + timedelta(minutes=later)
    used = used_s(life.clock, moment, life.calendar)
    assert used + left_at(life.clock, moment, life.calendar) == life.clock.allowed_s
    assert used >= 0


@given(lives(running=True), st.integers(0, 50_000), st.integers(0, 50_000))
def test_used_time_never_falls(life: Life, first: int, second: int) -> None:
    earlier = life.now + timedelta(minutes=first)
    later = earlier + timedelta(minutes=second)
    assert used_s(life.clock, earlier, life.calendar) <= used_s(life.clock, later, life.calendar)


@given(lives(running=True))
def test_all_is_used_exactly_when_the_deadline_comes(life: Life) -> None:
    due_at = life.clock.due_at
    assert due_at is not None
    assume(due_at >= life.now)
    assert left_at(life.clock, due_at, life.calendar) == 0
    assert left_at(life.clock, due_at - timedelta(seconds=1), life.calendar) > 0


@given(CALENDARS, limits(), MOMENTS, st.integers(0, 50_000))
def test_who_starts_later_is_due_no_earlier(
    calendar: WorkCalendar, limit: Limit, start: datetime, minutes: int
) -> None:
    first = begin(limit, start, calendar).due_at
    second = begin(limit, start + timedelta(minutes=minutes), calendar).due_at
    assert first is not None
    assert second is not None
    assert start < first <= second


@given(CALENDARS, limits(), MOMENTS)
def test_a_larger_limit_is_due_later(calendar: WorkCalendar, limit: Limit, start: datetime) -> None:
    smaller = begin(limit, start, calendar).due_at
    larger = begin(Limit(limit.amount + 1, limit.unit), start, calendar).due_at
    assert smaller is not None
    assert larger is not None
    # A last day of rest and the day after it may give way to the same working day.
    assert smaller < larger or (limit.unit is Unit.legal_day and smaller == larger)


@given(CALENDARS, limits(), st.integers(1, 30), MOMENTS)
def test_extending_is_adding(
    calendar: WorkCalendar, limit: Limit, more: int, start: datetime
) -> None:
    extended = extend(begin(limit, start, calendar), Limit(more, limit.unit), calendar)
    assert extended.due_at == begin(Limit(limit.amount + more, limit.unit), start, calendar).due_at


@given(lives(running=True), st.integers(0, 20_000))
def test_a_pause_of_no_length_changes_no_deadline(life: Life, minutes: int) -> None:
    moment = life.now + timedelta(minutes=minutes)
    stopped = pause(
        life.clock, moment, life.calendar, until=moment + timedelta(days=1), reason="待检测"
    )
    assert resume(stopped, moment, life.calendar).due_at == life.clock.due_at


@given(lives(running=True), st.integers(0, 20_000), st.integers(0, 50_000))
def test_a_pause_moves_the_deadline_by_just_its_working_time(
    life: Life, before: int, length: int
) -> None:
    assume(life.clock.limit.unit.counting is not Counting.legal_days)
    start = life.now + timedelta(minutes=before)
    stop = start + timedelta(minutes=length)
    left = left_at(life.clock, start, life.calendar)
    stopped = pause(life.clock, start, life.calendar, until=stop + timedelta(1), reason="待检测")
    again = resume(stopped, stop, life.calendar)
    assert left_at(again, stop, life.calendar) == left == stopped.left_s


@given(lives())
def test_recomputing_with_the_same_calendar_is_the_same_clock(life: Life) -> None:
    assert recompute(life.clock, life.calendar) == life.clock


@given(lives(), CALENDARS)
def test_recomputing_there_and_back_is_the_same_clock(life: Life, other: WorkCalendar) -> None:
    assert recompute(recompute(life.clock, other), life.calendar) == life.clock


@given(lives())
def test_a_clock_survives_being_written_down(life: Life) -> None:
    assert from_json(to_json(life.clock)) == life.clock


@given(lives(), st.integers(-1_000, 100_000), st.sampled_from(["zh", "en"]))
def test_every_clock_can_be_shown_and_explained(life: Life, minutes: int, language: str) -> None:
    moment = life.now + timedelta(minutes=minutes)
    said = explain(life.clock, life.calendar, language)
    assert said.startswith(life.clock.limit.say(language))
    assert remaining_text(life.clock, moment, language)
    if language == "zh":
        assert said == life.clock.explained


@given(lives(running=True), MINUTES, MINUTES)
def test_lights_only_ever_go_from_green_over_amber_to_red(
    life: Life, first: int, second: int
) -> None:
    order = [Light.green, Light.amber, Light.red]
    earlier, later = sorted(life.now + timedelta(minutes=n) for n in (first, second))
    assert order.index(light(life.clock, earlier)) <= order.index(light(life.clock, later))


@given(lives(running=True), MINUTES)
def test_amber_is_a_third_or_a_day_left_whichever_is_less(life: Life, minutes: int) -> None:
    clock, moment = life.clock, life.now + timedelta(minutes=minutes)
    assume(clock.limit.unit.counting in (Counting.urgent, Counting.working))
    left = left_at(clock, moment, life.calendar)
    expected = Light.green
    if left <= min(clock.allowed_s // 3, 86_400):
        expected = Light.amber
    if clock.due_at and moment > clock.due_at:
        expected = Light.red
    assert light(clock, moment) is expected


@given(CALENDARS, limits(Counting.working), MOMENTS)
def test_a_rolling_deadline_is_where_counting_minute_by_minute_ends(
    calendar: WorkCalendar, limit: Limit, start: datetime
) -> None:
    assume(limit_s(limit) <= 16 * 3600)
    left = limit_s(limit)
    moment = start
    while left:
        local = moment.astimezone(SHANGHAI)
        second = local.hour * 3600 + local.minute * 60
        windows = calendar.windows_on(local.date())
        if any(window.opens_s <= second < window.closes_s for window in windows):
            left -= 60
        moment += timedelta(minutes=1)
    assert begin(limit, start, calendar).due_at == moment


@given(CALENDARS, limits(Counting.legal_work_days, Counting.legal_days), MOMENTS)
def test_a_legal_deadline_is_where_counting_day_by_day_ends(
    calendar: WorkCalendar, limit: Limit, start: datetime
) -> None:
    day = start.astimezone(SHANGHAI).date()
    left = limit.amount
    while left or not calendar.is_workday(day):
        day += timedelta(days=1)
        if left and (limit.unit is Unit.legal_day or calendar.is_workday(day)):
            left -= 1
    due_at = begin(limit, start, calendar).due_at
    assert due_at is not None
    local = due_at.astimezone(SHANGHAI)
    assert local.date() == day
    assert local.hour * 3600 + local.minute * 60 == calendar.windows_on(day)[-1].closes_s


@given(CALENDARS, limits(Counting.day_ends), MOMENTS)
def test_a_daily_deadline_is_a_midnight_whatever_the_calendar(
    calendar: WorkCalendar, limit: Limit, start: datetime
) -> None:
    clock = begin(limit, start, calendar)
    assert clock.due_at is not None
    local = clock.due_at.astimezone(SHANGHAI)
    assert (local.hour, local.minute, local.second) == (0, 0, 0)
    assert (local.date() - start.astimezone(SHANGHAI).date()).days == limit.amount


@given(lives())
def test_a_clock_is_provisional_just_when_it_touches_an_open_year(life: Life) -> None:
    clock = life.clock
    if not clock.limit.unit.counting.by_calendar:
        assert not clock.provisional
        return
    ends_at = clock.due_at or clock.paused_at
    assert ends_at is not None
    first, last = (moment.astimezone(SHANGHAI).year for moment in (clock.started_at, ends_at))
    years = set(range(first, last + 1))
    assert clock.provisional == bool(years - life.calendar.confirmed)
