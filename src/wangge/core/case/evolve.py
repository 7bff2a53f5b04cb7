"""Fold: a case and what happened next make the case after it. Nothing is judged here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
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
from wangge.core.case.facts import Case, Party, Step, Supervision
from wangge.core.case.flow import Kind
from wangge.core.case.verbs import Verb

_replace = msgspec.structs.replace

#: Moves before anything was done: their photos show the matter as it was found.
_ON_THE_WAY = frozenset({Verb.ACCEPT, Verb.DISPATCH, Verb.PRECHECK})


def begin(event: Beginning) -> Case:
    """The case that a report, or another system, makes."""
    if isinstance(event, Imported):
        return _imported(event)
    return Case(
        id=event.id,
        no=event.no,
        line=event.line,
        item=event.item,
        flow=event.flow,
        state=event.state,
        kind=Kind.OPEN,
        version=1,
        text=event.text,
        source=event.source,
        reported_at=event.at,
        entered_at=event.at,
        chain=event.chain,
        owner=event.owner,
        owner_why=event.owner_why,
        clock=event.clock,
        point=event.point,
        place=event.place,
        located=event.located,
        territory_version=event.territory_version,
        severity=event.severity,
        reporters=event.reporters,
        requesters=event.requesters,
        photos=event.photos,
        parent=event.parent,
        posts=_with((), event.owner, event.by.post),
        escalate_at=event.escalate_at,
        extra=event.extra,
    )


def evolve(case: Case, event: Event) -> Case:
    """The case after `event`; its version is one higher."""
    case = _replace(case, version=case.version + 1, posts=_with(case.posts, event.by.post))
    match event:
        case Reported() | Imported():
            msg = "a case begins only once"
            raise ValueError(msg)
        case Moved():
            return _moved(case, event)
        case Reassigned():
            return _replace(
                case,
                owner=event.owner,
                owner_why=event.owner_why,
                posts=_with(case.posts, event.owner),
                last=_step(case, event.verb, event.by, event.at),
            )
        case Placed():
            return _replace(
                case,
                chain=event.chain,
                point=event.point,
                place=event.place,
                located=event.located,
                territory_version=event.territory_version,
                owner=event.owner,
                owner_why=event.owner_why,
                posts=_with(case.posts, event.owner),
                last=None,
            )
        case Rezoned():
            return _replace(
                case,
                chain=event.chain,
                territory_version=event.territory_version,
                owner=event.owner,
                owner_why=event.owner_why,
                posts=_with(case.posts, event.owner),
                last=None,
            )
        case Classified():
            return _replace(
                case,
                item=event.item,
                severity=event.severity,
                condition=None,
                owner=event.owner,
                owner_why=event.owner_why,
                posts=_with(case.posts, event.owner),
                last=None,
            )
        case Clocked():
            return _clocked(case, event)
        case ExtensionAsked():
            return _replace(case, extension_asked=event.by_limit)
        case Supervised():
            order = Supervision(
                number=event.number,
                by=event.by,
                reason=event.reason,
                at=event.at,
                level=event.level,
            )
            return _replace(case, supervisions=(*case.supervisions, order))
        case Escalated():
            return _replace(
                case,
                escalation=event.level,
                escalate_at=event.escalate_at,
                posts=_with(case.posts, event.to),
            )
        case Absorbed():
            return _replace(
                case,
                duplicates=case.duplicates + len(event.duplicates),
                reporters=_union(case.reporters, event.reporters),
                requesters=_union(case.requesters, event.requesters),
            )
        case Divided():
            return _replace(case, children=(*case.children, *event.children))
        case Rated():
            assert event.by.person is not None
            kept = tuple(one for one in case.ratings if one[0] != event.by.person)
            return _replace(case, ratings=(*kept, (event.by.person, event.stars)))
        case Noted():
            return _noted(case, event)
        case _ as never:
            assert_never(never)


def replay(events: Iterable[Event]) -> Case:
    """The case that a whole log makes. Raises ValueError if it does not begin as a case does."""
    rest = iter(events)
    first = next(rest, None)
    if not isinstance(first, Beginning):
        msg = "a log begins with a report or an import"
        raise ValueError(msg)
    case = begin(first)
    for event in rest:
        case = evolve(case, event)
    return case


def _imported(event: Imported) -> Case:
    rater = event.requesters[0] if event.requesters else event.id
    return Case(
        id=event.id,
        no=event.no,
        line=event.line,
        item=event.item,
        flow=event.flow,
        state=event.state,
        kind=event.kind,
        version=1,
        text=event.text,
        source=event.source,
        reported_at=event.reported_at,
        entered_at=event.closed_at or event.at,
        chain=event.chain,
        owner=event.owner,
        owner_why=event.owner_why,
        clock=event.clock,
        point=event.point,
        place=event.place,
        located=event.located,
        territory_version=event.territory_version,
        reporters=event.reporters,
        requesters=event.requesters,
        posts=(event.owner,),
        escalate_at=event.escalate_at,
        closed_at=event.closed_at,
        ratings=() if event.stars is None else ((rater, event.stars),),
        origin=event.origin,
        extra=event.extra,
    )


def _moved(case: Case, event: Moved) -> Case:
    handled = event.verb in (Verb.HANDLE, Verb.SELF_HANDLE)
    closed = event.kind is Kind.CLOSED
    return _replace(
        case,
        state=event.state,
        kind=event.kind,
        entered_at=event.at,
        owner=event.owner,
        owner_why=event.owner_why,
        clock=event.clock,
        kept=event.kept,
        condition=event.condition or case.condition,
        severity=event.severity or case.severity,
        posts=_with(case.posts, event.owner),
        handlers=(*case.handlers, event.by) if handled else case.handlers,
        after=(*case.after, *event.photos) if handled else case.after,
        photos=(*case.photos, *event.photos) if event.verb in _ON_THE_WAY else case.photos,
        extra={**case.extra, **event.answers} if event.answers else case.extra,
        last=None if event.verb is Verb.WITHDRAW else _step(case, event.verb, event.by, event.at),
        returns=case.returns + (event.verb is Verb.RETURN),
        reworks=case.reworks + (event.verb is Verb.REWORK),
        extension_asked=None,
        escalation=0,
        escalate_at=event.escalate_at,
        into=event.into or case.into,
        closed_at=event.at if closed else None,
    )


def _clocked(case: Case, event: Clocked) -> Case:
    return _replace(
        case,
        clock=event.clock,
        escalate_at=event.escalate_at,
        extensions=case.extensions + (event.verb is Verb.GRANT_EXTENSION),
        extension_asked=None if event.verb is Verb.GRANT_EXTENSION else case.extension_asked,
        suspensions=case.suspensions + (event.verb is Verb.SUSPEND),
        last=None,
    )


def _noted(case: Case, event: Noted) -> Case:
    match event.verb:
        case Verb.URGE:
            return _replace(case, urges=case.urges + 1)
        case Verb.CALLBACK:
            return _replace(case, callbacks=case.callbacks + 1)
        case Verb.ANSWER_SUPERVISION:
            answered = tuple(_replace(one, answered=True) for one in case.supervisions)
            return _replace(case, supervisions=answered)
        case Verb.COMMENT if event.photos:
            return _replace(case, photos=(*case.photos, *event.photos))
        case Verb.RECORD:
            return _replace(case, extra={**case.extra, **event.answers})
        case Verb.SIGN_FOR:
            return _replace(case, last=None)
        case _:
            return case


def _step(case: Case, verb: Verb, by: Party, at: datetime) -> Step:
    """What withdrawing would bring back: the state before, its owner and its clock."""
    return Step(verb=verb, by=by, at=at, state=case.state, owner=case.owner, clock=case.clock)


def _with(posts: tuple[UUID, ...], *more: UUID | None) -> tuple[UUID, ...]:
    return _union(posts, tuple(post for post in more if post is not None))


def _union(old: tuple[UUID, ...], new: tuple[UUID, ...]) -> tuple[UUID, ...]:
    return tuple(dict.fromkeys((*old, *new)))
