"""A case as its reporter is told it: what happened, in plain words, by which post, never by name.

Talk among the staff is left out; what somebody answered to the reporter is not. One query.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _

from wangge.audit.log import entries_of
from wangge.cases.queries.may_do import post_of
from wangge.core.case.events import Beginning, Event, Rated, decode
from wangge.core.case.facts import Case
from wangge.core.case.verbs import Verb
from wangge.ui.words import say_exact


class Step(NamedTuple):
    """One thing that happened, as the component `timeline` takes it."""

    at: datetime
    verb: str
    who: str = ""
    post: str = ""
    opinion: str = ""
    over: bool = False
    open: bool = False


def story_of(case: Case, requester: UUID | None, language: str) -> list[Step]:
    """The steps a reporter is told, first one first."""
    steps = []
    for entry in entries_of(case.id):
        event = decode(entry.data)
        words = _words(event, requester, language)
        if words is None:
            continue
        title, said = words
        steps.append(
            Step(at=entry.at, verb=title, post=post_of(event.by.post, language), opinion=said)
        )
    return steps


def _words(event: Event, requester: UUID | None, language: str) -> tuple[str, str] | None:
    """What happened and what was said about it; None for what is no reporter's business."""
    mine = requester is not None and event.by.person == requester
    owner = post_of(getattr(event, "owner", None), language)
    reason, opinion = getattr(event, "reason", ""), getattr(event, "opinion", "")
    match event.verb:
        case Verb.REPORT:
            assert isinstance(event, Beginning)
            return _("已收到上报，由%(post)s受理") % {"post": owner}, ""
        case Verb.ACCEPT:
            return _("已立案"), ""
        case Verb.DISPATCH | Verb.ASSIGN:
            return _("已交给%(post)s办理") % {"post": owner}, ""
        case Verb.SIGN_FOR:
            return _("办理人员已签收"), ""
        case Verb.HANDLE:
            return _("已处理，等待现场核查"), opinion
        case Verb.SELF_HANDLE:
            return _("网格员当场处理好了"), opinion
        case Verb.VERIFY:
            return _("核查通过，问题已解决"), opinion
        case Verb.CLOSE:
            return _("已办结"), opinion
        case Verb.FORCE_CLOSE:
            return _("已由领导批准结案"), reason
        case Verb.REWORK:
            return _("核查不合格，重新处理"), reason
        case Verb.RETURN | Verb.WITHDRAW:
            return _("退回重新安排"), reason
        case Verb.REJECT:
            return _("没有受理"), reason
        case Verb.VOID:
            return _("已作废"), reason
        case Verb.TRANSFER:
            return _("已转到其他地区办理"), reason
        case _:
            return _also(event, mine=mine, reason=reason, opinion=opinion)


def _also(event: Event, *, mine: bool, reason: str, opinion: str) -> tuple[str, str] | None:
    """The rarer steps."""
    match event.verb:
        case Verb.ASK_PRECHECK:
            return _("已派人到现场核实"), ""
        case Verb.PRECHECK:
            return _("网格员已到现场核实"), ""
        case Verb.SUSPEND:
            return _("暂缓办理"), reason
        case Verb.RESUME:
            return _("恢复办理"), ""
        case Verb.GRANT_EXTENSION:
            return _("办理时间延长"), reason
        case Verb.SUPERVISE:
            return _("上级已督办"), ""
        case Verb.ESCALATE:
            return _("超过时限，已报上一级督促"), ""
        case Verb.MERGE:
            return _merged(event)
        case Verb.REOPEN:
            return _("重新办理"), reason
        case Verb.CALLBACK:
            return _("已电话回访"), ""
        case Verb.URGE:
            return (_("您催办了"), opinion) if mine else (_("有人催办"), "")
        case Verb.COMMENT if mine:
            return _("您补充说明"), opinion
        case Verb.RATE if mine and isinstance(event, Rated):
            return _("您评价了%(stars)s星") % {"stars": event.stars}, opinion
        case _:
            return None


def _merged(event: Event) -> tuple[str, str] | None:
    into = getattr(event, "into", None)
    return (_("与 %(no)s 是同一问题，合并办理") % {"no": into}, "") if into else None


def last_urged(case: Case, requester: UUID | None) -> datetime | None:
    """When that requester urged it last. One query."""
    if not case.urges:
        return None
    urged = [
        entry.at
        for entry in entries_of(case.id)
        if entry.name == "case.urged" and entry.person == requester
    ]
    return urged[-1] if urged else None


def promise_of(case: Case) -> str:
    """Until when the next step is promised, in words; "" where nothing is owed or time stands."""
    if case.due_at is None:
        return ""
    return say_exact(case.due_at)
