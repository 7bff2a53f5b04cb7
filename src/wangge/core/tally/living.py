"""How the life of a case goes on with every event: what it counts for from then on."""

from __future__ import annotations

from collections.abc import Set
from datetime import date, datetime, timedelta, timezone
from typing import Any, assert_never
from uuid import UUID

import msgspec

from wangge.core.case.events import (
    Absorbed,
    Beginning,
    Classified,
    Clocked,
    Divided,
    Escalated,
    Event,
    ExtensionAsked,
    Imported,
    Moved,
    Noted,
    Placed,
    Rated,
    Reassigned,
    Reported,
    Rezoned,
    Supervised,
)
from wangge.core.case.facts import Outcome
from wangge.core.case.flow import Kind
from wangge.core.case.verbs import Verb
from wangge.core.tally.life import Former, Happened, Life, Stars, Stay, Verdict
from wangge.core.tally.measures import Measure
from wangge.lib.clock import SHANGHAI

_replace = msgspec.structs.replace

#: (flow, state) of every state in which a case is being handled (stage `handle`).
HandlingStates = Set[tuple[str, str]]

#: What the last move made of a closed case; any other closing verb solved it.
_OUTCOMES = {
    Verb.REJECT: Measure.REJECTED,
    Verb.VOID: Measure.VOIDED,
    Verb.MERGE: Measure.MERGED,
    Verb.TRANSFER: Measure.TRANSFERRED,
    Verb.SELF_HANDLE: Measure.SELF_HANDLED,
}
#: The same, of a case that came closed from another system.
_OUTCOMES_THERE = {
    Outcome.REJECTED: Measure.REJECTED,
    Outcome.VOIDED: Measure.VOIDED,
    Outcome.MERGED: Measure.MERGED,
    Outcome.TRANSFERRED: Measure.TRANSFERRED,
    Outcome.SELF_HANDLED: Measure.SELF_HANDLED,
}
_FILING = frozenset({Verb.ACCEPT, Verb.DISPATCH, Verb.SELF_HANDLE})
_HAPPENINGS = {
    Verb.RETURN: Measure.RETURNED,
    Verb.REWORK: Measure.REWORKED,
    Verb.REOPEN: Measure.REOPENED,
    Verb.GRANT_EXTENSION: Measure.EXTENDED,
    Verb.SUSPEND: Measure.SUSPENDED,
    Verb.URGE: Measure.URGED,
    Verb.SUPERVISE: Measure.SUPERVISED,
    Verb.ESCALATE: Measure.ESCALATED,
}
#: Steps with a clock of their own, and what they count for when it had run out.
_STEPS = {
    Verb.DISPATCH: (Measure.DISPATCHED, Measure.DISPATCHED_LATE),
    Verb.PRECHECK: (Measure.PRECHECKED, Measure.PRECHECKED_LATE),
    Verb.VERIFY: (Measure.VERIFIED, Measure.VERIFIED_LATE),
    Verb.REWORK: (Measure.VERIFIED, Measure.VERIFIED_LATE),
}
#: Shanghai's time since it has no summer time any more; quicker than asking the zone's rules.
_PLAIN, _LAST_SUMMER_TIME = timezone(timedelta(hours=8)), 1991
#: Every verb that counts by itself.
_COUNTED = frozenset({*_HAPPENINGS, *_STEPS, Verb.CALLBACK})
_COLLECTED = "grid_worker"
_PUBLIC = frozenset({"resident", "hotline", "web", "wechat", "media", "petition"})

#: The state in which a case is said to have been while another system had it 其他系统.
ELSEWHERE = "elsewhere"


def begin_life(event: Beginning, handling: HandlingStates) -> Life:
    """The life a report, or an import, begins."""
    if isinstance(event, Imported):
        return _imported(event, handling)
    handled_at_once = (event.flow, event.state) in handling
    return Life(
        seq=1,
        flow=event.flow,
        line=event.line,
        item=event.item,
        chain=event.chain,
        state=event.state,
        owner=event.owner,
        reported_on=_day(event.at),
        due_at=event.clock.due_at,
        handler=event.owner if handled_at_once else None,
        due_on=_day_or_none(event.clock.due_at) if handled_at_once else None,
        collector=event.by.post if event.source == _COLLECTED else None,
        public=event.source in _PUBLIC,
    )


def live_on(life: Life, event: Event, handling: HandlingStates) -> Life:
    """The life after the next event."""
    after = _replace(_happened(life, event, handling), seq=life.seq + 1)
    after = _next(after, event, handling)
    if after.open and after.due_at is not life.due_at and (after.flow, after.state) in handling:
        due_on = _day_or_none(after.due_at)
        after = after if due_on == after.due_on else _replace(after, due_on=due_on)
    if (after.state, after.owner) == (life.state, life.owner):
        return after
    return _changed_hands(life, after, _day(event.at))


def _changed_hands(life: Life, after: Life, day: date) -> Life:
    """What was so when a day ended is remembered; what came and went within a day is not."""
    since = life.since or life.reported_on
    day = max(since, day)
    if not life.open or since == day:
        return _replace(after, since=day)
    stay = Stay(state=life.state, since=since, until=day, post=life.owner)
    return _replace(after, since=day, stays=(*life.stays, stay))


def _next(life: Life, event: Event, handling: HandlingStates) -> Life:
    match event:
        case Reported() | Imported():
            msg = "a case begins only once"
            raise ValueError(msg)
        case Moved():
            return _moved(life, event, handling)
        case Reassigned():
            handles = (life.flow, life.state) in handling
            return _replace(
                life, owner=event.owner, handler=event.owner if handles else life.handler
            )
        case Placed():  # it always lay there: what it counted for goes along
            return _replace(life, chain=event.chain, owner=event.owner, former=())
        case Rezoned():
            return _rezoned(life, event, handling)
        case Classified():
            return _replace(life, item=event.item, owner=event.owner)
        case Clocked():
            return _replace(life, due_at=event.clock.due_at)
        case Rated():
            return _rated(life, event)
        case Noted():
            return _called_back(life, event) if event.verb is Verb.CALLBACK else life
        case ExtensionAsked() | Supervised() | Escalated() | Absorbed() | Divided():
            return life
        case _ as never:
            assert_never(never)


def _imported(event: Imported, handling: HandlingStates) -> Life:
    """Counts for its land as the other system tells it; for no post, as nobody saw who handled it.

    What was solved there was filed on the day of its report, and was late after its deadline there.
    """
    closed_at, due_at = event.closed_at, event.origin.due_at
    outcome = _OUTCOMES_THERE.get(event.origin.outcome, Measure.CLOSED)
    solved = closed_at is not None and outcome in (Measure.CLOSED, Measure.SELF_HANDLED)
    reported_on = _day(event.reported_at)
    closed_on = _day(closed_at) if closed_at else None
    handled_at_once = closed_at is None and (event.flow, event.state) in handling
    rater = event.requesters[0] if event.requesters else event.id
    return Life(
        seq=1,
        flow=event.flow,
        line=event.line,
        item=event.item,
        chain=event.chain,
        state=event.state,
        owner=event.owner,
        reported_on=reported_on,
        open=closed_at is None,
        due_at=event.clock.due_at if event.clock else None,
        filed_on=reported_on if solved else None,
        handler=event.owner if handled_at_once else None,
        handled_on=closed_on if outcome is Measure.CLOSED else None,
        handled_s=event.handled_s if solved else 0,
        late=closed_at is not None and due_at is not None and closed_at > due_at,
        closed_on=closed_on,
        outcome=outcome,
        ratings=()
        if event.stars is None
        else (Stars(rater, closed_on or reported_on, event.stars),),
        **_imported_too(event, reported_on, closed_on),
    )


def _imported_too(event: Imported, reported_on: date, closed_on: date | None) -> dict[str, Any]:
    """Where it was until it came or was closed, and by when it was to be handled."""
    came_on = closed_on or max(reported_on, _day(event.at))
    due_at = event.clock.due_at if event.clock else event.origin.due_at
    elsewhere = Stay(ELSEWHERE, reported_on, came_on)
    return {
        "since": came_on,
        "stays": (elsewhere,) if came_on > reported_on else (),
        "due_on": _day_or_none(due_at),
        "public": event.source in _PUBLIC,
    }


def _rezoned(life: Life, event: Rezoned, handling: HandlingStates) -> Life:
    """What happened before the day of the change stays with the land it happened on."""
    handles = (life.flow, life.state) in handling
    return _replace(
        life,
        chain=event.chain,
        owner=event.owner,
        handler=event.owner if handles else life.handler,
        former=(*life.former, Former(until=event.on, chain=life.chain)),
    )


def _moved(life: Life, event: Moved, handling: HandlingStates) -> Life:
    day = _day(event.at)
    if (life.flow, event.origin) in handling:
        life = _left_handling(life, event, day)
    if event.verb is Verb.REOPEN:
        life = _replace(life, handler=None, handled_on=None, handled_s=0, late=False, due_on=None)
    if event.verb is Verb.SELF_HANDLE:
        life = _replace(life, handler=event.by.post)
    if (life.flow, event.state) in handling:
        life = _replace(life, handler=event.owner, handled_on=None, handled_s=0, late=False)
    closed = event.kind is Kind.CLOSED
    outcome = _OUTCOMES.get(event.verb, Measure.CLOSED) if closed else Measure.CLOSED
    return _replace(
        _filed(life, event, day),
        state=event.state,
        owner=event.owner,
        open=not closed,
        due_at=event.clock.due_at if event.clock else None,
        closed_on=day if closed else None,
        outcome=outcome,
    )


def _left_handling(life: Life, event: Moved, day: date) -> Life:
    """Its time was used or overrun; work sent back or taken back is nobody's to answer for."""
    done = event.verb is Verb.HANDLE
    gone = event.verb in (Verb.RETURN, Verb.WITHDRAW)
    return _replace(
        life,
        handler=None if gone else life.handler,
        due_on=None if gone else life.due_on,
        late=not gone and life.due_at is not None and event.at > life.due_at,
        handled_on=day if done else None,
        handled_s=max(0, event.used_s) if done else 0,
    )


def _filed(life: Life, event: Moved, day: date) -> Life:
    """The day of the first filing stands; taking that very step back undoes it."""
    if event.verb is Verb.WITHDRAW and life.just_filed:
        return _replace(life, filed_on=None, just_filed=False)
    if life.filed_on is None and event.verb in _FILING:
        return _replace(life, filed_on=day, just_filed=True)
    return _replace(life, just_filed=False)


def _happened(life: Life, event: Event, handling: HandlingStates) -> Life:
    verb = event.verb
    if verb not in _COUNTED:
        return life
    day, found = _day(event.at), []
    if (measure := _HAPPENINGS.get(verb)) is not None:
        found.append(Happened(measure, day, _answering(life, event)))
    if verb is Verb.RETURN and (life.flow, life.state) in handling:
        found.append(Happened(Measure.SENT_BACK, day, _answering(life, event)))
    if verb in _STEPS:
        done, done_late = _STEPS[verb]
        found.append(Happened(done, day, life.owner))
        if life.due_at is not None and event.at > life.due_at:
            found.append(Happened(done_late, day, life.owner))
    if verb is Verb.CALLBACK:
        found.append(Happened(Measure.CALLBACKS, day))
    return _replace(life, happened=(*life.happened, *found)) if found else life


def _answering(life: Life, event: Event) -> UUID:
    """The post that something is put down to."""
    if event.verb is Verb.RETURN:
        return event.by.post or life.owner
    if event.verb in (Verb.REWORK, Verb.REOPEN):
        return life.handler or life.owner
    return life.owner


def _called_back(life: Life, event: Noted) -> Life:
    if not event.reached:
        return life
    return _replace(
        life, verdict=Verdict(_day(event.at), bool(event.solved), bool(event.satisfied))
    )


def _rated(life: Life, event: Rated) -> Life:
    assert event.by.person is not None
    others = tuple(one for one in life.ratings if one.person != event.by.person)
    rating = Stars(person=event.by.person, on=_day(event.at), stars=event.stars)
    return _replace(life, ratings=(*others, rating))


def _day(at: datetime) -> date:
    return at.astimezone(_PLAIN if at.year > _LAST_SUMMER_TIME else SHANGHAI).date()


def _day_or_none(at: datetime | None) -> date | None:
    return None if at is None else _day(at)
