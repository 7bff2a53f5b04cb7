"""Whether a flow is well formed: every word in it known, every rule sayable by somebody.

The half of the proof that looks at one state or rule at a time. Ignores what follows from all of
them together: that is `flow_proofs`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from wangge.core.case.flow import FieldKind, Flow, Kind, Rule, State
from wangge.core.case.flow_words import ACTORS, CLOCKS, NEEDS, OWNERS, is_limit, nearest
from wangge.core.case.verbs import Verb

#: Where inside a flow: ("states", 3), ("rules", 7, "by"), ("initial",).
Path = tuple[str | int, ...]


class Fault(NamedTuple):
    """One thing wrong with a flow: where, a stable code, and a sentence in both languages."""

    path: Path
    code: str
    zh: str
    en: str


def states_are_well_formed(flow: Flow, roles: frozenset[str]) -> Iterator[Fault]:
    """Each code once; open and waiting states owned and clocked, closed ones neither."""
    seen: set[str] = set()
    for index, state in enumerate(flow.states):
        at: Path = ("states", index)
        if state.code in seen:
            yield Fault(
                (*at, "code"),
                "duplicate_state",
                f"状态“{state.code}”写了两次，请只留一个。",
                f"State “{state.code}” is written twice; keep one.",
            )
        seen.add(state.code)
        if state.kind is Kind.CLOSED:
            yield from _closed_state_owes_nothing(at, state)
            continue
        if state.owner is None:
            yield Fault(
                at,
                "no_owner",
                f"状态“{state.title}”没有写由谁负责（owner），案件会没人管。",
                f"State “{state.code}” has no owner rule; a case there would be nobody's.",
            )
        else:
            yield from _owner_is_known((*at, "owner"), state.owner, roles)
        if state.clock is None:
            yield Fault(
                at,
                "no_clock",
                f"状态“{state.title}”没有写时限（clock），案件会没有到期时间。",
                f"State “{state.code}” has no clock rule; a case there would never be due.",
            )
        else:
            yield from _clock_is_known((*at, "clock"), state.clock, CLOCKS - {"continue"})


def _closed_state_owes_nothing(at: Path, state: State) -> Iterator[Fault]:
    for name, value in (("owner", state.owner), ("clock", state.clock)):
        if value is not None:
            yield Fault(
                (*at, name),
                f"closed_with_{name}",
                f"“{state.title}”是办结状态，不应再写 {name}，请删去。",
                f"“{state.code}” is closed and must have no {name}; remove it.",
            )


def _owner_is_known(at: Path, owner: str, roles: frozenset[str]) -> Iterator[Fault]:
    if owner in OWNERS:
        return
    if owner.startswith("role:"):
        yield from _role_is_known(at, owner, roles)
        return
    yield Fault(
        at,
        "unknown_owner",
        f"不认识负责人写法“{owner}”。可写 {'、'.join(sorted(OWNERS))} 或 role:角色。"
        + nearest(owner, OWNERS).zh,
        f"Unknown owner rule “{owner}”. Use {', '.join(sorted(OWNERS))} or role:<role>."
        + nearest(owner, OWNERS).en,
    )


def _role_is_known(at: Path, text: str, roles: frozenset[str]) -> Iterator[Fault]:
    role = text.removeprefix("role:")
    if role not in roles:
        yield Fault(
            at,
            "unknown_role",
            f"没有“{role}”这个角色。" + nearest(role, roles).zh,
            f"There is no role “{role}”." + nearest(role, roles).en,
        )


def _clock_is_known(at: Path, clock: str, words: frozenset[str]) -> Iterator[Fault]:
    if clock in words or is_limit(clock):
        return
    yield Fault(
        at,
        "unknown_clock",
        f"不认识时限“{clock}”。可写 {'、'.join(sorted(words))}，或如 15um、4wh、5wd。",
        f"Unknown clock rule “{clock}”. Use {', '.join(sorted(words))}, or like 15um, 4wh, 5wd.",
    )


def rules_are_well_formed(flow: Flow, roles: frozenset[str]) -> Iterator[Fault]:
    """Each rule names known states, actors and fields, and none is shadowed by another."""
    known = {state.code for state in flow.states}
    taken: set[tuple[Verb, str]] = set()
    for index, rule in enumerate(flow.rules):
        at: Path = ("rules", index)
        yield from _states_exist(at, rule, known)
        yield from _said_once(at, rule, taken)
        yield from _somebody_may(at, rule, roles)
        for need in chain.from_iterable(each.split("|") for each in rule.needs):
            if need not in NEEDS:
                yield Fault(
                    (*at, "needs"),
                    "unknown_need",
                    f"不认识必填项“{need}”。" + nearest(need, NEEDS).zh,
                    f"Unknown field “{need}” in needs." + nearest(need, NEEDS).en,
                )
        yield from _form_is_well_formed(at, rule)
        if rule.owner is not None:
            yield from _owner_is_known((*at, "owner"), rule.owner, roles)
        if rule.clock is not None:
            yield from _clock_is_known((*at, "clock"), rule.clock, CLOCKS)


def _form_is_well_formed(at: Path, rule: Rule) -> Iterator[Fault]:
    """Each field once, with a title, and a choice has something to choose."""
    seen: set[str] = set()
    for index, field in enumerate(rule.form):
        here = (*at, "form", index)
        if field.code in seen:
            yield Fault(
                here,
                "duplicate_field",
                f"“{rule.verb}”的表单里“{field.code}”写了两次，请只留一个。",
                f"The form of “{rule.verb}” has “{field.code}” twice; keep one.",
            )
        seen.add(field.code)
        if (field.kind is FieldKind.CHOICE) != bool(field.choices):
            yield Fault(
                here,
                "field_choices",
                f"表单项“{field.title}”：选择项要写 choices，其他的不写。",
                f"Field “{field.code}”: a choice needs choices, and nothing else has them.",
            )


def _states_exist(at: Path, rule: Rule, known: Iterable[str]) -> Iterator[Fault]:
    if not rule.states:
        yield Fault(
            (*at, "in"),
            "nowhere",
            f"“{rule.verb}”没有写在哪些状态可用（in）。",
            f"“{rule.verb}” names no state it may be used in.",
        )
    named = [("in", state) for state in rule.states]
    if rule.to is not None:
        named.append(("to", rule.to))
    for key, state in named:
        if state not in known:
            yield Fault(
                (*at, key),
                "unknown_state",
                f"“{rule.verb}”用到了不存在的状态“{state}”。" + nearest(state, known).zh,
                f"“{rule.verb}” names an unknown state “{state}”." + nearest(state, known).en,
            )


def _said_once(at: Path, rule: Rule, taken: set[tuple[Verb, str]]) -> Iterator[Fault]:
    for state in rule.states:
        if (rule.verb, state) in taken:
            yield Fault(
                (*at, "in"),
                "duplicate_rule",
                f"状态“{state}”里的“{rule.verb}”已在前面写过，这一条永远用不到。",
                f"“{rule.verb}” in “{state}” was given before; this one would never be used.",
            )
        taken.add((rule.verb, state))


def _somebody_may(at: Path, rule: Rule, roles: frozenset[str]) -> Iterator[Fault]:
    if not rule.by:
        yield Fault(
            (*at, "by"),
            "nobody",
            f"“{rule.verb}”没有写谁可以做（by）。",
            f"“{rule.verb}” does not say who may do it (by).",
        )
    for actor in rule.by:
        if actor.startswith("role:"):
            yield from _role_is_known((*at, "by"), actor, roles)
        elif actor not in ACTORS:
            yield Fault(
                (*at, "by"),
                "unknown_actor",
                f"不认识“{actor}”。by 里可写 {'、'.join(sorted(ACTORS))} 或 role:角色。"
                + nearest(actor, ACTORS).zh,
                f"Unknown actor “{actor}”. Use {', '.join(sorted(ACTORS))} or role:<role>."
                + nearest(actor, ACTORS).en,
            )


def terms_make_sense(flow: Flow) -> Iterator[Fault]:
    """No number below zero, and a ladder that late cases climb."""
    for name in ("extensions", "suspensions", "suspend_days", "returns", "reopen_days"):
        if getattr(flow.terms, name) < 0:
            yield Fault(
                ("terms", name),
                "negative_term",
                f"{name} 不能小于 0。",
                f"{name} cannot be below 0.",
            )
    hours = flow.terms.escalate_hours
    if len(hours) < 2 or min(hours) < 0 or hours[-1] == 0:
        yield Fault(
            ("terms", "escalate_hours"),
            "no_ladder",
            "escalate_hours 至少写两级，不能小于 0，最后一级要大于 0（此后每隔这么久再升）。",
            "escalate_hours needs two steps or more, none below 0; the last repeats, so it is "
            "above 0.",
        )
