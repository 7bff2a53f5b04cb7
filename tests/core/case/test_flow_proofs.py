"""A flow that could strand a case, lose its owner or verify itself is refused, at the place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from wangge import packs
from wangge.core.case.flow import Flow, Kind, Rule, State
from wangge.core.case.flow_proofs import Fault, prove_flow
from wangge.core.case.verbs import Verb


def _good() -> Flow:
    path = Path(packs.__path__[0]) / "city_management" / "flow.yaml"
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    raw["code"] = raw.pop("flow")
    return msgspec.convert(raw, Flow)


GOOD = _good()
OPEN = [index for index, state in enumerate(GOOD.states) if state.kind is not Kind.CLOSED]
CLOSED = [index for index, state in enumerate(GOOD.states) if state.kind is Kind.CLOSED]


def with_state(index: int, **changes: object) -> Flow:
    states = list(GOOD.states)
    states[index] = msgspec.structs.replace(states[index], **changes)
    return msgspec.structs.replace(GOOD, states=tuple(states))


def with_rule(index: int, **changes: object) -> Flow:
    rules = list(GOOD.rules)
    rules[index] = msgspec.structs.replace(rules[index], **changes)
    return msgspec.structs.replace(GOOD, rules=tuple(rules))


def without_rules(which: Callable[[Rule], bool]) -> Flow:
    kept = tuple(rule for rule in GOOD.rules if not which(rule))
    return msgspec.structs.replace(GOOD, rules=kept)


def plus_rule(**rule: object) -> Flow:
    added = msgspec.convert(rule, Rule)
    return msgspec.structs.replace(GOOD, rules=(*GOOD.rules, added))


def rule_at(verb: Verb, state: str) -> int:
    return next(
        index for index, rule in enumerate(GOOD.rules) if rule.verb is verb and state in rule.states
    )


def state_at(code: str) -> int:
    return next(index for index, state in enumerate(GOOD.states) if state.code == code)


def found(flow: Flow) -> set[tuple[str, tuple[str | int, ...]]]:
    return {(fault.code, fault.path) for fault in prove_flow(flow)}


def test_the_flow_of_city_management_is_proven() -> None:
    assert prove_flow(GOOD) == ()


@pytest.mark.parametrize("index", OPEN)
def test_a_state_that_wants_work_needs_an_owner_and_a_clock(index: int) -> None:
    assert ("no_owner", ("states", index)) in found(with_state(index, owner=None))
    assert ("no_clock", ("states", index)) in found(with_state(index, clock=None))


@pytest.mark.parametrize("index", CLOSED)
def test_a_closed_state_owes_nothing(index: int) -> None:
    assert ("closed_with_owner", ("states", index, "owner")) in found(
        with_state(index, owner="duty")
    )
    assert ("closed_with_clock", ("states", index, "clock")) in found(
        with_state(index, clock="1wd")
    )


def test_a_state_nothing_leads_to_is_told() -> None:
    lost = without_rules(lambda rule: rule.verb is Verb.TRANSFER)
    assert found(lost) == {("unreachable", ("states", state_at("transferred")))}


def test_a_loop_without_a_way_out_is_a_dead_end() -> None:
    trap = State(
        code="trap",
        title="死胡同",
        title_en="Trap",
        kind=Kind.OPEN,
        stage=GOOD.states[0].stage,
        owner="duty",
        clock="1wd",
    )
    flow = msgspec.structs.replace(
        plus_rule(verb="suspend", **{"in": ["reported"]}, to="trap", by=["owner"]),
        states=(*GOOD.states, trap),
    )
    assert ("dead_end", ("states", len(GOOD.states))) in found(flow)


def test_a_way_out_that_only_the_system_may_take_is_no_way_out() -> None:
    def closing(rule: Rule) -> bool:
        return "prechecking" in rule.states and rule.to is not None

    rules = tuple(
        msgspec.structs.replace(rule, by=("system",)) if closing(rule) else rule
        for rule in GOOD.rules
    )
    flow = msgspec.structs.replace(GOOD, rules=rules)
    assert ("dead_end", ("states", state_at("prechecking"))) in found(flow)


def test_the_initial_state_must_exist_and_be_open() -> None:
    nowhere = msgspec.structs.replace(GOOD, initial="reportd")
    faults = [fault for fault in prove_flow(nowhere) if fault.path == ("initial",)]
    assert [fault.code for fault in faults] == ["unknown_initial"]
    assert "是不是“reported”" in faults[0].zh
    assert ("initial_not_open", ("initial",)) in found(
        msgspec.structs.replace(GOOD, initial="closed")
    )


def test_nothing_can_be_kept_from_before_the_beginning() -> None:
    assert ("initial_inherits", ("initial",)) in found(with_state(0, owner="stay"))


def test_a_rule_names_only_states_that_exist() -> None:
    index = rule_at(Verb.HANDLE, "handling")
    faults = prove_flow(with_rule(index, to="verifing"))
    fault = next(fault for fault in faults if fault.path == ("rules", index, "to"))
    assert fault.code == "unknown_state"
    assert "verifying" in fault.zh
    assert "verifying" in fault.en


def test_a_rule_says_who_may() -> None:
    assert ("nobody", ("rules", 0, "by")) in found(with_rule(0, by=()))
    assert ("unknown_actor", ("rules", 0, "by")) in found(with_rule(0, by=("everybody",)))
    assert ("unknown_role", ("rules", 0, "by")) in found(with_rule(0, by=("role:king",)))


def test_a_rule_asks_only_for_known_fields() -> None:
    assert ("unknown_need", ("rules", 3, "needs")) in found(with_rule(3, needs=("opinion|fotos",)))


def test_a_second_rule_for_the_same_verb_and_state_is_told() -> None:
    twice = plus_rule(verb="urge", **{"in": ["filed"]}, by=["requester"])
    assert ("duplicate_rule", ("rules", len(GOOD.rules), "in")) in found(twice)


def test_a_limit_must_read_as_one() -> None:
    assert ("unknown_clock", ("states", 0, "clock")) in found(with_state(0, clock="15 minutes"))
    assert ("unknown_clock", ("states", 0, "clock")) in found(with_state(0, clock="continue"))


@pytest.mark.parametrize("index", OPEN)
def test_every_state_that_wants_work_escalates(index: int) -> None:
    code = GOOD.states[index].code
    climbing = rule_at(Verb.ESCALATE, code)
    others = tuple(state for state in GOOD.rules[climbing].states if state != code)
    assert found(with_rule(climbing, states=others)) == {("no_escalation", ("states", index))}


def test_a_suspended_case_wakes_by_itself() -> None:
    waking = rule_at(Verb.RESUME, "handling")
    suspending = rule_at(Verb.SUSPEND, "handling")
    assert found(with_rule(waking, by=("owner",))) == {("never_resumed", ("rules", suspending))}


@pytest.mark.parametrize("owner", ["handler", "stay", "duty"])
def test_whoever_handled_may_not_verify(owner: str) -> None:
    verifying = state_at("verifying")
    verify = rule_at(Verb.VERIFY, "verifying")
    assert ("own_work", ("rules", verify, "by")) in found(with_state(verifying, owner=owner))


def test_the_last_mover_may_not_close_what_he_handled() -> None:
    close = rule_at(Verb.CLOSE, "verifying")
    assert ("own_work", ("rules", close, "by")) in found(with_rule(close, by=("mover",)))


def test_what_is_handled_must_be_checked() -> None:
    unchecked = without_rules(lambda rule: rule.verb in {Verb.VERIFY, Verb.CLOSE})
    assert ("not_verified", ("states", state_at("verifying"))) in found(unchecked)


def test_handling_may_not_close() -> None:
    handle = rule_at(Verb.HANDLE, "handling")
    assert ("handle_closes", ("rules", handle)) in found(with_rule(handle, to="closed"))


def test_late_cases_need_a_ladder() -> None:
    flow = msgspec.structs.replace(
        GOOD, terms=msgspec.structs.replace(GOOD.terms, escalate_hours=())
    )
    assert found(flow) == {("no_ladder", ("terms", "escalate_hours"))}


@dataclass(frozen=True)
class Broken:
    """A flow made wrong on purpose, and where the fault must be shown."""

    flow: Flow
    code: str
    path: tuple[str | int, ...]


def _lose_owner(index: int) -> Broken:
    return Broken(with_state(index, owner=None), "no_owner", ("states", index))


def _lose_clock(index: int) -> Broken:
    return Broken(with_state(index, clock=None), "no_clock", ("states", index))


def _misspell_target(index: int) -> Broken:
    return Broken(with_rule(index, to="nirgends"), "unknown_state", ("rules", index, "to"))


def _forbid_everybody(index: int) -> Broken:
    return Broken(with_rule(index, by=()), "nobody", ("rules", index, "by"))


def _ask_for_nonsense(index: int) -> Broken:
    return Broken(with_rule(index, needs=("blood",)), "unknown_need", ("rules", index, "needs"))


def _say_it_twice(index: int) -> Broken:
    rules = (*GOOD.rules, GOOD.rules[index])
    flow = msgspec.structs.replace(GOOD, rules=rules)
    return Broken(flow, "duplicate_rule", ("rules", len(GOOD.rules), "in"))


def _dead_state(index: int) -> Broken:
    dead = msgspec.structs.replace(GOOD.states[index], code="dead", title="死状态")
    states = (*GOOD.states[:index], dead, *GOOD.states[index:])
    return Broken(msgspec.structs.replace(GOOD, states=states), "unreachable", ("states", index))


STATES = st.sampled_from(OPEN)
RULES = st.integers(0, len(GOOD.rules) - 1)
BREAKS = st.one_of(
    STATES.map(_lose_owner),
    STATES.map(_lose_clock),
    STATES.map(_dead_state),
    RULES.map(_misspell_target),
    RULES.map(_forbid_everybody),
    RULES.map(_ask_for_nonsense),
    RULES.map(_say_it_twice),
)


@given(BREAKS)
def test_any_break_is_refused_at_its_place(broken: Broken) -> None:
    assert (broken.code, broken.path) in found(broken.flow)


@given(RULES)
def test_dropping_a_rule_never_lets_a_bad_flow_through(index: int) -> None:
    """What is left is either still proven, or every fault names a place that exists in it."""
    flow = msgspec.structs.replace(GOOD, rules=GOOD.rules[:index] + GOOD.rules[index + 1 :])
    for fault in prove_flow(flow):
        assert _exists(flow, fault), fault
    gone = GOOD.rules[index]
    if gone.verb in {Verb.ESCALATE, Verb.RESUME, Verb.TRANSFER, Verb.SELF_HANDLE, Verb.HANDLE}:
        assert prove_flow(flow)


def _exists(flow: Flow, fault: Fault) -> bool:
    if fault.path[0] not in {"states", "rules"}:
        return True
    held = flow.states if fault.path[0] == "states" else flow.rules
    return isinstance(fault.path[1], int) and 0 <= fault.path[1] < len(held)
