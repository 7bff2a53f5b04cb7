"""Who hears what when something happens to a case: posts that owe it, people who asked for it.

Nobody hears of his own act, and no stranger hears anything. Posts are told, not persons: whoever
answers for the post reads it. Ignores how it reaches them (inbox, mail): that is `notify`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple, assert_never
from uuid import UUID

from wangge.core.case.events import (
    Absorbed,
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
from wangge.core.case.facts import Case
from wangge.core.case.verbs import NAMES, Verb
from wangge.core.clock import Limit
from wangge.core.clock.words import rough_text
from wangge.lib.clock import SHANGHAI

#: Stars that call for somebody to look again 差评.
BAD_STARS = 2


class Told(NamedTuple):
    """One notice: to a post or to a person, with the facts its words need."""

    kind: str
    to: UUID
    to_post: bool
    facts: dict[str, str]


class Happening(NamedTuple):
    """One event with the case around it; `past` are the events before it."""

    before: Case | None
    event: Event
    after: Case
    past: Sequence[Event] = ()


_TO_REQUESTERS = {
    Verb.HANDLE: "your_handled",
    Verb.VERIFY: "your_closed",
    Verb.CLOSE: "your_closed",
    Verb.FORCE_CLOSE: "your_closed",
    Verb.SELF_HANDLE: "your_closed",
    Verb.REJECT: "your_rejected",
    Verb.VOID: "your_voided",
    Verb.TRANSFER: "your_transferred",
    Verb.REOPEN: "your_reopened",
}
_TO_NEW_OWNER = {Verb.RETURN: "returned", Verb.REWORK: "rework"}
_FILING = frozenset({Verb.ACCEPT, Verb.DISPATCH})


def hear(happening: Happening) -> list[Told]:
    """Everybody who hears of it, each once a kind."""
    by = happening.event.by
    told = {
        (one.kind, one.to): one for one in _hear(happening) if one.to not in (by.post, by.person)
    }
    return list(told.values())


def facts_of(case: Case) -> dict[str, str]:
    """What every notice about a case may say."""
    facts = {"no": case.no}
    if case.due_at is not None:
        facts["due"] = _moment(case.due_at)
    return facts


def _hear(happening: Happening) -> Iterator[Told]:
    before, event, after, past = happening
    match event:
        case Reported():
            yield _owner("came", after, **_how(event))
        case Imported():  # what is closed concerns nobody any more
            if after.is_open:
                yield _owner("came", after, **_how(event))
        case Moved():
            yield from _moved(before, event, after, past)
        case Reassigned() | Placed() | Classified() | Rezoned():
            if before is None or before.owner != after.owner:
                yield _owner("came", after, **_how(event))
        case Clocked():
            yield from _clocked(event, after)
        case ExtensionAsked():
            yield from _extension(event, after, past)
        case Supervised():
            yield _owner("supervised", after, number=str(event.number), reason=event.reason)
        case Escalated():
            late = {"late": rough_text(event.late_s), "late_en": rough_text(event.late_s, "en")}
            yield _owner("overdue", after, **late)
            facts = facts_of(after) | late | {"level": str(event.level)}
            yield Told("escalated", event.to, True, facts)
        case Absorbed():
            others = "、".join(event.duplicates)
            yield _owner("absorbed", after, count=str(len(event.duplicates)), others=others)
            for person in event.requesters:
                yield Told("your_merged", person, False, facts_of(after))
        case Rated():
            if event.stars <= BAD_STARS:
                said = {"stars": str(event.stars), "opinion": event.opinion}
                for post in {after.owner, *(one.post for one in after.handlers[-1:] if one.post)}:
                    yield Told("low_rating", post, True, facts_of(after) | said)
        case Noted():
            yield from _noted(event, after)
        case Divided():
            return
        case _ as never:
            assert_never(never)


def _moved(before: Case | None, event: Moved, after: Case, past: Sequence[Event]) -> Iterator[Told]:
    said = {"reason": event.reason, "opinion": event.opinion or event.reason}
    if event.verb is Verb.WITHDRAW and before is not None:
        yield Told("withdrawn", before.owner, True, facts_of(after) | said)
    elif after.is_open and (before is None or before.owner != after.owner):
        yield _owner(_TO_NEW_OWNER.get(event.verb, "came"), after, **said, **_how(event))
    elif event.verb is Verb.FORCE_CLOSE:
        yield _owner("withdrawn", after, **said)
    kind = _TO_REQUESTERS.get(event.verb)
    if event.verb in _FILING and not any(one.verb in _FILING for one in past):
        kind = "your_filed"
    if kind:
        said["destination"] = event.destination
        yield from _requesters(kind, after, **said)


def _clocked(event: Clocked, after: Case) -> Iterator[Told]:
    match event.verb:
        case Verb.GRANT_EXTENSION:
            yield _owner("extension_granted", after)
        case Verb.SUSPEND:
            until = event.clock.paused_until
            said = {"reason": event.reason, "until": _moment(until) if until else "—"}
            yield _owner("suspended", after, **said)
            yield from _requesters("your_suspended", after, **said)
        case Verb.RESUME:
            yield _owner("resumed", after)
        case _:  # a recomputed deadline is on the case page, with its reason
            return


def _extension(event: ExtensionAsked, after: Case, past: Sequence[Event]) -> Iterator[Told]:
    """Asked of the post that dispatched it, or answered to its owner."""
    if event.by_limit is None:
        yield _owner("extension_refused", after, reason=event.reason)
        return
    limit = Limit.parse(event.by_limit)
    said = {"by": limit.say("zh"), "by_en": limit.say("en"), "reason": event.reason}
    for one in reversed(past):
        if one.verb is Verb.DISPATCH and one.by.post is not None:
            yield Told("extension_asked", one.by.post, True, facts_of(after) | said)
            return


def _noted(event: Noted, after: Case) -> Iterator[Told]:
    match event.verb:
        case Verb.URGE:
            yield _owner("urged", after, opinion=event.opinion)
        case Verb.ANSWER_SUPERVISION:
            for order in after.supervisions:
                if order.by.post is not None:
                    said = facts_of(after) | {"opinion": event.opinion}
                    yield Told("supervision_answered", order.by.post, True, said)
        case Verb.COMMENT if event.by.person in after.requesters:
            yield _owner("commented", after, opinion=event.opinion)
        case Verb.CALLBACK if event.solved is False:
            yield _owner("unsolved", after, opinion=event.opinion)
        case _:
            return


def _owner(kind: str, case: Case, **facts: str) -> Told:
    return Told(kind, case.owner, True, facts_of(case) | facts)


def _requesters(kind: str, case: Case, **facts: str) -> Iterator[Told]:
    for person in case.requesters:
        yield Told(kind, person, False, facts_of(case) | facts)


def _how(event: Event) -> dict[str, str]:
    name = NAMES[event.verb]
    return {"how": name.zh, "how_en": name.en.lower()}


def _moment(at: datetime) -> str:
    return at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
