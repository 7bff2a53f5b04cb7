"""Contacts and border changes: who moves to another grid has a contact there from that day on.

Written in advance, when the change is decided: the old contact ends and the new one begins at the
first instant of that day, so it is right at every instant without any job.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from wangge.core.duty import Actor, Role
from wangge.core.visits import spread
from wangge.lib.clock import midnight
from wangge.lib.ids import uuid7
from wangge.registry.actions.copying import insert_rows, update_rows
from wangge.registry.models import Household
from wangge.territory.models import Area, Post
from wangge.visits.actions.defaults import COLUMNS
from wangge.visits.models import Contact
from wangge.visits.queries.posts import ContactPosts

_REASON = "网格边界调整"


@transaction.atomic
def pass_on(
    version_id: UUID,
    on: date,
    actor: Actor | None,
    now: datetime,
    heirs: dict[UUID, dict[UUID, UUID]] | None = None,
) -> int:
    """Contacts of households that move on that day pass to their new grid; how many.

    To be called once the households know where they go. A contact that is no worker of the grid
    left behind (a village's, a bureau's) stays. `heirs`: post → grid → who follows it there; the
    others are spread evenly over the new grid's workers.
    """
    instant = midnight(on)
    moving = {
        row.pk: row.chain_on(on) for row in Household.objects.filter(moves_on=on, valid_until=None)
    }
    if not moving:
        return 0
    contacts = Contact.objects.filter(
        Q(until__isnull=True) | Q(until__gt=instant), since__lt=instant, household_id__in=moving
    )
    posts = ContactPosts(instant)
    bound = dict(Post.objects.filter(role=Role.GRID_WORKER).values_list("id", "area_id"))
    county = Area.objects.get(level="county", valid_until=None).pk
    passing: dict[tuple[UUID, UUID, UUID], list[Contact]] = defaultdict(list)
    for contact in contacts.order_by("household_id"):
        chain = moving[contact.household_id]
        if contact.post_id in bound and bound[contact.post_id] != chain[0]:
            passing[chain].append(contact)
    cut: list[tuple[UUID, datetime]] = []
    new: list[tuple[object, ...]] = []
    by_id = actor.user_id if actor else None
    held: dict[UUID, int] = {}
    for chain, rows in sorted(passing.items()):
        named = posts.of((*chain, county))
        for contact, chosen in spread(rows, named, held) if named else ():
            follower = (heirs or {}).get(contact.post_id, {}).get(chain[0])
            post = follower if follower in named else chosen
            held[post] = held.get(post, 0) + 1
            cut.append((contact.pk, instant))
            new.append(
                (uuid7(), contact.household_id, post, instant, contact.until, _REASON,
                 version_id, by_id, now)
            )  # fmt: skip
    if cut:
        update_rows(Contact, ("id", "until"), cut)
        insert_rows(Contact, COLUMNS, new)
    return len(new)


@transaction.atomic
def take_back(version_id: UUID, on: date, actor: Actor | None, now: datetime) -> int:
    """A decided change was taken back before its day: the contacts before it go on; how many."""
    instant = midnight(on)
    planned = list(Contact.objects.filter(version_id=version_id, since=instant))
    until = {row.household_id: row.until for row in planned}
    Contact.objects.filter(pk__in=[row.pk for row in planned]).delete()
    before = Contact.objects.filter(household_id__in=until, until=instant)
    rows = [(row.pk, until[row.household_id]) for row in before]
    if rows:
        update_rows(Contact, ("id", "until"), rows)
    return len(rows)
