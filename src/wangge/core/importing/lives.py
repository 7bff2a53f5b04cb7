"""What an imported case becomes here: the state its outcome means, its owner, its clock.

A closed one ends where the flow ends such cases; an open one begins as a report does, at the
moment it came, and goes on in the loop. Ignores what happened to it elsewhere: nobody saw it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from wangge.core.case.facts import Chain, Outcome
from wangge.core.case.flow import Flow, Kind, State
from wangge.core.case.stages import clock_of, next_wake
from wangge.core.case.verbs import Verb
from wangge.core.clock import Clock, WorkCalendar
from wangge.core.clock.limits import Counting
from wangge.core.clock.meters import meter_of
from wangge.core.importing.refusals import OutcomeNotHere
from wangge.core.importing.words import OUTCOMES
from wangge.core.routing import Assigned, Router

#: The verbs that end a case so, the most usual first.
_ENDINGS: Mapping[Outcome, tuple[Verb, ...]] = {
    Outcome.CLOSED: (Verb.CLOSE, Verb.VERIFY, Verb.HANDLE, Verb.SELF_HANDLE, Verb.FORCE_CLOSE),
    Outcome.SELF_HANDLED: (Verb.SELF_HANDLE,),
    Outcome.REJECTED: (Verb.REJECT,),
    Outcome.VOIDED: (Verb.VOID,),
    Outcome.MERGED: (Verb.MERGE,),
    Outcome.TRANSFERRED: (Verb.TRANSFER,),
}


@dataclass(frozen=True, slots=True)
class Arrival:
    """The state in which a case of another system arrives, and the clock that starts there."""

    flow: str
    state: State
    clock: Clock | None
    escalate_at: datetime | None
    #: Counted seconds up to an instant, by the line's calendar: how long a closed one took.
    counted: Callable[[datetime], int]
    #: Whether its owner depends on its item, not on its land alone.
    by_item: bool


def arrival(
    flow: Flow, outcome: Outcome, calendar: WorkCalendar, *, line: str, now: datetime
) -> Arrival:
    """Where such a case arrives in the flow. Refuses: OutcomeNotHere."""
    by_item = not (flow.state(flow.initial).owner or "role:centre").startswith("role:")
    counted = meter_of(Counting.working, calendar).count
    if outcome is Outcome.OPEN:
        state = flow.state(flow.initial)
        clock = clock_of(state, now, calendar)
        return Arrival(flow.code, state, clock, next_wake(clock, 0, flow.terms), counted, by_item)
    for verb in _ENDINGS[outcome]:
        for rule in flow.rules:
            if rule.verb is verb and rule.to and flow.state(rule.to).kind is Kind.CLOSED:
                return Arrival(flow.code, flow.state(rule.to), None, None, counted, by_item)
    said = OUTCOMES[outcome][0]
    raise OutcomeNotHere(field="outcome", line=line, outcome=said)


def owner_of(flow: Flow, chain: Chain, router: Router, *, line: str, item: str) -> Assigned:
    """Who takes such a report there, as `core.case.decide.report` finds it."""
    rule = flow.state(flow.initial).owner or "role:centre"
    if chain.grid is None:
        rule = "role:centre"
    return router.owner(rule, chain=chain, line=line, item=item)
