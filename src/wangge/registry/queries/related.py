"""What belongs to an element: members, dwellings, vehicles, former members, its history.

Everything is asked through the actor's own land; people of the special domain never show.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from wangge.audit.models import Entry
from wangge.core.duty import Actor
from wangge.core.registry.columns import Type
from wangge.core.registry.kinds import KINDS
from wangge.registry.access import day_of, elements_for, land, may
from wangge.registry.models import (
    Element,
    FormerMembership,
    Household,
    Move,
    Person,
    PersonCategory,
)

#: Rows of one relation that are shown.
MOST = 50
#: What the ordinary history of an element never tells.
HIDDEN = ("registry.special", "registry.unspecial", "registry.opened")

_PART_KINDS = {
    Type.HOUSEHOLD: ("household", "no"),
    Type.BUILDING: ("building", "code"),
    Type.DWELLING: ("dwelling", "code"),
    Type.ORGANISATION: ("organisation", "code"),
}

#: kind → (kind of what belongs to it, the column that refers to it)
_BELONGS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "household": (("person", "household_id"), ("vehicle", "household_id")),
    "building": (("dwelling", "building_id"),),
    "dwelling": (("household", "dwelling_id"),),
    "organisation": (("vehicle", "organisation_id"),),
}


@dataclass(frozen=True, slots=True)
class Formerly:
    """Somebody belonged to a household until a day."""

    person: Person | None
    household: Household | None
    relation: str
    since: date | None
    until: date


def categories_of(people: Collection[UUID]) -> dict[UUID, list[str]]:
    """The codes of the general categories these people are in now. One query."""
    found: dict[UUID, list[str]] = {}
    rows = PersonCategory.objects.filter(person__in=list(people), until=None, special=False)
    for person, code in rows.values_list("person_id", "code"):
        found.setdefault(person, []).append(code)
    return found


def codes_of_parts(
    actor: Actor, type_: Type, ids: Collection[UUID], *, now: datetime
) -> dict[UUID, str]:
    """The code (of a household: its number) of these elements on the actor's land. One query."""
    if not ids:
        return {}
    kind, name = _PART_KINDS[type_]
    rows = elements_for(actor, KINDS[kind], now=now).filter(pk__in=list(ids))
    return dict(rows.values_list("pk", name))


def part_kind(type_: Type) -> str:
    """The kind of element a column of that type refers to."""
    return _PART_KINDS[type_][0]


def belonging(
    actor: Actor, kind: str, element_id: UUID, *, now: datetime
) -> dict[str, list[Element]]:
    """What belongs to that element, by kind: a household's people, a building's dwellings.

    One query for each kind; kinds without rows are left out.
    """
    found: dict[str, list[Element]] = {}
    for other, column in _BELONGS.get(kind, ()):
        rows = elements_for(actor, KINDS[other], now=now).filter(**{column: element_id})
        listed = list(rows.order_by("pk")[:MOST])
        if listed:
            found[other] = listed
    return found


def members_of(
    actor: Actor, households: Iterable[UUID], *, now: datetime
) -> dict[UUID, list[Person]]:
    """The people of these households, the head first. One query."""
    mine = land(actor, "registry.read", day_of(now))
    rows = Person.objects.filter(mine, household__in=list(households)).standing(day_of(now))
    found: dict[UUID, list[Person]] = {}
    for row in rows.order_by("relation", "pk"):
        assert row.household_id is not None
        found.setdefault(row.household_id, []).append(row)
    return found


def households_called(actor: Actor, ids: Iterable[UUID], *, now: datetime) -> dict[UUID, Household]:
    """These households, as far as they stand on the actor's land. One query."""
    mine = land(actor, "registry.read", day_of(now))
    rows = Household.objects.filter(mine, pk__in=list(ids)).standing(day_of(now))
    return {row.pk: row for row in rows}


def left_household(actor: Actor, household: UUID, *, now: datetime) -> list[Formerly]:
    """Who belonged to the household before, as far as they are on the actor's land. One query."""
    rows = FormerMembership.objects.filter(household=household, special=False)
    return _formerly(rows.select_related("person"), actor, now, of_person=False)


def left_by(actor: Actor, person: UUID, *, now: datetime) -> list[Formerly]:
    """The households a person belonged to before; of other land only the days. One query."""
    rows = FormerMembership.objects.filter(person=person, special=False)
    return _formerly(rows.select_related("household"), actor, now, of_person=True)


def _formerly(
    rows: Iterable[FormerMembership], actor: Actor, now: datetime, *, of_person: bool
) -> list[Formerly]:
    found: list[Formerly] = []
    for row in sorted(rows, key=lambda row: row.until, reverse=True)[:MOST]:
        other: Element = row.household if of_person else row.person
        mine = may(actor, "registry.read", other, now=now)
        found.append(
            Formerly(
                person=row.person if mine and not of_person else None,
                household=row.household if mine and of_person else None,
                relation=row.relation,
                since=row.since,
                until=row.until,
            )
        )
    return found


def history_of(element_id: UUID) -> list[Entry]:
    """What was written about the element, latest first. One query."""
    rows = Entry.objects.filter(subject=element_id, kind="registry").exclude(name__in=HIDDEN)
    return list(rows.order_by("-seq")[:MOST])


def moves_of(element_id: UUID) -> list[Move]:
    """The border changes that took the element to another grid, latest first. One query."""
    return list(Move.objects.filter(element_id=element_id).order_by("-on"))
