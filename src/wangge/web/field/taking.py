"""What comes in from the field: reports and actions, each taken exactly once.

A phone sends again what it got no answer for. A report is known by its id; an action by being
the very step that followed the version it was made on.
"""

from __future__ import annotations

from datetime import datetime
from typing import TypeAlias
from uuid import UUID

import msgspec
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from wangge.audit.log import entries_of
from wangge.cases.access import case_for
from wangge.cases.actions.act import Act, act_on
from wangge.cases.actions.report import report_case
from wangge.cases.models import Case as Row
from wangge.core.case.events import decode
from wangge.core.case.facts import Case
from wangge.core.case.refusals import Missing
from wangge.core.case.verbs import NAMES, Verb
from wangge.core.duty import Actor, Role
from wangge.core.errors import Forbidden, Invalid, Refusal, Stale
from wangge.web.reporting import keep_photos, read_report, read_taken

Files: TypeAlias = "MultiValueDict[str, UploadedFile[bytes]]"

#: What is done on the spot; everything else wants the desk's forms.
PHONE_VERBS = (
    Verb.VERIFY,
    Verb.PRECHECK,
    Verb.HANDLE,
    Verb.SELF_HANDLE,
    Verb.REWORK,
    Verb.SIGN_FOR,
    Verb.DISPATCH,
    Verb.ASSIGN,
    Verb.RETURN,
    Verb.COMMENT,
    Verb.ANSWER_SUPERVISION,
    Verb.ASK_EXTENSION,
    Verb.WITHDRAW,
    Verb.CLOSE,
)


class BadAction(Invalid):
    """An action the phone does not know, or one not made on a version."""

    code = "bad_action"
    zh = "这项操作无法识别。请刷新案件页面后再办，填写的内容已保留。"
    en = "This action was not understood. Reload the case and try again; what you typed is kept."


def take_report(
    given: QueryDict, files: Files, *, actor: Actor, now: datetime
) -> tuple[Case, bool]:
    """The case of a report from the field and whether it is new; solved on the spot, if so said.

    Refuses as `read_report`, `report_case` and `act_on` do.
    """
    taken = read_taken(given, now=now)
    solved = given.get("solved") == "1"
    if solved and not files.getlist("after"):
        raise Missing(field="after", verb=NAMES[Verb.SELF_HANDLE].zh, what="处置后照片")
    photos = keep_photos(files.getlist("photos"), taken=taken, by=actor.user_id, now=now)
    wanted = read_report(given, photos=photos, source=_source_of(actor))
    if taken.at is not None:
        wanted = msgspec.structs.replace(wanted, extra={"noted_at": taken.at.isoformat()})
    case, created = report_case(wanted, actor=actor, now=now)
    if solved and case.version == 1:
        after = keep_photos(files.getlist("after"), taken=taken, by=actor.user_id, now=now)
        done = Act(action=Verb.SELF_HANDLE, opinion=given.get("opinion") or case.text, photos=after)
        try:
            case = act_on(case_for(actor, case.no), done, actor=actor, now=now)
        except (Forbidden, Stale):
            return case, created  # outside one's own grid it is a report like any other
    return case, created


def take_act(no: str, given: QueryDict, files: Files, *, actor: Actor, now: datetime) -> Case:
    """The case after an action from the field; the same action sent again changes nothing.

    Refuses: NoSuchCase, BadAction, StaleVersion, and what `act_on` refuses.
    """
    row = case_for(actor, no)
    taken = read_taken(given, now=now)
    photos = keep_photos(files.getlist("photos"), taken=taken, by=actor.user_id, now=now)
    wanted = read_act(given, photos)
    try:
        return act_on(row, wanted, actor=actor, now=now)
    except Refusal:
        if _done_before(row, wanted, actor):
            return row.as_fact()
        raise


def read_act(given: QueryDict, photos: tuple[str, ...]) -> Act:
    """The action as sent. Refuses: BadAction."""
    try:
        verb, version = Verb(given.get("verb", "")), int(given.get("version", ""))
        named = given.get("post", "")
        post = UUID(named) if named else None
    except ValueError:
        raise BadAction(field="verb") from None
    if verb not in PHONE_VERBS:
        raise BadAction(field="verb")
    return Act(
        action=verb,
        version=version,
        opinion=given.get("opinion", ""),
        reason=given.get("reason", ""),
        photos=photos,
        condition=given.get("condition") or None,
        post=post,
        passed={"yes": True, "no": False}.get(given.get("passed", "")),
    )


def _done_before(row: Row, wanted: Act, actor: Actor) -> bool:
    """Whether the step after the version this was made on is this very action, by this person."""
    if wanted.version is None:
        return False
    for entry in entries_of(row.pk):
        if entry.seq != wanted.version + 1 or entry.person != actor.user_id:
            continue
        event = decode(entry.data)
        said = getattr(event, "opinion", "") or getattr(event, "reason", "")
        return event.verb is wanted.action and said in (
            wanted.opinion.strip(),
            wanted.reason.strip(),
        )
    return False


def _source_of(actor: Actor) -> str:
    return "grid_worker" if actor.has_role(Role.GRID_WORKER) else "department"
