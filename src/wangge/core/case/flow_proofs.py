"""Proves a flow before it may run: no case can be stranded, unowned, unclocked or self-verified.

A flow is data somebody wrote, so everything about it is checked, and everything wrong is told at
once. Ignores the file the flow came from: a `Fault` names the place inside the flow, and whoever
read the file turns that into a line.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from wangge.core.case.flow import Flow, Kind, State
from wangge.core.case.flow_form import (
    Fault,
    rules_are_well_formed,
    states_are_well_formed,
    terms_make_sense,
)
from wangge.core.case.flow_words import ROLES, WORKERS_OWN, nearest
from wangge.core.case.verbs import Verb

__all__ = ["Fault", "prove_flow"]


def prove_flow(flow: Flow, *, roles: frozenset[str] = ROLES) -> tuple[Fault, ...]:
    """Everything wrong with `flow`, in the order of the file; empty means it is proven.

    `roles`: the role codes the county knows. After an empty answer these hold: every state can be
    reached; from every state that wants work a person can bring a case to a closed one; each such
    state has an owner, a clock and an escalation; whoever handled cannot be the one who closes.
    """
    faults = chain(
        states_are_well_formed(flow, roles),
        rules_are_well_formed(flow, roles),
        terms_make_sense(flow),
        _starts_open(flow),
        _every_state_is_reached(flow),
        _every_state_can_be_closed(flow),
        _time_is_never_lost(flow),
        _nobody_verifies_their_own_work(flow),
    )
    order = {"initial": 0, "states": 1, "rules": 2, "terms": 3}
    unique = dict.fromkeys(faults)
    return tuple(sorted(unique, key=lambda fault: (order[str(fault.path[0])], fault.path[1:2])))


def _starts_open(flow: Flow) -> Iterator[Fault]:
    start = next((state for state in flow.states if state.code == flow.initial), None)
    if start is None:
        codes = [state.code for state in flow.states]
        yield Fault(
            ("initial",),
            "unknown_initial",
            f"初始状态“{flow.initial}”不存在。" + nearest(flow.initial, codes).zh,
            f"The initial state “{flow.initial}” does not exist." + nearest(flow.initial, codes).en,
        )
    elif start.kind is not Kind.OPEN:
        yield Fault(
            ("initial",),
            "initial_not_open",
            f"初始状态“{start.title}”必须是待办（open）。",
            f"The initial state “{start.code}” must be open.",
        )
    elif start.owner in {"stay", "handler"} or start.clock == "stay":
        yield Fault(
            ("initial",),
            "initial_inherits",
            f"初始状态“{start.title}”之前没有负责人和时限，不能写 stay 或 handler。",
            f"Nothing comes before “{start.code}”; it cannot keep an owner or a clock.",
        )


def _every_state_is_reached(flow: Flow) -> Iterator[Fault]:
    reached = {flow.initial}
    while (
        more := {rule.to for rule in flow.rules if rule.to and reached.intersection(rule.states)}
        - reached
    ):
        reached |= more
    for index, state in enumerate(flow.states):
        if state.code not in reached:
            yield Fault(
                ("states", index),
                "unreachable",
                f"从初始状态走不到“{state.title}”。请补一条规则，或删去这个状态。",
                f"“{state.code}” cannot be reached from the start; add a rule or remove it.",
            )


def _every_state_can_be_closed(flow: Flow) -> Iterator[Fault]:
    done = {state.code for state in flow.states if state.kind is Kind.CLOSED}
    by_people = [rule for rule in flow.rules if set(rule.by) - {"system"}]
    while more := {state for rule in by_people if rule.to in done for state in rule.states} - done:
        done |= more
    for index, state in enumerate(flow.states):
        if state.code not in done:
            yield Fault(
                ("states", index),
                "dead_end",
                f"从“{state.title}”出发，没有人能把案件办到结束。请补一条通向办结状态的规则。",
                f"From “{state.code}” nobody can bring a case to an end; add a rule to a closed "
                "state.",
            )


def _time_is_never_lost(flow: Flow) -> Iterator[Fault]:
    for index, state in enumerate(flow.states):
        if state.kind is Kind.CLOSED:
            continue
        climbs = flow.rule(Verb.ESCALATE, state.code)
        if climbs is None or "system" not in climbs.by:
            yield Fault(
                ("states", index),
                "no_escalation",
                f"“{state.title}”没有由系统执行的升级（escalate），超期后无人知道。",
                f"“{state.code}” has no escalate by system; lateness would go unseen.",
            )
    for index, rule in enumerate(flow.rules):
        if rule.verb is not Verb.SUSPEND:
            continue
        for code in (rule.to,) if rule.to else rule.states:
            wakes = flow.rule(Verb.RESUME, code)
            if wakes is None or "system" not in wakes.by:
                yield Fault(
                    ("rules", index),
                    "never_resumed",
                    f"案件在“{code}”挂账后系统不会解挂，请在 resume 的 by 里写 system。",
                    f"A case suspended in “{code}” never wakes; give resume by system there.",
                )


def _nobody_verifies_their_own_work(flow: Flow) -> Iterator[Fault]:
    states = {state.code: state for state in flow.states}
    places = {state.code: index for index, state in enumerate(flow.states)}
    for index, rule in enumerate(flow.rules):
        if rule.verb is not Verb.HANDLE:
            continue
        reached = states.get(rule.to) if rule.to else None
        if reached is None or reached.kind is Kind.CLOSED:
            yield Fault(
                ("rules", index),
                "handle_closes",
                "处置（handle）之后必须到一个待核查的状态，不能停在原地或直接办结。",
                "handle must lead to a state where somebody else checks; it cannot stay or close.",
            )
            continue
        yield from _handled_can_be_checked(flow, reached, places[reached.code])
        owner = rule.owner or reached.owner
        same_hand = {"handler", "mover"} | ({"owner"} if owner in WORKERS_OWN else set())
        yield from _others_close(flow, reached, same_hand, states)


def _handled_can_be_checked(flow: Flow, reached: State, place: int) -> Iterator[Fault]:
    checks = (flow.rule(Verb.VERIFY, reached.code), flow.rule(Verb.CLOSE, reached.code))
    if not any(check and check.to and set(check.by) - {"system"} for check in checks):
        yield Fault(
            ("states", place),
            "not_verified",
            f"“{reached.title}”缺少核查（verify）或结案（close），处置结果没有人核对。",
            f"“{reached.code}” needs verify or close, or nobody checks what was done.",
        )


def _others_close(
    flow: Flow, reached: State, same_hand: set[str], states: dict[str, State]
) -> Iterator[Fault]:
    for index, rule in enumerate(flow.rules):
        if reached.code not in rule.states or rule.to not in states:
            continue
        closes = states[rule.to].kind is Kind.CLOSED
        if closes and (own := same_hand.intersection(rule.by)):
            yield Fault(
                ("rules", index, "by"),
                "own_work",
                f"处置的人不能自己“{rule.verb}”：请从 by 去掉 {'、'.join(sorted(own))}，"
                f"或让“{reached.title}”由别的岗位负责。",
                f"Who handled may not {rule.verb}: take {', '.join(sorted(own))} out of by, "
                f"or give “{reached.code}” another owner.",
            )
