"""The only way to rows of the registry: with an actor, a right and the land it holds for.

Two locks guard the people of special groups. Here: the right `special.read`. Beneath: PostgreSQL's
row level security, which shows their rows only inside `special_domain`, whatever is forgotten here.
Ignores how values are shown: masking is asked of `reads_whole`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q

from wangge.accounts.rights import require
from wangge.core.duty import Actor
from wangge.core.registry.columns import Kind
from wangge.core.registry.kinds import KINDS
from wangge.core.territory.level import Level
from wangge.lib.clock import SHANGHAI
from wangge.privacy.actions import note_look
from wangge.registry.kinds import model_of
from wangge.registry.models import Element, Findable, Household, Person
from wangge.registry.models.base import Scoped, ScopedSet, lies_in
from wangge.registry.refusals import NeedsReason, NoSuchElement

_NOTHING = Q(pk__in=[])

#: Subject of looks at the special domain as a whole.
DOMAIN = UUID("019b0000-0000-7000-8000-000000000004")


def elements_for(
    actor: Actor, kind: Kind, *, now: datetime, right: str = "registry.read"
) -> ScopedSet[Element]:
    """Every element of the kind that exists today on the actor's land, unordered."""
    day = day_of(now)
    rows: ScopedSet[Element] = model_of(kind).objects.all()
    return rows.standing(day).filter(land(actor, right, day))


def element_for(
    actor: Actor, kind: Kind, element_id: UUID, *, now: datetime, right: str = "registry.read"
) -> Element:
    """That element, ended or not, if it stands on the actor's land. Refuses: NoSuchElement."""
    day = day_of(now)
    row = model_of(kind)._default_manager.filter(land(actor, right, day), pk=element_id).first()
    if row is None:
        raise NoSuchElement
    return row


def person_for(
    actor: Actor, person_id: UUID, *, now: datetime, right: str = "registry.read"
) -> Person:
    """That person. Refuses: NoSuchElement."""
    found = element_for(actor, KINDS["person"], person_id, now=now, right=right)
    assert isinstance(found, Person)
    return found


def household_for(
    actor: Actor, household_id: UUID, *, now: datetime, right: str = "registry.read"
) -> Household:
    """That household. Refuses: NoSuchElement."""
    found = element_for(actor, KINDS["household"], household_id, now=now, right=right)
    assert isinstance(found, Household)
    return found


def findable_for(actor: Actor, *, now: datetime) -> ScopedSet[Findable]:
    """What the actor may find by fragments."""
    return Findable.objects.filter(land(actor, "registry.read", day_of(now)))


def kind_called(code: str) -> Kind:
    """The kind of that code. Refuses: NoSuchElement."""
    try:
        return KINDS[code]
    except KeyError:
        raise NoSuchElement from None


def land(actor: Actor, right: str, day: date) -> Q:
    """A row lies on land over which the actor holds the right that day."""
    if actor.system:
        return Q()
    by_level: dict[Level, set[UUID]] = {}
    for grant in actor.grants:
        if right in grant.rights:
            by_level.setdefault(grant.level, set()).add(grant.area_id)
    if Level.COUNTY in by_level:
        return Q()
    found = _NOTHING
    for level, areas in by_level.items():
        if level is not Level.MICRO_GRID:
            found |= lies_in(level, areas, day)
    return found


def may(actor: Actor, right: str, row: Scoped, *, now: datetime) -> bool:
    """Whether the actor holds the right over the land the row lies on."""
    return actor.system or any(
        right in grant.rights
        and (grant.level is Level.COUNTY or grant.area_id in row.chain_on(day_of(now)))
        for grant in actor.grants
    )


def reads_whole(actor: Actor, row: Scoped, *, now: datetime) -> bool:
    """Whether names and addresses of that row may be shown unmasked without asking.

    Identity numbers and telephones are always masked until somebody reveals them with a reason.
    """
    chain = row.chain_on(day_of(now))
    return actor.system or any(
        "registry.read" in grant.rights
        and not grant.masked
        and (grant.level is Level.COUNTY or grant.area_id in chain)
        for grant in actor.grants
    )


@contextmanager
def special_domain(
    actor: Actor, *, reason: str, now: datetime, subject: UUID | None = None
) -> Iterator[None]:
    """Inside, people of special groups can be read; that somebody did so is noted first.

    One transaction; the door closes with it. Refuses: MayNot, NeedsReason.
    """
    require(actor, "special.read")
    if not reason.strip():
        raise NeedsReason(field="reason")
    with transaction.atomic():
        note_look(
            actor=actor,
            kind="special_domain",
            subject=subject or DOMAIN,
            what="特殊人群",
            reason=reason,
            now=now,
        )
        with opened():
            yield


@contextmanager
def opened() -> Iterator[None]:
    """Inside, the database shows the special domain.

    Within a transaction; for `actions` and `special_domain` only.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('wangge.special', 'on', true)")
        try:
            yield
        finally:
            if not connection.needs_rollback:
                cursor.execute("SELECT set_config('wangge.special', 'off', true)")


def day_of(now: datetime) -> date:
    """The day it is in the county."""
    return now.astimezone(SHANGHAI).date()
