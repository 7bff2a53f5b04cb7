"""Who may see which household's contact and visits, and who may arrange or record them.

A household is seen by whoever reads the registry of its land, and by whoever answers for its
contact, wherever his post stands. Strangers hear that there is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from wangge.core.duty import Actor
from wangge.core.territory.level import Level
from wangge.registry.access import day_of, land
from wangge.registry.models import Household
from wangge.registry.refusals import NoSuchElement
from wangge.territory.access import roster, territory_index
from wangge.visits.models import Contact, Visit
from wangge.visits.queries.standing import Where
from wangge.visits.refusals import NotYourHousehold

READ = "registry.read"
ARRANGE = "visits.write"


def contacts_at(at: datetime) -> QuerySet[Contact]:
    """The contacts that run at that instant."""
    return Contact.objects.filter(Q(until__isnull=True) | Q(until__gt=at), since__lte=at)


def household_seen_by(actor: Actor, household_id: UUID, *, now: datetime) -> Household:
    """That household, if the actor reads its land or answers for its contact.

    At most two queries. Refuses: NoSuchElement.
    """
    found = Household.objects.filter(pk=household_id)
    row = found.filter(land(actor, READ, day_of(now))).first()
    if row is None and actor.post_ids:
        mine = contacts_at(now).filter(post_id__in=actor.post_ids, household_id=household_id)
        row = found.first() if mine.exists() else None
    if row is None:
        raise NoSuchElement
    return row


def households_to_arrange(
    actor: Actor, household_ids: Sequence[UUID], *, now: datetime
) -> list[Household]:
    """All of those households, on land where the actor arranges contacts.

    Refuses: NoSuchElement.
    """
    found = Household.objects.filter(land(actor, ARRANGE, day_of(now)), pk__in=household_ids)
    rows = list(found)
    if len(rows) < len(set(household_ids)):
        raise NoSuchElement
    return rows


def may_arrange(actor: Actor, household: Household, *, now: datetime) -> bool:
    """Whether the actor arranges the contact of that household."""
    chain = (*household.chain_on(day_of(now)), territory_index(at=now).county_id)
    return actor.may(ARRANGE, chain)


def post_to_visit_for(
    actor: Actor, household: Household, *, at: datetime, now: datetime
) -> UUID | None:
    """The post for which the actor visits that household.

    That of its contact if the actor answers for it, now or when the visit was made; else the
    actor's own in its grid. Refuses: NotYourHousehold.
    """
    contact = contacts_at(at).filter(household_id=household.pk).first()
    known = roster()
    if contact is not None:
        mine = actor.answers_for(contact.post_id) or (
            actor.user_id is not None
            and contact.post_id in known.posts_answered_by(actor.user_id, at)
        )
        if mine:
            return contact.post_id
    grid = household.grid_on(day_of(now))
    for post in actor.posts:
        if post.area_id == grid:
            return post.id
    if actor.system:
        return contact.post_id if contact else None
    named = known.posts.get(contact.post_id) if contact else None
    raise NotYourHousehold(
        post=named.called("zh") if named else "（未指定）",
    )


def land_of(actor: Actor, area: UUID | None, *, now: datetime) -> Where:
    """The land the actor reads: in that area, or all of it. Refuses: NoSuchElement."""
    index = territory_index(at=now)
    areas = {grant.area_id: grant.level for grant in actor.grants if READ in grant.rights}
    if actor.system:
        areas = {index.county_id: Level.COUNTY}
    if area is not None:
        chain = index.chain_of_area(area).areas() if area in index.areas else ()
        if not areas.keys() & set(chain):
            raise NoSuchElement
        return Where(index.areas[area].level, frozenset({area}))
    if not areas:
        raise NoSuchElement
    order = list(Level)
    widest = min(areas.values(), key=order.index)
    return Where(widest, frozenset(one for one, level in areas.items() if level is widest))


def visits_to(household: Household) -> QuerySet[Visit]:
    """The visits to a household the actor has fetched, the latest first."""
    return Visit.objects.filter(household_id=household.pk).order_by("-at", "-id")
