"""Entering a state: who owns it, which clock starts, and when time itself must act next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from wangge.core.case.facts import Case, Party
from wangge.core.case.flow import Kind, Rule, State, Terms
from wangge.core.case.guards import check_post
from wangge.core.case.refusals import BadChoice
from wangge.core.case.verbs import Verb
from wangge.core.case.world import Command, World
from wangge.core.catalogue import Condition
from wangge.core.clock import Clock, Limit, WorkCalendar, begin, limit_s, pause, resume, used_s
from wangge.core.routing import Assigned

#: The clock of a state whose item names no limit; a flow or an item may say otherwise.
ORDINARY = Limit.parse("5wd")

#: How long a stopped handling clock is kept; verification takes minutes, so any long time will do.
KEPT_DAYS = 365


@dataclass(frozen=True, slots=True)
class Arrival:
    """What a state gives a case on entering it."""

    state: State
    owner: Assigned
    clock: Clock | None


def arrive(
    case: Case,
    command: Command,
    world: World,
    rule: Rule,
    party: Party,
    condition: Condition | None,
) -> Arrival:
    """The state that `rule` leads to, with its owner and its clock."""
    assert rule.to is not None
    state = world.flow.state(rule.to)
    if state.kind is Kind.CLOSED:
        stays = Assigned(post_id=case.owner, why=case.owner_why)
        return Arrival(state, stays, None)
    if command.post is not None and command.verb is Verb.DISPATCH:
        owner = Assigned(post_id=check_post(case, command, world), why="由派遣岗指定")
    else:
        wanted = rule.owner or state.owner or "role:centre"
        handlers = (*case.handlers, party) if command.verb is Verb.HANDLE else case.handlers
        owner = owner_by(wanted, case, world, item=case.item, handlers=handlers)
    return Arrival(state, owner, _clock(case, state, rule, world, condition))


def owner_by(
    rule: str, case: Case, world: World, *, item: str, handlers: tuple[Party, ...] = ()
) -> Assigned:
    """The post that an owner rule means for this case now; never one that handled it."""
    if rule == "stay":
        return Assigned(post_id=case.owner, why=case.owner_why)
    if rule == "handler" and case.handlers and case.handlers[-1].post:
        post = case.handlers[-1].post
        if world.router.accepts(post, chain=case.chain, line=case.line):
            return Assigned(post_id=post, why="退回原处置岗位")
        # the post has ended, or a border moved between it and the case
        return world.router.follower(post, chain=case.chain, line=case.line)
    if case.chain.grid is None and rule != "duty":
        rule = "role:centre"
    rule = "duty" if rule == "handler" else rule
    exclude: frozenset[UUID] = frozenset()
    if rule.startswith("role:"):  # who handled must not get it to verify
        exclude = frozenset(one for done in handlers for one in (done.post, done.person) if one)
    return world.router.owner(rule, chain=case.chain, line=case.line, item=item, exclude=exclude)


def condition_chosen(case: Case, command: Command, world: World, rule: Rule) -> Condition | None:
    """The filing condition that holds from now on; the item's first one where none is named.

    Raises BadChoice, naming the choices, for a code the item does not have.
    """
    conditions = world.item.conditions
    code = command.condition or case.condition
    if code is None:
        return conditions[0] if "condition" in rule.needs and conditions else None
    for condition in conditions:
        if condition.code == code:
            return condition
    choices = "；".join(f"{one.code} {one.when}" for one in conditions)
    raise BadChoice(field="condition", what="立案条件", value=code, choices=choices)


def clock_of_new(state: State, world: World) -> Clock:
    """The clock a report starts."""
    return clock_of(state, world.now, world.calendar)


def clock_of(state: State, at: datetime, calendar: WorkCalendar) -> Clock:
    """The clock of a case that begins in that state at that moment."""
    return begin(_limit(state.clock, None), at, calendar)


def keep(case: Case, world: World) -> Clock | None:
    """The handling clock, stopped, when the case leaves the handling state; or the one kept."""
    state = world.flow.state(case.state)
    if state.clock != "handling" or case.clock is None:
        return case.kept
    if case.is_paused:
        return case.clock
    until = world.now + timedelta(days=KEPT_DAYS)
    return pause(case.clock, world.now, world.calendar, until=until, reason="核查期间停表")


def used(case: Case, world: World) -> int:
    """Seconds of the running clock that the present owner has used."""
    return used_s(case.clock, world.now, world.calendar) if case.clock else 0


def allowed(case: Case) -> int:
    """Seconds the running clock allowed; 0 where there is none."""
    return limit_s(case.clock.limit) if case.clock else 0


def next_wake(
    clock: Clock | None, level: int, terms: Terms, *, after: datetime | None = None
) -> datetime | None:
    """When time must act next: resume a suspended case, or carry a late one upward.

    Level 0 is the deadline itself; past the end of the ladder its last step repeats for ever.
    """
    if clock is None:
        return None
    if clock.paused_at is not None:
        return clock.paused_until
    assert clock.due_at is not None
    hours = terms.escalate_hours
    if level < len(hours) - 1:
        wake = clock.due_at + timedelta(hours=hours[level])
    else:
        base = after or clock.due_at + timedelta(hours=hours[-2])
        wake = base + timedelta(hours=hours[-1])
    return max(wake, after + timedelta(minutes=1)) if after else wake


def _clock(
    case: Case, state: State, rule: Rule, world: World, condition: Condition | None
) -> Clock | None:
    wanted = rule.clock or state.clock
    if wanted == "stay":
        return case.clock
    if wanted == "continue" and case.kept is not None:
        return resume(case.kept, world.now, world.calendar)
    return begin(_limit(wanted, condition), world.now, world.calendar)


def _limit(wanted: str | None, condition: Condition | None) -> Limit:
    if wanted and wanted not in ("handling", "stay", "continue"):
        return Limit.parse(wanted)
    return Limit.parse(condition.limit) if condition and condition.limit else ORDINARY
