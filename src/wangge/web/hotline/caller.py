"""Who calls 来电人: people and bodies of the registry with that telephone, before they speak.

Name, address, grid, the categories that matter and who else lives there; masked as everywhere for
whoever reads masked. People of special groups are never among them.
"""

from __future__ import annotations

from datetime import datetime

from wangge.core.duty import Actor
from wangge.core.registry.columns import Type
from wangge.core.registry.kinds import KINDS
from wangge.registry.models import Household, Organisation, Person
from wangge.registry.queries.cells import Words, name_of, place_of, said, tags_of
from wangge.registry.queries.exact import organisations_by_phone, people_by_number
from wangge.registry.queries.related import households_called, members_of
from wangge.web.registry.cells import words_for
from wangge.web.registry.frame import element_href

#: So many are shown: a number may be a whole family's.
_MOST = 3
_PERSON, _HOUSEHOLD, _ORGANISATION = KINDS["person"], KINDS["household"], KINDS["organisation"]


def callers(actor: Actor, phone: str, *, now: datetime, language: str) -> list[dict[str, object]]:
    """Who may be calling from that number. At most five queries, none without a whole number."""
    if not phone.strip() or not actor.may("registry.read"):
        return []
    people = people_by_number(actor, phone, now=now, phone_only=True)[:_MOST]
    bodies = organisations_by_phone(actor, phone, now=now)[:_MOST]
    return [
        *_people(actor, people, now, language),
        *_bodies(actor, bodies, now, language),
    ]


def _people(
    actor: Actor, people: list[Person], now: datetime, language: str
) -> list[dict[str, object]]:
    if not people:
        return []
    columns = [one for one in _PERSON.columns if one.type is Type.CATEGORIES]
    words = words_for(actor, _PERSON, people, columns, now=now, language=language)
    homes = {row.household_id for row in people if row.household_id}
    households = households_called(actor, homes, now=now)
    of_homes = words_for(actor, _HOUSEHOLD, list(households.values()), (), now=now,
                         language=language)  # fmt: skip
    members = members_of(actor, homes, now=now)
    together = [row for rows in members.values() for row in rows]
    all_words = words_for(actor, _PERSON, together, (), now=now, language=language)
    found: list[dict[str, object]] = []
    for row in people:
        home = households.get(row.household_id) if row.household_id else None
        family = members.get(row.household_id, []) if row.household_id else []
        found.append(
            {
                "name": name_of(_PERSON, row, words),
                "href": element_href(_PERSON, row.pk),
                "tags": tags_of(row, words),
                "place": place_of(row, words),
                "address": _address(home, of_homes),
                "others": [name_of(_PERSON, one, all_words) for one in family if one.pk != row.pk],
            }
        )
    return found


def _address(home: Household | None, words: Words) -> str:
    return said(_HOUSEHOLD, _HOUSEHOLD.column("address"), home, words) if home else ""


def _bodies(
    actor: Actor, bodies: list[Organisation], now: datetime, language: str
) -> list[dict[str, object]]:
    words = words_for(actor, _ORGANISATION, bodies, (), now=now, language=language)
    return [
        {
            "name": name_of(_ORGANISATION, row, words),
            "href": element_href(_ORGANISATION, row.pk),
            "tags": [],
            "place": place_of(row, words),
            "address": said(_ORGANISATION, _ORGANISATION.column("address"), row, words),
            "others": [],
        }
        for row in bodies
    ]
