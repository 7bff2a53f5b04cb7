"""The conditions a command must meet before anything follows from it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from wangge.core.case import permit
from wangge.core.case.facts import Case, Party, Step
from wangge.core.case.flow import Field, FieldKind, Rule
from wangge.core.case.refusals import (
    BadChoice,
    BadMerge,
    BadUntil,
    Missing,
    NotNow,
    NotYours,
    OwnWork,
    Paused,
    StaleVersion,
    TooLate,
    TooOften,
    UnknownPost,
)
from wangge.core.case.verbs import NAMES, Verb
from wangge.core.case.world import Command, World
from wangge.core.clock import Clock

#: What the fields of a command are called on screens.
FIELDS: dict[str, str] = {
    "opinion": "办理意见",
    "reason": "原因",
    "photos": "照片",
    "before": "整改前照片",
    "passed": "核实结论",
    "condition": "立案条件",
    "post": "岗位",
    "until": "截止时间",
    "point": "位置",
    "item": "类别",
    "into": "主案件编号",
    "parts": "分办内容",
    "destination": "转往地区",
    "stars": "评价",
    "reached": "是否接通",
}

#: Characters an answer in a flow's own form may have.
MOST_ANSWER = 200

#: Verbs that go on while a case is suspended; everything else waits.
WHILE_PAUSED = frozenset(
    {Verb.RESUME, Verb.COMMENT, Verb.URGE, Verb.SUPERVISE, Verb.ANSWER_SUPERVISION}
    | {Verb.FORCE_CLOSE, Verb.RESCHEDULE, Verb.MERGE}
)


def check_version(case: Case, command: Command) -> None:
    """The actor saw the case as it is."""
    if command.version is not None and command.version != case.version:
        raise StaleVersion(field="version", yours=command.version, now=case.version)


def rule_for(case: Case, command: Command, world: World) -> tuple[Rule, Party]:
    """The flow's rule for this verb here, and the party the actor acts as."""
    verb = command.verb
    rule = world.flow.rule(verb, case.state)
    name = NAMES[verb].zh
    if rule is None:
        raise NotNow(state=world.flow.state(case.state).title, verb=name)
    party = permit.acting_as(case, rule, world.actor)
    if party is None:
        raise _why_not(case, rule, world)
    if case.is_paused and verb not in WHILE_PAUSED:
        assert case.clock is not None
        raise Paused(until=f"{case.clock.paused_until:%Y-%m-%d}")
    if not permit.fits_now(case, rule):
        raise NotNow(state=world.flow.state(case.state).title, verb=name)
    return rule, party


def check_needs(command: Command, rule: Rule, case: Case) -> None:
    """Every field the rule asks for is there; of `a|b` one will do.

    `before` asks for a photo of how it was found, unless the case shows one already.
    """
    for need in rule.needs:
        if need == "condition":  # left out, the item's first one is meant: `stages`
            continue
        options = need.split("|")
        if not any(_given(command, option, case) for option in options):
            what = "或".join(FIELDS[option] for option in options)
            raise Missing(field=options[0], verb=named(rule), what=what)


def check_form(command: Command, rule: Rule) -> None:
    """What the flow's own form asks for is there and can be read; nothing else is."""
    known = {field.code: field for field in rule.form}
    for code, answer in command.answers.items():
        if code not in known:
            choices = "、".join(known) or "—"
            raise BadChoice(field="answers", what="表单", value=code[:40], choices=choices)
        _check_answer(known[code], answer)
    for field in rule.form:
        if field.required and not command.answers.get(field.code, "").strip():
            raise Missing(field=f"answers.{field.code}", verb=named(rule), what=field.title)


def named(rule: Rule) -> str:
    """What the rule's verb is called in this flow."""
    return rule.title or NAMES[rule.verb].zh


def _check_answer(field: Field, answer: str) -> None:
    if not answer:
        return
    codes = [choice.code for choice in field.choices]
    match field.kind:
        case FieldKind.CHOICE:
            good, choices = answer in codes, "、".join(choice.title for choice in field.choices)
        case FieldKind.DATE:
            good, choices = _is_date(answer), "如 2026-11-23"
        case FieldKind.TEXT:
            good, choices = len(answer) <= MOST_ANSWER, f"不超过{MOST_ANSWER}字"
    if not good:
        name = f"answers.{field.code}"
        raise BadChoice(field=name, what=field.title, value=answer[:40], choices=choices)


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def check_withdrawal(case: Case, world: World) -> Step:
    """The last step is the actor's own and still fresh."""
    last = case.last
    assert last is not None, "permit.fits_now"
    until = last.at + timedelta(minutes=world.flow.terms.withdraw_minutes)
    if world.now > until:
        raise TooLate(what="撤回", until=f"{until:%Y-%m-%d %H:%M} UTC")
    return last


def check_extension(case: Case, world: World) -> Clock:
    """An extension may still be asked for: before the deadline, and not too often."""
    clock, most = case.clock, world.flow.terms.extensions
    assert clock is not None
    if case.extensions >= most:
        raise TooOften(what="延期", limit=most)
    if clock.due_at is not None and world.now > clock.due_at:
        raise TooLate(what="延期", until=f"{clock.due_at:%Y-%m-%d %H:%M} UTC")
    return clock


def check_suspension(case: Case, command: Command, world: World) -> datetime:
    """The suspension ends, within the flow's terms, and is not one too many."""
    terms, until = world.flow.terms, command.until
    if case.suspensions >= terms.suspensions:
        raise TooOften(what="挂账", limit=terms.suspensions)
    longest = world.now + timedelta(days=terms.suspend_days)
    if until is None or until.tzinfo is None or not world.now < until <= longest:
        raise BadUntil(field="until", days=terms.suspend_days)
    return until


def check_reopening(case: Case, world: World) -> None:
    """The case was closed not too long ago."""
    assert case.closed_at is not None
    until = case.closed_at + timedelta(days=world.flow.terms.reopen_days)
    if world.now > until:
        raise TooLate(what="重新办理", until=f"{until:%Y-%m-%d}")


def check_post(case: Case, command: Command, world: World) -> UUID:
    """The named post exists and can take the case."""
    post = command.post
    if post is None or not world.router.accepts(post, chain=case.chain, line=case.line):
        raise UnknownPost(field="post")
    return post


def check_merge(case: Case, world: World) -> None:
    """The main case is another one, open, and not itself a part of this one."""
    main = world.main
    if main is None:
        raise BadMerge(field="into", no="", why="没有找到主案件", why_en="it was not found")
    if main.id == case.id:
        raise BadMerge(field="into", no=main.no, why="就是本案", why_en="it is this very case")
    if not main.is_open:
        raise BadMerge(field="into", no=main.no, why="主案件已办结", why_en="it is closed")


def _why_not(case: Case, rule: Rule, world: World) -> NotYours | OwnWork:
    """The sentence for a refused actor: own work, or somebody else's business."""
    if rule.verb in permit.JUDGING and any(
        done.person == world.actor.user_id for done in case.handlers
    ):
        return OwnWork()
    return NotYours(verb=NAMES[rule.verb].zh, who="、".join(_who(way) for way in rule.by))


def _who(way: str) -> str:
    words = {
        "owner": "责任岗位",
        "requester": "诉求人",
        "handler": "处置岗位",
        "mover": "上一步办理人",
        "system": "系统",
        "role:dispatcher": "派遣岗",
        "role:acceptor": "受理岗",
        "role:grid_worker": "网格员",
        "role:village_desk": "村(社区)岗",
        "role:operator": "话务岗",
        "role:leader": "领导岗",
        "role:centre": "县指挥中心",
        "role:department": "部门岗",
        "role:handler": "处置岗",
        "role:team": "驻村工作队",
    }
    return words.get(way, way.removeprefix("role:"))


def _given(command: Command, field: str, case: Case) -> bool:
    if field == "before":
        return bool(command.photos or case.photos)
    if field == "point":
        return command.spot is not None
    value = getattr(command, field)
    return value.strip() != "" if isinstance(value, str) else value not in (None, ())
