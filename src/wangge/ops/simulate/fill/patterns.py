"""Patterns 样式: a life judged once by the core, to be told again with other times and words.

Only lives whose owner hangs on place and class alone: brought in from the system before this one,
one entry each; or reported and solved on the spot (随手处置), as most lives of grid workers are,
their clocks counting plain minutes. Everything that differs from one telling to the next is a mark
in the pattern; `core` makes all the rest.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from wangge.cases.actions.record import row_values
from wangge.core.case.decide import decide, report
from wangge.core.case.events import Event, Imported, Moved, Reported, encode, name_of
from wangge.core.case.evolve import begin, evolve
from wangge.core.case.facts import Case, Origin, Outcome, Point
from wangge.core.case.verbs import Verb
from wangge.core.case.world import Command, NewCase, World
from wangge.core.clock.limits import Counting, limit_s
from wangge.core.tally import HandlingStates, Life, begin_life, live_on
from wangge.ops.simulate.fill.actions import text_of

_replace = msgspec.structs.replace

#: What the system before this one is called.
BEFORE = "旧平台"

#: Stand in the pattern for what differs; nothing real looks like them.
_AT, _DUE, _AMBER, _DONE = (datetime(1901, 1, 1, 0, 0, n, tzinfo=UTC) for n in (1, 2, 3, 4))
_ID, _TOLD = UUID(int=0xF1), UUID(int=0xF2)
_LON, _LAT, _USED = 100.000001, 10.000002, 987_654_321
_HASH = b"\xf3" * 32
_MARKS: dict[str, str] = {
    str(_ID): "%(id)s",
    str(_TOLD): "%(told)s",
    str(_LON): "%(lon)s",
    str(_LAT): "%(lat)s",
    str(_USED): "%(used)d",
    _HASH.hex(): "%(hash)s",
    **{
        f"@@{name}@@": f"%({name})s" for name in ("no", "text", "place", "opinion", "why", "number")
    },
}
for _name, _instant in (("at", _AT), ("due", _DUE), ("amber", _AMBER), ("done", _DONE)):
    _MARKS[f"{_instant:%Y-%m-%dT%H:%M:%S}Z"] = f"%({_name})s"
    _MARKS[str(_instant)] = f"%({_name})s"


#: What every telling of a case that was brought in has of its own.
UNTOLD: dict[str, Any] = {
    "id": _ID,
    "no": "@@no@@",
    "text": "@@text@@",
    "origin": Origin(BEFORE, "@@number@@", Outcome.SELF_HANDLED),
    "reported_at": _AT,
    "closed_at": _DONE,
    "handled_s": _USED,
    "point": Point(_LON, _LAT),
    "place": "@@place@@",
    "opinion": "@@opinion@@",
}


class NoPattern(Exception):
    """This life cannot be told again: its clock counts by a calendar."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the log: what is the same in every telling, and its data with marks."""

    name: str
    post: UUID | None
    person: UUID | None
    data: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """A short life. `row`: the columns of the case, tab between, with marks."""

    row: str
    entries: tuple[Entry, ...]
    topic: int
    grid: int
    #: The posts that it involves.
    posts: tuple[UUID, ...] = ()
    #: Reported and solved on the spot; else it was brought in.
    lived: Lived | None = None
    brought: Imported | None = None

    def life_on(self, at: datetime, done: datetime, worked: int, handling: HandlingStates) -> Life:
        """What it counts for when it is told of these moments. `worked`: counted seconds."""
        if self.lived is None:
            assert self.brought is not None
            event = _replace(self.brought, reported_at=at, closed_at=done, handled_s=worked)
            return begin_life(event, handling)
        first, second = self.lived.events
        clock = first.clock
        assert clock.due_at is not None
        moved = _replace(clock, due_at=at + (clock.due_at - first.at))
        life = begin_life(_replace(first, at=at, clock=moved), handling)
        return live_on(life, _replace(second, at=done), handling)


@dataclass(frozen=True, slots=True)
class Lived:
    """Of a life that was reported here: its two events as judged, and what its clock is like."""

    events: tuple[Reported, Moved]
    due_s: int  #: after the report
    amber_s: int
    limit: str  #: as the explanation says it
    named: bool  #: somebody from outside told it
    case: Case  #: as it was reported, once


def pattern_of(
    new: NewCase, opinion: str, photos: tuple[str, ...], world: World, *, grid: int, topic: int
) -> Pattern:
    """The life of a report that its reporter solves some minutes later.

    Refuses what the judge refuses; raises NoPattern.
    """
    event = report(new, world)
    clock = event.clock
    if clock.limit.unit.counting is not Counting.urgent or event.escalate_at != clock.due_at:
        raise NoPattern
    then = replace(world, now=world.now + timedelta(seconds=300))
    solved = Command(verb=Verb.SELF_HANDLE, opinion=opinion, photos=photos)
    done = decide(begin(event), solved, then)
    if not isinstance(done, Moved) or done.clock is not None or done.used_s != 300:
        raise NoPattern
    marked = _marked(event, bool(new.reporters))
    ended = _replace(done, at=_DONE, used_s=_USED, opinion="@@opinion@@")
    case = evolve(begin(marked), ended)
    values = [case.id, case.no, *row_values(case, _HASH)]
    assert clock.due_at is not None
    assert clock.amber_at is not None
    posts = (event.by.post, done.by.post, done.owner)
    return Pattern(
        row=_with_marks("\t".join(map(text_of, values))),
        entries=(_entry(marked), _entry(ended)),
        topic=topic,
        grid=grid,
        posts=tuple(dict.fromkeys(post for post in posts if post)),
        lived=Lived(
            events=(event, done),
            due_s=limit_s(clock.limit),
            amber_s=int((clock.amber_at - event.at).total_seconds()),
            limit=clock.limit.say(),
            named=bool(new.reporters),
            case=begin(event),
        ),
    )


def brought_pattern(event: Imported, *, grid: int, topic: int) -> Pattern:
    """The life of a case that was solved on the spot in the system before this one."""
    case = begin(event)
    values = [case.id, case.no, *row_values(case, _HASH)]
    return Pattern(
        row=_with_marks("\t".join(map(text_of, values))),
        entries=(_entry(event),),
        topic=topic,
        grid=grid,
        brought=event,
    )


def _marked(event: Reported, named: bool) -> Reported:
    clock = _replace(
        event.clock,
        started_at=_AT,
        running_since=_AT,
        due_at=_DUE,
        amber_at=_AMBER,
        explained="@@why@@",
    )
    assert event.point is not None
    given = event.point.given_lon is not None
    point = Point(
        lon=_LON,
        lat=_LAT,
        datum=event.point.datum,
        given_lon=_LON if given else None,
        given_lat=_LAT if given else None,
    )
    return _replace(
        event,
        at=_AT,
        id=_ID,
        no="@@no@@",
        text="@@text@@",
        place="@@place@@",
        point=point,
        clock=clock,
        escalate_at=_DUE,
        reporters=(_TOLD,) if named else (),
        requesters=(_TOLD,) if named else (),
    )


def _entry(event: Event) -> Entry:
    data = _with_marks(encode(event).decode())
    return Entry(name_of(event), event.by.post, event.by.person, data)


def _with_marks(text: str) -> str:
    text = text.replace("%", "%%")
    for mark, field in _MARKS.items():
        text = text.replace(mark, field)
    return text


def why(limit: str, started: tuple[str, str], due: tuple[str, str]) -> str:
    """The explanation of a clock of plain minutes; moments as (day, time of day)."""
    return f"{limit}，自{''.join(started)}起：不分昼夜连续计算，{''.join(due)}到期"
