"""The life of a case as far as it counts: what the tallies must remember of it.

A fold of its events, smaller than the case itself, and able to say what a case fact forgets (when
it was filed, whether its handling was late). Personal data never come in here.
"""

from __future__ import annotations

from collections.abc import Set
from datetime import date, datetime
from typing import assert_never
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
from wangge.core.case.facts import Chain, Outcome
from wangge.core.case.flow import Kind
from wangge.core.case.verbs import Verb
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


class Happened(msgspec.Struct, frozen=True, array_like=True):
    """Something that may happen to a case again and again, counted on its day."""

    measure: Measure
    on: date
    post: UUID | None = None  #: the post it is put down to


class Stars(msgspec.Struct, frozen=True, array_like=True):
    """The last rating of one requester."""

    person: UUID
    on: date
    stars: int


class Former(msgspec.Struct, frozen=True, array_like=True):
    """The land a case counted for before a border moved: what happened until then stays there."""

    until: date  #: the day of the move; what counts on it already counts for the new land
    chain: Chain


class Life(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One case, as far as it counts, after `seq` events."""

    seq: int
    flow: str
    line: str
    item: str
    chain: Chain
    state: str
    owner: UUID
    reported_on: date
    open: bool = True
    due_at: datetime | None = None  #: None while paused or closed
    filed_on: date | None = None
    just_filed: bool = False  #: by the last move: taking it back undoes the filing
    handler: UUID | None = None  #: the post that has, or last had, it to handle
    handled_on: date | None = None
    handled_s: int = 0
    late: bool = False  #: it left the handling state after its deadline
    closed_on: date | None = None
    outcome: Measure = Measure.CLOSED
    happened: tuple[Happened, ...] = ()
    ratings: tuple[Stars, ...] = ()
    former: tuple[Former, ...] = ()  #: oldest first; empty while no border moved over it

    def chain_on(self, day: date) -> Chain:
        """The land for which counts what happened on that day."""
        return next((one.chain for one in self.former if day < one.until), self.chain)


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
    )


def live_on(life: Life, event: Event, handling: HandlingStates) -> Life:
    """The life after the next event."""
    life = _replace(_happened(life, event), seq=life.seq + 1)
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
        case ExtensionAsked() | Supervised() | Escalated() | Absorbed() | Divided() | Noted():
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
    )


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
        life = _replace(life, handler=None, handled_on=None, handled_s=0, late=False)
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


def _happened(life: Life, event: Event) -> Life:
    measure = _HAPPENINGS.get(event.verb)
    if measure is None:
        return life
    post = life.owner
    if event.verb is Verb.RETURN:
        post = event.by.post or life.owner
    elif event.verb in (Verb.REWORK, Verb.REOPEN):
        post = life.handler or life.owner
    one = Happened(measure=measure, on=_day(event.at), post=post)
    return _replace(life, happened=(*life.happened, one))


def _rated(life: Life, event: Rated) -> Life:
    assert event.by.person is not None
    others = tuple(one for one in life.ratings if one.person != event.by.person)
    rating = Stars(person=event.by.person, on=_day(event.at), stars=event.stars)
    return _replace(life, ratings=(*others, rating))


def _day(at: datetime) -> date:
    return at.astimezone(SHANGHAI).date()
