"""Report a case 上报: check, locate, route, record. The way every problem comes in."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec

from wangge.cases.access import sees
from wangge.cases.actions import record
from wangge.cases.actions.evidence import check_photos
from wangge.cases.actions.gather import GivenPoint, spot_at, world_for
from wangge.cases.actions.numbers import next_number
from wangge.cases.models import Case as Row
from wangge.cases.models import Reporter as ReporterRow
from wangge.cases.sealed import REPORTER_PHONE
from wangge.core.case import intake
from wangge.core.case.decide import report
from wangge.core.case.facts import Case
from wangge.core.case.refusals import IdTaken
from wangge.core.case.world import NewCase
from wangge.core.duty import Actor
from wangge.lib.ids import uuid7
from wangge.privacy.sealing import blind


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody reports, as it came in and before anything is believed."""

    line: str
    text: str
    id: UUID | None = None
    item: str | None = None
    point: GivenPoint | None = None
    place: str = ""
    area: UUID | None = None
    reporter_name: str = ""
    reporter_phone: str = ""
    confidential: bool = False
    source: str = "resident"
    photos: tuple[str, ...] = ()
    parent: UUID | None = None
    extra: dict[str, object] = msgspec.field(default_factory=dict)


def report_case(given: Report, *, actor: Actor, now: datetime) -> tuple[Case, bool]:
    """The case that the report made, and whether it is new.

    The same id sent again gives the same case and False. One statement to the database (and one
    for the photos, if any). Refuses: NoText, BadPhone, BadSource, UnknownLine, UnknownItem,
    MissingDatum, BadCoordinate, UnknownPhoto, IdTaken.
    """
    text = intake.check_text(given.text)
    phone = intake.check_phone(given.reporter_phone)
    world = world_for(given.line, given.item, actor=actor, now=now)
    if given.item is not None and world.item.code != given.item:
        raise intake.unknown_item(given.line, given.item)
    told = _reporter(given, phone, actor)
    new = NewCase(
        id=given.id or uuid7(),
        no=next_number(now),
        line=given.line,
        item=world.item.code,
        text=text,
        source=intake.check_source(given.source, staff=bool(actor.posts or actor.system)),
        spot=spot_at(given.point, place=intake.check_place(given.place), area=given.area, now=now),
        reporters=(told.id,) if told else (),
        requesters=(told.user_id or told.id,) if told else (),
        photos=check_photos(given.photos),
        parent=given.parent,
        extra=given.extra,
    )
    event = report(new, world)
    try:
        return record.record_report(event, told), True
    except record.AlreadyReported:
        return _the_same(new, phone, actor), False


def _reporter(given: Report, phone: str, actor: Actor) -> record.Reporter | None:
    """Who is to be answered: the caller a clerk writes down, else whoever reports.

    Nobody for a part of a case: the whole is answered for, and its clerk must not rate it.
    """
    if given.parent is not None:
        return None
    named = intake.check_name(given.reporter_name)
    on_behalf = bool(actor.posts) and bool(named or phone)
    user = None if on_behalf else actor.user_id
    if not (named or phone or user):
        return None
    return record.Reporter(
        id=uuid7(),
        name=named or ("" if on_behalf else actor.name),
        phone=phone,
        user_id=user,
        confidential=given.confidential,
    )


def _the_same(new: NewCase, phone: str, actor: Actor) -> Case:
    """The case that stands under this id, if it is the sender's own report sent again."""
    row = Row.objects.filter(pk=new.id).first()
    if row is not None and row.text == new.text:
        fact = row.as_fact()
        if sees(actor, row):
            return fact
        told = ReporterRow.objects.filter(pk__in=fact.reporters).values_list(
            "phone_blind", flat=True
        )
        known = [mark and bytes(mark) for mark in told]
        mark = blind(phone, of=REPORTER_PHONE) if phone else None
        if mark in known or (not known and not phone):
            return fact
    raise IdTaken(field="id")
