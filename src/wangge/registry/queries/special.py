"""People of the special domain. Everywhere but inside `access.special_domain` these are empty."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from wangge.core.duty import Actor
from wangge.registry.access import day_of, land
from wangge.registry.models import Person, PersonCategory
from wangge.registry.refusals import NoSuchElement

_A_PAGE = 50


def kept_people(actor: Actor, *, after: str = "", now: datetime) -> tuple[list[Person], str]:
    """A page of those on the actor's land, by name; and after whom it goes on. One query."""
    day = day_of(now)
    rows = Person.objects.filter(land(actor, "special.read", day), special=True).standing(day)
    name, _, last = after.rpartition("|")
    if name and _is_id(last):
        rows = rows.filter(name__gt=name) | rows.filter(name=name, pk__gt=UUID(last))
    page = list(rows.order_by("name", "pk")[: _A_PAGE + 1])
    end = page[_A_PAGE - 1] if len(page) > _A_PAGE else None
    return page[:_A_PAGE], f"{end.name}|{end.pk}" if end else ""


def kept_person(actor: Actor, person: UUID, *, now: datetime) -> Person:
    """That person of the domain. Refuses: NoSuchElement."""
    mine = land(actor, "special.read", day_of(now))
    row = Person.objects.filter(mine, pk=person, special=True).first()
    if row is None:
        raise NoSuchElement
    return row


def special_codes(people: Collection[UUID]) -> dict[UUID, list[str]]:
    """Every category these people are in now, special ones included. One query."""
    found: dict[UUID, list[str]] = {}
    rows = PersonCategory.objects.filter(person__in=list(people), until=None)
    for person, code in rows.order_by("code").values_list("person_id", "code"):
        found.setdefault(person, []).append(code)
    return found


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
