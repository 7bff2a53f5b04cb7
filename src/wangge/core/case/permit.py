"""Who may say a verb about a case, and as which post.

The flow's rule lists who may; this file decides whether the actor is one of them. The answer
is the acting `Party`, or None.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from wangge.core.case.facts import Case, Party
from wangge.core.case.flow import Flow, Rule
from wangge.core.case.verbs import Verb
from wangge.core.duty import Actor

#: Verbs that judge somebody's work: its doer may not say them.
JUDGING = frozenset({Verb.VERIFY, Verb.CLOSE, Verb.REWORK})


def acting_as(case: Case, rule: Rule, actor: Actor) -> Party | None:
    """The first way in which `rule` lets the actor act, or None."""
    for way in rule.by:
        party = _as(case, way, actor)
        if party is None:
            continue
        if rule.verb in JUDGING and did_the_work(case, party):
            continue
        return party
    return None


def did_the_work(case: Case, party: Party) -> bool:
    """Whether this post or this person handled the case at any time."""
    return any(
        (done.person is not None and done.person == party.person)
        or (done.post is not None and done.post == party.post)
        for done in case.handlers
    )


def sayable(case: Case, flow: Flow, actor: Actor) -> tuple[Rule, ...]:
    """What the actor may do to the case now: the buttons of its action bar."""
    state, ways = case.state, _ways_of(case, actor)
    return tuple(
        rule
        for rule in flow.rules
        if state in rule.states
        and rule.by != _TIME_ALONE
        and not ways.isdisjoint(rule.by)
        and acting_as(case, rule, actor) is not None
        and fits_now(case, rule)
    )


def _ways_of(case: Case, actor: Actor) -> frozenset[str]:
    """Every way in which the actor has to do with the case, as rules write them."""
    ways = [way for way in _PARTS if _as(case, way, actor) is not None]
    if actor.grants:
        areas = case.chain.areas()
        ways += [f"role:{one.role}" for one in actor.grants if one.covers(areas, case.line)]
    return frozenset(ways)


def fits_now(case: Case, rule: Rule) -> bool:
    """Whether the case's facts allow the verb, whoever asks."""
    asks = _ASKS.get(rule.verb)
    return asks is None or asks(case)


def _is_paused(case: Case) -> bool:
    return case.is_paused


def _runs(case: Case) -> bool:
    return not case.is_paused


def _has_asked(case: Case) -> bool:
    return case.extension_asked is not None


def _may_ask(case: Case) -> bool:
    return not case.is_paused and case.extension_asked is None


def _may_withdraw(case: Case) -> bool:
    return case.last is not None and not case.is_paused


def _is_supervised(case: Case) -> bool:
    return bool(case.supervised())


_TIME_ALONE = ("system",)
_PARTS = ("system", "requester", "owner", "handler", "mover")
#: What the case must be like for a verb; for the others it may be as it is.
_ASKS: Mapping[Verb, Callable[[Case], bool]] = {
    Verb.RESUME: _is_paused,
    Verb.SUSPEND: _may_ask,
    Verb.ASK_EXTENSION: _may_ask,
    Verb.GRANT_EXTENSION: _has_asked,
    Verb.REFUSE_EXTENSION: _has_asked,
    Verb.ANSWER_SUPERVISION: _is_supervised,
    Verb.WITHDRAW: _may_withdraw,
    Verb.HANDLE: _runs,
    Verb.ASSIGN: _runs,
    Verb.SIGN_FOR: _runs,
    Verb.RETURN: _runs,
}


def _as(case: Case, way: str, actor: Actor) -> Party | None:
    person = actor.user_id
    match way:
        case "system":
            return Party() if actor.system else None
        case "requester":
            return Party(person=person) if person in case.requesters else None
        case "owner":
            return Party(case.owner, person) if actor.answers_for(case.owner) else None
        case "handler":
            return _as_handler(case, actor)
        case "mover":
            return _as_mover(case, actor)
        case _:
            return _as_role(case, way.removeprefix("role:"), actor)


def _as_handler(case: Case, actor: Actor) -> Party | None:
    for done in case.handlers:
        if done.person == actor.user_id:
            return Party(post=done.post, person=actor.user_id)
        if actor.answers_for(done.post):
            return Party(post=done.post, person=actor.user_id)
    return None


def _as_mover(case: Case, actor: Actor) -> Party | None:
    if case.last is None or actor.user_id is None:
        return None
    by = case.last.by
    if by.person == actor.user_id or actor.answers_for(by.post):
        return Party(post=by.post, person=actor.user_id)
    return None


def _as_role(case: Case, role: str, actor: Actor) -> Party | None:
    if role not in actor.roles:
        return None
    post = actor.post_as(role, case.chain.areas(), case.line)
    return Party(post, actor.user_id) if post else None
