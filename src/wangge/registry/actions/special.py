"""Taking a person into the special domain, and out of it again.

In it the person is invisible to everybody without the right: rows, categories, memberships and
search. Each such step is in the log by the person's id alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from wangge.accounts.rights import require
from wangge.audit.actions import append
from wangge.core.duty import Actor
from wangge.core.registry.kinds import PERSON
from wangge.registry.access import day_of, opened
from wangge.registry.actions.columns import grams_of
from wangge.registry.codes import code_lists
from wangge.registry.models import Findable, FormerMembership, Person, PersonCategory
from wangge.registry.refusals import NeedsReason, NoSuchElement, NotSpecial


@transaction.atomic
def enrol_special(
    person_id: UUID, categories: Sequence[str], *, reason: str, actor: Actor, now: datetime
) -> None:
    """The person is in these special categories and, from now on, in the special domain.

    Refuses: MayNot, NoSuchElement, NotSpecial, NeedsReason.
    """
    require(actor, "special.write")
    if not reason.strip():
        raise NeedsReason(field="reason")
    lists = code_lists()
    for code in categories:
        if code not in lists.special:
            title = lists.title("person_category", code)
            raise NotSpecial(field="categories", category=title)
    if not categories:
        raise NotSpecial(field="categories", category="")
    day = day_of(now)
    with opened():
        person = Person.objects.select_for_update().filter(pk=person_id, valid_until=None).first()
        if person is None:
            raise NoSuchElement
        _hide(person, hidden=True)
        known = set(
            PersonCategory.objects.filter(person=person, until=None).values_list("code", flat=True)
        )
        PersonCategory.objects.bulk_create(
            PersonCategory(person=person, code=code, since=day, source="专管", special=True)
            for code in categories
            if code not in known
        )
        Findable.objects.filter(pk=person_id).delete()
    data = {"reason": reason.strip()}
    append("registry", person_id, "registry.special", data, actor=actor, now=now)


@transaction.atomic
def release_special(person_id: UUID, *, reason: str, actor: Actor, now: datetime) -> None:
    """The person is in no special category any more and is an ordinary resident again.

    Should somebody have registered the same number meanwhile, that record ends: this one goes on.
    Refuses: MayNot, NoSuchElement, NeedsReason.
    """
    require(actor, "special.write")
    if not reason.strip():
        raise NeedsReason(field="reason")
    day = day_of(now)
    with opened():
        person = Person.objects.select_for_update().filter(pk=person_id, special=True).first()
        if person is None:
            raise NoSuchElement
        special = code_lists().special
        PersonCategory.objects.filter(person=person, until=None, code__in=special).update(until=day)
        if person.id_blind is not None:
            twin = Person.objects.filter(special=False, id_blind=person.id_blind, valid_until=None)
            Findable.objects.filter(pk__in=list(twin.values_list("pk", flat=True))).delete()
            twin.update(valid_until=day, updated_at=now)
        _hide(person, hidden=False)
        Findable.objects.create(
            element_id=person.pk,
            kind="person",
            grams=grams_of(PERSON, {"name": person.name}),
            grid_id=person.grid_id,
            village_id=person.village_id,
            town_id=person.town_id,
            next_grid_id=person.next_grid_id,
            next_village_id=person.next_village_id,
            next_town_id=person.next_town_id,
            moves_on=person.moves_on,
        )
    append("registry", person_id, "registry.unspecial", {"reason": reason.strip()},
           actor=actor, now=now)  # fmt: skip


def _hide(person: Person, *, hidden: bool) -> None:
    """All rows about the person are in the special domain, or all but special categories out."""
    special = code_lists().special
    person.special = hidden
    person.save(update_fields=["special"])
    categories = PersonCategory.objects.filter(person=person)
    if not hidden:
        categories = categories.exclude(Q(code__in=special))
    categories.update(special=hidden)
    FormerMembership.objects.filter(person=person).update(special=hidden)
