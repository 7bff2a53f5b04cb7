"""Judge: a case, a command and the world give the events that follow, or a refusal.

Nothing is written and nothing is looked up here. `report` begins a case; `decide` is everything
that may happen to it afterwards; `merge` is the one verb about two cases.
"""

from __future__ import annotations

from uuid import UUID

from wangge.core.case import stages
from wangge.core.case.events import (
    Absorbed,
    Classified,
    Clocked,
    Divided,
    Escalated,
    Event,
    ExtensionAsked,
    Moved,
    Noted,
    Placed,
    Rated,
    Reassigned,
    Reported,
    Supervised,
)
from wangge.core.case.facts import Case, Party
from wangge.core.case.flow import Rule
from wangge.core.case.guards import (
    check_extension,
    check_form,
    check_merge,
    check_needs,
    check_post,
    check_reopening,
    check_suspension,
    check_version,
    check_withdrawal,
    rule_for,
)
from wangge.core.case.refusals import (
    BadChoice,
    ChildrenOpen,
    NothingAsked,
    NotNow,
)
from wangge.core.case.verbs import NAMES, Verb
from wangge.core.case.world import Command, NewCase, World
from wangge.core.clock import Limit, extend, pause, recompute, resume


def report(new: NewCase, world: World) -> Reported:
    """A new case in the flow's first state, owned, with a running clock. 上报。

    A report that could not be located is owned by the county centre, never refused.
    """
    state = world.flow.state(world.flow.initial)
    rule = state.owner or "role:centre"
    if new.spot.chain.grid is None:
        rule = "role:centre"
    owner = world.router.owner(rule, chain=new.spot.chain, line=new.line, item=new.item)
    clock = stages.clock_of_new(state, world)
    return Reported(
        at=world.now,
        by=Party(post=_first_post(world), person=world.actor.user_id),
        verb=Verb.REPORT,
        id=new.id,
        no=new.no,
        line=new.line,
        item=new.item,
        flow=world.flow.code,
        state=state.code,
        text=new.text,
        source=new.source,
        chain=new.spot.chain,
        owner=owner.post_id,
        owner_why=owner.why,
        clock=clock,
        point=new.spot.point,
        place=new.spot.place,
        located=new.spot.located,
        territory_version=new.spot.territory_version,
        severity=new.severity,
        reporters=new.reporters,
        requesters=new.requesters,
        photos=new.photos,
        parent=new.parent,
        escalate_at=stages.next_wake(clock, 0, world.flow.terms),
        extra=new.extra,
    )


def decide(case: Case, command: Command, world: World) -> Event:
    """What follows when the actor says `command.verb` about the case.

    Raises a refusal of `core.case.refusals` and then nothing follows: NotNow, NotYours, OwnWork,
    Paused, Missing, StaleVersion, TooOften, TooLate, …
    """
    check_version(case, command)
    rule, party = rule_for(case, command, world)
    check_needs(command, rule, case)
    check_form(command, rule)
    if rule.to is not None or command.verb is Verb.WITHDRAW:
        return _move(case, command, world, rule, party)
    return _stay(case, command, world, party)


def merge(main: Case, duplicates: tuple[Case, ...], world: World) -> Absorbed:
    """What the main case gains when `duplicates` are merged into it: their reporters. 合并。"""
    return Absorbed(
        at=world.now,
        by=Party(post=_first_post(world), person=world.actor.user_id),
        verb=Verb.MERGE,
        duplicates=tuple(one.no for one in duplicates),
        reporters=tuple(who for one in duplicates for who in one.reporters),
        requesters=tuple(who for one in duplicates for who in one.requesters),
    )


def _move(case: Case, command: Command, world: World, rule: Rule, party: Party) -> Moved:
    """The case goes to another state."""
    if command.verb is Verb.WITHDRAW:
        return _withdraw(case, command, world, party)
    if command.verb is Verb.MERGE:
        check_merge(case, world)
    if command.verb is Verb.REOPEN:
        check_reopening(case, world)
    if command.verb in (Verb.CLOSE, Verb.VERIFY) and world.open_children:
        raise ChildrenOpen
    condition = stages.condition_chosen(case, command, world, rule)
    arrival = stages.arrive(case, command, world, rule, party, condition)
    return Moved(
        at=world.now,
        by=party,
        verb=command.verb,
        origin=case.state,
        state=arrival.state.code,
        kind=arrival.state.kind,
        owner=arrival.owner.post_id,
        owner_why=arrival.owner.why,
        clock=arrival.clock,
        kept=stages.keep(case, world),
        used_s=stages.used(case, world),
        limit_s=stages.allowed(case),
        escalate_at=stages.next_wake(arrival.clock, 0, world.flow.terms),
        opinion=command.opinion,
        reason=command.reason,
        condition=condition.code if condition else None,
        severity=condition.severity if condition else "",
        photos=command.photos,
        into=command.into,
        destination=command.destination,
        passed=command.passed,
        from_m=_distance(case, command),
        answers=command.answers,
    )


def _distance(case: Case, command: Command) -> int | None:
    """How far from the case somebody stood who handled or verified it, where both are known."""
    here = command.spot.point if command.spot else None
    return None if here is None or case.point is None else round(here.distance_m(case.point))


def _withdraw(case: Case, command: Command, world: World, party: Party) -> Moved:
    last = check_withdrawal(case, world)
    state = world.flow.state(last.state)
    return Moved(
        at=world.now,
        by=party,
        verb=Verb.WITHDRAW,
        origin=case.state,
        state=state.code,
        kind=state.kind,
        owner=last.owner,
        owner_why="撤回后恢复原责任岗位",
        clock=last.clock,
        used_s=stages.used(case, world),
        limit_s=stages.allowed(case),
        escalate_at=stages.next_wake(last.clock, 0, world.flow.terms),
        reason=command.reason,
    )


def _stay(case: Case, command: Command, world: World, party: Party) -> Event:
    """Something happens in the same state."""
    verb, at = command.verb, world.now
    match verb:
        case Verb.ASSIGN:
            post = check_post(case, command, world)
            why = f"由{NAMES[verb].zh}确定"
            return Reassigned(
                at=at, by=party, verb=verb, owner=post, owner_why=why, opinion=command.opinion
            )
        case Verb.RELOCATE:
            return _placed(case, command, world, party)
        case Verb.RECLASSIFY:
            return _classified(case, command, world, party)
        case Verb.ASK_EXTENSION:
            clock = check_extension(case, world)
            return ExtensionAsked(
                at=at, by=party, verb=verb, by_limit=str(clock.limit), reason=command.reason
            )
        case Verb.REFUSE_EXTENSION:
            if case.extension_asked is None:
                raise NothingAsked
            return ExtensionAsked(at=at, by=party, verb=verb, by_limit=None, reason=command.reason)
        case Verb.GRANT_EXTENSION | Verb.SUSPEND | Verb.RESUME | Verb.RESCHEDULE:
            return _clocked(case, command, world, party)
        case Verb.SUPERVISE:
            number = len(case.supervisions) + 1
            return Supervised(at=at, by=party, verb=verb, number=number, reason=command.reason)
        case Verb.ESCALATE:
            return _escalated(case, world, party)
        case Verb.RATE:
            if command.stars is None or command.stars not in range(1, 6):
                raise BadChoice(field="stars", what="评价", value=command.stars, choices="1–5")
            return Rated(at=at, by=party, verb=verb, stars=command.stars, opinion=command.opinion)
        case (
            Verb.URGE
            | Verb.COMMENT
            | Verb.CALLBACK
            | Verb.SIGN_FOR
            | Verb.ANSWER_SUPERVISION
            | Verb.RECORD
        ):
            return _noted(command, world, party)
        case Verb.SPLIT:
            ids, numbers = zip(*world.children, strict=True)
            return Divided(
                at=at, by=party, verb=verb, children=ids, numbers=numbers, reason=command.reason
            )
        case _:
            # The proofs of a flow refuse any other verb that does not move (`flow_proofs`).
            raise NotNow(state=world.flow.state(case.state).title, verb=NAMES[verb].zh)


def _placed(case: Case, command: Command, world: World, party: Party) -> Placed:
    """The place is mended; the owner of this state at the new place takes over."""
    spot = command.spot
    assert spot is not None, "needs: point"
    rule = world.flow.state(case.state).owner or "role:centre"
    if spot.chain.grid is None:
        rule = "role:centre"
    owner = world.router.owner(rule, chain=spot.chain, line=case.line, item=case.item)
    return Placed(
        at=world.now,
        by=party,
        verb=command.verb,
        chain=spot.chain,
        point=spot.point,
        place=spot.place,
        located=spot.located,
        territory_version=spot.territory_version,
        owner=owner.post_id,
        owner_why=owner.why,
        reason=command.reason,
    )


def _classified(case: Case, command: Command, world: World, party: Party) -> Classified:
    """The class is mended; a condition chosen for the old class is dropped."""
    assert command.item is not None, "needs: item"
    assert world.item.code == command.item, "the world carries the new class"
    rule = world.flow.state(case.state).owner or "role:centre"
    owner = stages.owner_by(rule, case, world, item=command.item, handlers=case.handlers)
    return Classified(
        at=world.now,
        by=party,
        verb=command.verb,
        item=command.item,
        owner=owner.post_id,
        owner_why=owner.why,
        reason=command.reason,
    )


def _clocked(case: Case, command: Command, world: World, party: Party) -> Clocked:
    """Extend, suspend, resume or recompute the running clock."""
    assert case.clock is not None
    clock, terms = case.clock, world.flow.terms
    match command.verb:
        case Verb.GRANT_EXTENSION:
            if case.extension_asked is None:
                raise NothingAsked
            clock = extend(clock, Limit.parse(case.extension_asked), world.calendar)
        case Verb.SUSPEND:
            until = check_suspension(case, command, world)
            clock = pause(clock, world.now, world.calendar, until=until, reason=command.reason)
        case Verb.RESUME:
            clock = resume(clock, world.now, world.calendar)
        case _:
            clock = recompute(clock, world.calendar)
    return Clocked(
        at=world.now,
        by=party,
        verb=command.verb,
        clock=clock,
        escalate_at=stages.next_wake(clock, case.escalation, terms),
        reason=command.reason,
    )


def _escalated(case: Case, world: World, party: Party) -> Escalated:
    """Time carries the case one post higher; at the county centre it knocks again and again."""
    assert case.clock is not None
    level = case.escalation + 1
    to = world.router.above(case.owner, level)
    due_at = case.clock.due_at or world.now
    return Escalated(
        at=world.now,
        by=party,
        verb=Verb.ESCALATE,
        level=level,
        to=to.post_id,
        to_why=to.why,
        late_s=max(0, int((world.now - due_at).total_seconds())),
        escalate_at=stages.next_wake(case.clock, level, world.flow.terms, after=world.now),
    )


def _noted(command: Command, world: World, party: Party) -> Noted:
    return Noted(
        at=world.now,
        by=party,
        verb=command.verb,
        opinion=command.opinion or command.reason,
        photos=command.photos,
        reached=command.reached,
        solved=command.solved,
        satisfied=command.satisfied,
        answers=command.answers,
    )


def _first_post(world: World) -> UUID | None:
    return world.actor.posts[0].id if world.actor.posts else None
