"""Look at a reporter's name and telephone number in full: never without a reason on record."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from wangge.audit.actions import append
from wangge.cases.access import reporters_for
from wangge.cases.models import Case, Reporter
from wangge.core.case.intake import check_opinion
from wangge.core.case.refusals import NoSuchCase
from wangge.core.duty import Actor
from wangge.core.errors import Forbidden, Invalid
from wangge.privacy.actions import note_look


class NoReason(Invalid):
    """A look without a reason."""

    code = "no_reason"
    zh = "请写明查看原因，例如“电话核实地点”。"
    en = "Please say why, for example “calling to ask for the place”."


class NamesHidden(Forbidden):
    """The actor's post sees cases without names."""

    code = "names_hidden"
    zh = "您的岗位不能查看诉求人的姓名和电话。如有需要，请联系责任岗位。"
    en = "Your post may not see names and numbers of reporters. Ask the post in charge."


@transaction.atomic
def reveal_reporter(
    row: Case, reporter_id: UUID, reason: str, *, actor: Actor, now: datetime
) -> Reporter:
    """The reporter in full; who looked and why is in the log and among the looks (查阅记录).

    The case must have been fetched for this actor. Who asked not to be named is shown only to
    those in charge of the land. Refuses: NoSuchCase, NamesHidden, NoReason.
    """
    reason = check_opinion(reason)
    found = next((one for one in reporters_for(actor, row) if one.pk == reporter_id), None)
    if found is None:
        raise NoSuchCase(no=row.no)
    fact = row.as_fact()
    parties = () if found.confidential else (fact.owner,)
    if not actor.reads_names(fact.chain.areas(), fact.line, parties):
        raise NamesHidden
    if not reason:
        raise NoReason(field="reason")
    told = {"case": row.no, "reason": reason}
    append("reporter", found.pk, "case.reporter_revealed", told, actor=actor, now=now)
    note_look(
        actor=actor, kind="reporter", subject=found.pk, what="name,phone", reason=reason, now=now
    )
    return found
