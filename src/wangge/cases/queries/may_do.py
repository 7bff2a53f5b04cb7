"""What somebody may do to a case now, and what each action must be given: the action bar.

Pages draw buttons and fields from it, programs read it before they act. No query.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from wangge.cases.queries.shapes import Choice, Need, Sayable
from wangge.catalogue.access import catalogue
from wangge.core.case.facts import Case
from wangge.core.case.flow import Field, Flow, Rule
from wangge.core.case.guards import FIELDS
from wangge.core.case.permit import sayable
from wangge.core.case.verbs import NAMES, Verb
from wangge.core.catalogue import Condition, Item, UnknownItem, UnknownLine
from wangge.core.clock import Limit
from wangge.core.duty import Actor, PostFact, Roster
from wangge.core.routing import NEVER_OWNERS
from wangge.territory.access import roster

#: What the fields of an action are called in English; in Chinese: `core.case.guards.FIELDS`.
FIELDS_EN = {
    "opinion": "Opinion",
    "reason": "Reason",
    "photos": "Photos",
    "before": "Photo of how it was found",
    "passed": "Is it so",
    "condition": "Filing condition",
    "post": "Post",
    "until": "Until",
    "point": "Place on the map",
    "item": "Class",
    "into": "Number of the main case",
    "parts": "Parts",
    "destination": "Destination",
    "stars": "Rating",
    "reached": "Was somebody reached",
}
#: Fields of a flow's own form are named so: `answers.result`.
ANSWERS = "answers."
_STARS = (
    ("很不满意", "Very bad"),
    ("不满意", "Bad"),
    ("一般", "Fair"),
    ("满意", "Good"),
    ("很满意", "Very good"),
)
_YES_NO = {
    "passed": (("属实", "It is so"), ("不属实", "It is not so")),
    "reached": (("已接通", "Reached"), ("未接通", "Not reached")),
}
#: Fields an action may be given though the flow does not ask for them.
_WELCOME: dict[Verb, tuple[str, ...]] = {
    Verb.DISPATCH: ("post", "opinion"),
    Verb.ACCEPT: ("opinion",),
    Verb.VERIFY: ("photos",),
    Verb.CLOSE: ("photos",),
    Verb.ASSIGN: ("opinion",),
    Verb.RATE: ("opinion",),
    Verb.CALLBACK: ("opinion",),
    Verb.URGE: ("opinion",),
    Verb.REWORK: ("photos",),
    Verb.GRANT_EXTENSION: ("opinion",),
}

_sorted: tuple[Roster, Mapping[UUID, Sequence[PostFact]]] | None = None


def may_do(
    case: Case, flow: Flow, actor: Actor, *, now: datetime, language: str
) -> tuple[Sayable, ...]:
    """The actions open to the actor now, in the flow's order, with what each needs."""
    return tuple(_sayable(case, flow, rule, now, language) for rule in sayable(case, flow, actor))


def _sayable(case: Case, flow: Flow, rule: Rule, now: datetime, language: str) -> Sayable:
    name = NAMES[rule.verb]
    zh = language.startswith("zh")
    needs = [
        _need(case, need, rule, now, language, required=need != "before" or not case.photos)
        for need in rule.needs
    ]
    asked = {field for need in needs for field in need.fields}
    needs += [
        _need(case, field, rule, now, language, required=False)
        for field in _WELCOME.get(rule.verb, ())
        if field not in asked
    ]
    needs += [_answer(field, zh) for field in rule.form]
    return Sayable(
        action=rule.verb.value,
        title=(rule.title or name.zh) if zh else (rule.title_en or name.en),
        to=None if rule.to is None else state_title(flow, rule.to, language),
        needs=tuple(needs),
    )


def _need(
    case: Case, need: str, rule: Rule, now: datetime, language: str, *, required: bool = True
) -> Need:
    fields = tuple(need.split("|"))
    zh = language.startswith("zh")
    names = [FIELDS[field] if zh else FIELDS_EN[field] for field in fields]
    return Need(
        fields=tuple("photos" if field == "before" else field for field in fields),
        title=("或" if zh else " or ").join(names),
        required=required and need != "condition",
        choices=_choices(case, fields[0], rule, now, zh) if len(fields) == 1 else (),
    )


def _answer(field: Field, zh: bool) -> Need:
    """A field of the flow's own form; it is sent among `answers`."""
    return Need(
        fields=(f"{ANSWERS}{field.code}",),
        title=field.title if zh else field.title_en,
        required=field.required,
        kind=field.kind.value,
        choices=tuple(
            Choice(value=one.code, title=one.title if zh else one.title_en) for one in field.choices
        ),
    )


def _choices(case: Case, field: str, rule: Rule, now: datetime, zh: bool) -> tuple[Choice, ...]:
    match field:
        case "condition":
            item = item_of(case.line, case.item)
            return tuple(
                Choice(value=one.code, title=condition_title(one, zh=zh))
                for one in (item.conditions if item else ())
            )
        case "stars":
            return tuple(
                Choice(value=value, title=words[0 if zh else 1])
                for value, words in enumerate(_STARS, start=1)
            )
        case "passed" | "reached":
            yes, no = _YES_NO[field]
            place = 0 if zh else 1
            return (
                Choice(value=True, title=yes[place]),
                Choice(value=False, title=no[place]),
            )
        case "post":
            return _posts(case, rule, now, zh)
        case _:
            return ()


def _posts(case: Case, rule: Rule, now: datetime, zh: bool) -> tuple[Choice, ...]:
    """Posts that could take the case, nearest land first: inside the owner's department, or all."""
    known = roster()
    by_area = _posts_by_area(known)
    owner = known.posts.get(case.owner)
    inside = owner.department if owner and rule.verb is Verb.ASSIGN else None
    found = [
        post
        for area in case.chain.areas()
        for post in by_area.get(area, ())
        if post.id != case.owner
        and post.in_force(now)
        and post.works_for(case.line)
        and (inside is None or post.department == inside)
    ]
    language = "zh" if zh else "en"
    return tuple(Choice(value=str(post.id), title=post.called(language)) for post in found[:60])


def _posts_by_area(known: Roster) -> Mapping[UUID, Sequence[PostFact]]:
    """Posts that may own cases by the area they serve, in order of code; kept for one roster."""
    global _sorted
    if _sorted is None or _sorted[0] is not known:
        by_area: dict[UUID, list[PostFact]] = {}
        for post in sorted(known.posts.values(), key=lambda one: one.code):
            if post.role not in NEVER_OWNERS:
                by_area.setdefault(post.area_id, []).append(post)
        _sorted = (known, by_area)
    return _sorted[1]


def state_title(flow: Flow, code: str, language: str) -> str:
    """The name of a state; its code where the flow has it no more."""
    for state in flow.states:
        if state.code == code:
            return state.title if language.startswith("zh") else state.title_en
    return code


def condition_title(condition: Condition, *, zh: bool) -> str:
    """A filing condition in words, with its limit: 缺失（2个紧急工作时）."""
    limit = Limit.parse(condition.limit).say("zh" if zh else "en")
    return f"{condition.when}（{limit}）" if zh else f"{condition.when} ({limit})"


def item_of(line: str, item: str) -> Item | None:
    """The item in the catalogue in force; None where it has left it."""
    try:
        return catalogue().item(line, item)
    except (UnknownLine, UnknownItem):
        return None


def post_of(post_id: UUID | None, language: str) -> str:
    """The title of a post, "" for none or one the roster does not know."""
    post = roster().posts.get(post_id) if post_id else None
    return post.called(language) if post else ""
