"""Everything a case page shows: the case, its steps, who reported it, what hangs together.

At most four queries, whatever the case: its log, its reporters, the people in it who hold no
post, and its parent and children. Shaped once for the pages and the JSON interface.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from wangge.accounts.models import User
from wangge.audit.log import LogEntry, entries_of
from wangge.cases.access import reporters_for
from wangge.cases.models import Case as Row
from wangge.cases.models import Reporter
from wangge.cases.queries.case_view import case_view, flow_of, item_title
from wangge.cases.queries.may_do import post_of, state_title
from wangge.cases.queries.shapes import (
    CasePage,
    Related,
    ReporterView,
    TimelineEntry,
    Who,
)
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
    decode,
)
from wangge.core.case.facts import Case
from wangge.core.case.flow import Flow
from wangge.core.case.verbs import NAMES
from wangge.core.clock import Limit
from wangge.core.duty import Actor
from wangge.lib.chain import genesis, link
from wangge.lib.clock import SHANGHAI
from wangge.lib.masking import mask_name, mask_phone
from wangge.territory.access import roster, territory_index


def case_page(actor: Actor, row: Row, now: datetime, language: str) -> CasePage:
    """The page of a case the actor has fetched (`access.case_for`). At most four queries."""
    case = row.as_fact()
    flow = flow_of(case)
    entries = entries_of(case.id)
    told = reporters_for(actor, row)
    unmasked = reads_names(actor, case)
    people = _people(entries) | _hidden(told, entries, case, actor)
    return CasePage(
        case=case_view(case, actor=actor, now=now, language=language),
        timeline=tuple(
            _step(entry, case, flow, people, unmasked, actor, language) for entry in entries
        ),
        reporters=tuple(_reporter(one, case, actor) for one in told),
        related=_related(case, actor, language),
        log_intact=_intact(entries, row),
    )


def _intact(entries: Sequence[LogEntry], row: Row) -> bool:
    """Whether the chain of the log holds and ends where the row says."""
    digest = genesis(row.pk)
    for entry in entries:
        digest = link(
            digest,
            subject=row.pk,
            seq=entry.seq,
            name=entry.name,
            at=entry.at,
            post=entry.post,
            person=entry.person,
            data=entry.data,
        )
        if digest != entry.hash:
            return False
    return digest == bytes(row.log_hash)


def reads_names(actor: Actor, case: Case) -> bool:
    """Whether people on the case may be shown unmasked: by land and line, or as its owner.

    A requester is no reader of the other reporters' names.
    """
    return actor.reads_names(case.chain.areas(), case.line, (case.owner,))


def _reporter(one: Reporter, case: Case, actor: Actor) -> ReporterView:
    """Who asked not to be named is named only to those in charge of the land, not to the owner."""
    yours = one.user_id is not None and one.user_id == actor.user_id
    parties = () if one.confidential else (case.owner,)
    whole = yours or actor.reads_names(case.chain.areas(), case.line, parties)
    return ReporterView(
        id=one.id,
        name=one.name if whole else mask_name(one.name),
        phone=one.phone if whole else mask_phone(one.phone),
        masked=not whole,
        confidential=one.confidential,
        yours=yours,
        at=one.at,
        text=one.text if one.text != case.text else "",
    )


def _people(entries: Sequence[LogEntry]) -> dict[UUID, str]:
    """Names of everybody who acted: from the roster, and one query for who holds no post."""
    known = roster().people
    ids = {entry.person for entry in entries if entry.person is not None}
    names = {id_: known[id_] for id_ in ids if id_ in known}
    missing = ids - names.keys()
    if missing:
        names |= dict(User.objects.filter(id__in=missing).values_list("id", "name"))
    return names


def _hidden(
    told: Sequence[Reporter], entries: Sequence[LogEntry], case: Case, actor: Actor
) -> dict[UUID, str]:
    """Masked names of those who reported in confidence (举报保密).

    Only they themselves and who is in charge of the land read them; not the case's owner.
    """
    if actor.reads_names(case.chain.areas(), case.line, ()):
        return {}
    acted = {entry.person for entry in entries}
    return {
        one.user_id: mask_name(one.name)
        for one in told
        if one.confidential
        and one.user_id is not None
        and one.user_id in acted
        and one.user_id != actor.user_id
    }


def _related(case: Case, actor: Actor, language: str) -> tuple[Related, ...]:
    """Its parent and its parts; one query, none for a case that stands alone.

    They lie on the same land; who is shown this case by taking part sees only number and state.
    """
    ids = [*case.children, *([case.parent] if case.parent else [])]
    if not ids:
        return ()
    found = Row.objects.filter(pk__in=ids).order_by("no")
    return tuple(
        Related(
            no=one.no,
            relation="parent" if one.pk == case.parent else "child",
            state_title=_title(one, language),
            kind=one.kind,
        )
        for one in found
    )


def _title(row: Row, language: str) -> str:
    flow = flow_of(row.as_fact())
    return state_title(flow, row.state, language) if flow else row.state


def _step(
    entry: LogEntry,
    case: Case,
    flow: Flow | None,
    people: Mapping[UUID, str],
    unmasked: bool,
    actor: Actor,
    language: str,
) -> TimelineEntry:
    event = decode(entry.data)
    name = NAMES[event.verb]
    zh = language.startswith("zh")
    moved = event if isinstance(event, Moved) else None
    reached = event.state if isinstance(event, Moved | Reported | Imported) else ""
    return TimelineEntry(
        seq=entry.seq,
        at=entry.at,
        action=event.verb.value,
        name=entry.name,
        title=_called(event, flow, language) or (name.zh if zh else name.en),
        who=_who(event, people, unmasked, actor, language),
        state=state_title(flow, reached, language) if flow and reached else reached,
        owner=post_of(_owner_of(event), language),
        opinion=getattr(event, "opinion", ""),
        reason=getattr(event, "reason", ""),
        note=_note(event, case, language) or _answered(event, flow, language),
        photos=getattr(event, "photos", ()),
        used_s=moved.used_s if moved and moved.limit_s else None,
        limit_s=moved.limit_s if moved and moved.limit_s else None,
        over=bool(moved and moved.limit_s and moved.used_s > moved.limit_s),
    )


def _who(
    event: Event, people: Mapping[UUID, str], unmasked: bool, actor: Actor, language: str
) -> Who:
    """Staff act by name; a resident is named to himself and to who may read names."""
    by = event.by
    name = people.get(by.person, "") if by.person else ""
    if by.post is None and not unmasked and by.person != actor.user_id:
        name = mask_name(name)
    return Who(
        post=post_of(by.post, language),
        person=name,
        system=by.post is None and by.person is None and not isinstance(event, Reported),
    )


def _owner_of(event: Event) -> UUID | None:
    match event:
        case Reported() | Imported() | Moved() | Reassigned() | Placed() | Rezoned() | Classified():
            return event.owner
        case Escalated():
            return event.to
        case _:
            return None


def _note(event: Event, case: Case, language: str) -> str:
    """What an event says beside opinion and reason, in one phrase."""
    zh = language.startswith("zh")
    match event:
        case Imported():
            return _came_from(event, language)
        case Moved() if event.into:
            return f"并入 {event.into}" if zh else f"into {event.into}"
        case Moved() if event.destination:
            return f"转往 {event.destination}" if zh else f"to {event.destination}"
        case Moved() if event.passed is not None:
            if zh:
                return "属实" if event.passed else "不属实"
            return "it is so" if event.passed else "it is not so"
        case Classified():
            return item_title(case.line, event.item, language)
        case Placed():
            return event.place
        case Rezoned():
            return territory_index().full_name(event.chain.grid)
        case Escalated():
            return f"第{event.level}级" if zh else f"level {event.level}"
        case Supervised():
            return f"督办第{event.number}号" if zh else f"order no. {event.number}"
        case Absorbed():
            return _listed(event.duplicates, language)
        case Divided():
            return _listed(event.numbers, language)
        case Rated():
            return f"{event.stars}星" if zh else f"{event.stars} of 5"
        case ExtensionAsked() if event.by_limit:
            return Limit.parse(event.by_limit).say(language)
        case Clocked() if zh:
            return event.clock.explained
        case Noted() if event.reached is not None:
            return _called_back(event, zh)
        case _:
            return ""


def _came_from(event: Imported, language: str) -> str:
    """From which system, under which number, and what that system says of it."""
    origin, zh = event.origin, language.startswith("zh")
    said = [
        f"来自“{origin.system}”，原编号{origin.number}"
        if zh
        else f"from “{origin.system}”, number {origin.number} there"
    ]
    for at, what, what_en in (
        (event.reported_at, "上报", "reported"),
        (origin.due_at, "原时限", "due"),
        (event.closed_at, "办结", "closed"),
    ):
        if at is not None:
            when = f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
            said.append(f"{what}{when}" if zh else f"{what_en} {when}")
    said += [
        f"{heading}：{cell}" if zh else f"{heading}: {cell}"
        for heading, cell in event.extra.items()
    ]
    return ("，" if zh else ", ").join(said)


def _called(event: Event, flow: Flow | None, language: str) -> str:
    """What the flow itself calls the verb where it was said; empty for the usual name."""
    rule = flow.rule(event.verb, event.origin) if flow and isinstance(event, Moved) else None
    if rule is None:
        return ""
    return rule.title if language.startswith("zh") else rule.title_en


def _answered(event: Event, flow: Flow | None, language: str) -> str:
    """What was filled into the flow's own form."""
    answers = getattr(event, "answers", None)
    if not answers or flow is None:
        return ""
    colon, stop = ("：", "；") if language.startswith("zh") else (": ", "; ")
    told = flow.answers_in_words(answers, language)
    return stop.join(f"{title}{colon}{answer}" for title, answer in told)


def _called_back(event: Noted, zh: bool) -> str:
    said = [
        (event.reached, "已接通", "未接通", "reached", "not reached"),
        (event.solved, "已解决", "未解决", "solved", "not solved"),
        (event.satisfied, "满意", "不满意", "satisfied", "not satisfied"),
    ]
    words = [
        (yes if value else no) if zh else (yes_en if value else no_en)
        for value, yes, no, yes_en, no_en in said
        if value is not None
    ]
    return ("，" if zh else ", ").join(words)


def _listed(numbers: Iterable[str], language: str) -> str:
    return ("、" if language.startswith("zh") else ", ").join(numbers)
