"""Whole numbers: telephone, identity number, code, plate, number of a household.

Each is brought into the form it is kept in (`core.registry.ids`) and asked of an index. Whoever
reads masked finds nobody by telephone or identity number: the answer would unmask.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db.models import Q, Value
from django.db.models.query import QuerySet

from wangge.core.duty import Actor
from wangge.core.errors import Refusal
from wangge.core.registry.columns import Type
from wangge.core.registry.ids import credit_code, id_number, phone, plain, plate
from wangge.core.registry.kinds import KINDS
from wangge.core.territory.level import Level
from wangge.privacy.sealing import blind
from wangge.registry.access import day_of, land, reads_whole
from wangge.registry.kinds import MODELS
from wangge.registry.models import Element, Household, Organisation, Person
from wangge.registry.queries.scope import parts_of
from wangge.territory.access import territory_index

#: Rows that bear one telephone number.
_MOST = 60
_LONGEST = 40
#: Digits of a mobile number; shorter ones may as well be part of a code.
_MOBILE = 11


def exact_ids(actor: Actor, text: str, *, now: datetime) -> dict[str, list[UUID]]:
    """Ids by kind of what bears exactly this number on the actor's land. At most three queries."""
    if len(text) > _LONGEST or not any(char.isdigit() for char in text):
        return {}
    if " " in text and not text.isascii() and not _spelt(plate, text):
        return {}  # several words, none of them a number by itself
    found = _by_code(actor, text, now)
    people = people_by_number(actor, text, now=now)
    if people:
        found["person"] = [row.pk for row in people]
    for row in organisations_by_phone(actor, text, now=now):
        known = found.setdefault("organisation", [])
        if row.pk not in known:
            known.append(row.pk)
    return found


def people_by_number(
    actor: Actor, text: str, *, now: datetime, phone_only: bool = False
) -> list[Person]:
    """People on the actor's land with that telephone or identity number, whom he reads whole.

    At most one query.
    """
    marks = Q(pk__in=[])
    number = None if phone_only else _read_as(lambda given: id_number(given).text, text)
    if number is not None:
        # in the words of the unique index, so that it is used
        marks |= Q(id_blind=blind(number, of="person.id_number"), special=False, valid_until=None)
    digits = _read_as(phone, text)
    if digits is not None:
        marks |= Q(phone_blind=blind(digits, of="person.phone"))
    if not (number or digits):
        return []
    day = day_of(now)
    rows = Person.objects.filter(marks).filter(land(actor, "registry.read", day)).standing(day)
    return [row for row in rows[:_MOST] if reads_whole(actor, row, now=now)]


def person_by_document(actor: Actor, number: str, *, now: datetime) -> Person | None:
    """The person of the general domain with that identity or document number. One query."""
    given = _read_as(lambda text: id_number(text).text, number) or plain(number)
    if not given:
        return None
    mark = blind(given, of="person.id_number")
    day = day_of(now)
    rows = Person.objects.filter(id_blind=mark, special=False, valid_until=None)
    return rows.filter(land(actor, "registry.read", day)).first()


def is_personal_number(text: str) -> bool:
    """Whether that is a whole identity number or a mobile number, known or not."""
    if _read_as(lambda given: id_number(given).text, text) is not None:
        return True
    return len(_read_as(phone, text) or "") >= _MOBILE


def organisations_by_phone(actor: Actor, text: str, *, now: datetime) -> list[Organisation]:
    """Organisations on the actor's land with that telephone, which he reads whole. One query."""
    digits = _read_as(phone, text)
    if digits is None:
        return []
    day = day_of(now)
    mark = blind(digits, of="organisation.phone")
    rows = Organisation.objects.filter(phone_blind=mark).filter(land(actor, "registry.read", day))
    return [row for row in rows.standing(day)[:_MOST] if reads_whole(actor, row, now=now)]


def _by_code(actor: Actor, text: str, now: datetime) -> dict[str, list[UUID]]:
    """Elements by their natural key: one query over the unique index of each kind."""
    asked: list[QuerySet[Element]] = []
    mine = land(actor, "registry.read", day_of(now))
    for code, kind in KINDS.items():
        words: list[str] = []
        match kind.column(kind.key[-1]).type:
            case Type.CREDIT_CODE:
                words = _spelt(credit_code, text)
            case Type.PLATE:
                words = _spelt(plate, text)
            case Type.TEXT if code != "household":
                words = list({text, plain(text)})
        if words:
            rows = MODELS[code]._default_manager.filter(
                mine, **{f"{kind.key[-1]}__in": words}, valid_until=None
            )
            asked.append(_told(rows, code))
    villages = _villages(actor, now)
    if villages:
        homes = Household.objects.filter(village_id__in=villages, no=text, valid_until=None)
        asked.append(_told(homes.filter(mine), "household"))
    first, *others = asked
    found: dict[str, list[UUID]] = {}
    for row in first.union(*others, all=True)[:_MOST]:
        found.setdefault(row["k"], []).append(row["pk"])  # type: ignore[index]
    return found


def _told(rows: QuerySet[Element], code: str) -> QuerySet[Element]:
    return rows.annotate(k=Value(code)).values("k", "pk")  # type: ignore[return-value]


def _villages(actor: Actor, now: datetime) -> list[UUID]:
    """Every village with land of the actor's: a household's number is unique in one."""
    index = territory_index(at=now)
    found: list[UUID] = []
    tops = {part.area_id for part in parts_of(actor, now=now)}
    for area in index.areas.values():
        if area.level is Level.GRID and area.id in tops and area.parent_id is not None:
            found.append(area.parent_id)
        elif area.level is Level.VILLAGE:
            town = index.areas.get(area.parent_id) if area.parent_id else None
            above = {area.id, area.parent_id, town.parent_id if town else None}
            if above & tops:
                found.append(area.id)
    return found


def _read_as(reader: Callable[[str], str], text: str) -> str | None:
    try:
        return reader(text)
    except Refusal:
        return None


def _spelt(reader: Callable[[str], str], text: str) -> list[str]:
    found = _read_as(reader, text)
    return [] if found is None else [found]
