"""Rights over one's own data: link an account, file a request, hand over the file, once.

Ignores how the file looks (`web.own_data`).
"""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import transaction

from wangge.accounts.models import User
from wangge.accounts.rights import require
from wangge.audit.actions import append
from wangge.cases.access import case_for
from wangge.cases.actions.report import Report, report_case
from wangge.cases.models import Case as Row
from wangge.core.case.facts import Case
from wangge.core.case.intake import check_opinion
from wangge.core.duty import Actor
from wangge.lib.ids import uuid7_of
from wangge.packs.personal_data.queries import gather, person_of
from wangge.packs.personal_data.refusals import (
    AccountTaken,
    HandedOver,
    NotLinked,
    NotThatPerson,
    NotToHandOver,
    UnknownWish,
)
from wangge.privacy.actions import note_look
from wangge.registry.access import day_of, may, person_for
from wangge.registry.models import Person
from wangge.registry.queries.exact import person_by_document

LINE = "personal_data"

#: What a person may ask for on the own page → the item it is, and the words of the case.
WISHES = {
    "correct": ("D02.01", "本人申请更正登记信息"),
    "export": ("D01.01", "本人申请一份本人信息"),
    "looks": ("D01.02", "本人申请查询谁查看过本人信息"),
    "delete": ("D03.01", "本人申请删除本人信息"),
    "explain": ("D04.01", "本人要求解释个人信息处理规则"),
}


@transaction.atomic
def link_account(number: str, username: str, *, actor: Actor, now: datetime) -> Person:
    """The account belongs to the person whose identity card the clerk has just checked.

    Needs "registry.write" over the person's land. Refuses: MayNot, NotThatPerson, AccountTaken.
    """
    require(actor, "registry.write")
    person = _person(number, actor, now)
    user = User.objects.filter(username=username.strip(), is_active=True).first()
    if user is None or user.holdings.exists():
        raise AccountTaken(field="username", username=username[:20])
    if Person.objects.filter(user_id=user.pk).exclude(pk=person.pk).exists():
        raise AccountTaken(field="username", username=username[:20])
    Person.objects.filter(pk=person.pk).update(user_id=user.pk)
    told = {"user": str(user.pk), "checked": "identity card"}
    append("registry", person.pk, "registry.linked", told, actor=actor, now=now)
    return person


def ask(
    wish: str, words: str, *, actor: Actor, now: datetime, id: UUID | None = None
) -> tuple[Case, bool]:
    """The person's own request is a case, and whether it is new.

    The words stand in the case where clerks read them, so numbers do not belong into them.
    Refuses: UnknownWish, NotLinked.
    """
    if wish not in WISHES:
        raise UnknownWish(field="wish")
    person = person_of(actor.user_id, now=now) if actor.user_id else None
    if person is None:
        raise NotLinked
    item, title = WISHES[wish]
    more = check_opinion(words)
    return report_case(
        Report(
            id=id,
            line=LINE,
            item=item,
            text=f"{title}：{more}" if more else title,
            area=person.grid_on(day_of(now)),
            source="web",
        ),
        actor=actor,
        now=now,
    )


@transaction.atomic
def hand_over(no: str, number: str, *, actor: Actor, now: datetime) -> dict[str, Any]:
    """Everything the county holds about the person, for the handler to hand over; once a case.

    Without a number the person who asked from a linked account; else the one of that identity
    number, whose card was checked. It is noted as a look, with the case as reason. Who could not
    hand it over has the case sent back, and may take it out again.
    Refuses: NoSuchCase, NotToHandOver, NotThatPerson, HandedOver.
    """
    row = case_for(actor, no)
    case = row.as_fact()
    if not may_hand_over(actor, row):
        raise NotToHandOver
    person = _asking(case, number, actor, now)
    subject = _once(case)
    entry = append("handover", subject, "own_data.handed_over", {"case": no}, actor=actor, now=now)
    if entry.seq > 1:
        raise HandedOver
    note_look(
        actor=actor,
        kind="person",
        subject=person.pk,
        what="本人信息全部（交本人）",
        reason=f"个人信息申请 {no}",
        now=now,
    )
    return gather(person, now=now)


def may_hand_over(actor: Actor, row: Row) -> bool:
    """Whether the actor handles that request for a copy now."""
    return (
        row.line == LINE
        and row.state == "handling"
        and row.item.startswith("D01.")
        and actor.answers_for(row.owner_id)
    )


def _asking(case: Case, number: str, actor: Actor, now: datetime) -> Person:
    if number.strip():
        return _person(number, actor, now)
    linked = next((one for user in case.requesters if (one := person_of(user, now=now))), None)
    if linked is None:
        raise NotThatPerson(field="number")
    return person_for(actor, linked.pk, now=now)


def _person(number: str, actor: Actor, now: datetime) -> Person:
    person = person_by_document(actor, number, now=now)
    if person is None or not may(actor, "registry.read", person, now=now):
        raise NotThatPerson(field="number")
    return person


def _once(case: Case) -> UUID:
    """What the log calls this handing over: another one after the case was sent back."""
    digest = sha256(case.id.bytes + case.reworks.to_bytes(2, "big")).digest()
    return uuid7_of(case.id.int >> 80, int.from_bytes(digest[:10], "big"))
