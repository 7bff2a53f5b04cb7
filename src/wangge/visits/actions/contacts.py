"""Giving households to a post, one or many, and taking a contact away: never leaving a gap.

What was decided for later (a border change) stays decided: a new contact runs until then.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from wangge.audit.actions import append
from wangge.core.duty import Actor
from wangge.registry.access import household_for
from wangge.registry.models import Household
from wangge.territory.access import roster
from wangge.visits.access import contacts_at, households_to_arrange
from wangge.visits.models import Contact
from wangge.visits.queries.posts import ContactPosts
from wangge.visits.queries.standing import day_of
from wangge.visits.refusals import NobodyChosen, NoSuchPost

#: So many households are named in the log's entry about many.
_NAMED = 1_000


@transaction.atomic
def assign_contact(
    household_id: UUID, post_id: UUID, *, reason: str = "", actor: Actor, now: datetime
) -> Contact:
    """The post is the household's contact from now on. 指定包户联系人。

    Needs visits.write on the household's land. Refuses: NoSuchElement, NoSuchPost.
    """
    household = household_for(actor, household_id, now=now, right="visits.write")
    before = contact_at(household_id, now)
    give_contact([household.pk], post_id, reason=reason, actor=actor, now=now)
    data = {
        "post": str(post_id),
        "before": str(before.post_id) if before else None,
        "reason": reason,
    }
    append("household", household_id, "household.contact", data, actor=actor, now=now)
    found = contact_at(household_id, now)
    assert found is not None
    return found


@transaction.atomic
def assign_many(
    household_ids: Sequence[UUID], post_id: UUID, *, reason: str = "", actor: Actor, now: datetime
) -> int:
    """The post is the contact of all these households from now on; how many changed.

    Needs visits.write on the land of each: one that is not there refuses all.
    Refuses: NobodyChosen, NoSuchElement, NoSuchPost.
    """
    wanted = list(dict.fromkeys(household_ids))
    if not wanted:
        raise NobodyChosen(field="household")
    households_to_arrange(actor, wanted, now=now)
    changed = give_contact(wanted, post_id, reason=reason, actor=actor, now=now)
    named = [str(one) for one in wanted[:_NAMED]]
    data = {"count": changed, "households": named, "reason": reason}
    append("post", post_id, "post.households", data, actor=actor, now=now)
    return changed


@transaction.atomic
def end_contact(household_id: UUID, *, reason: str, actor: Actor, now: datetime) -> Contact:
    """Its contact has ended; the grid's own post with fewest households has taken over.

    A household is never left without. Refuses: NoSuchElement, NoSuchPost (a county without posts).
    """
    household = household_for(actor, household_id, now=now, right="visits.write")
    before = contact_at(household_id, now)
    posts = ContactPosts(now).of(_areas(household, now))
    others = [post for post in posts if before is None or post != before.post_id] or posts
    if not others:
        raise NoSuchPost(field="post")
    held = dict.fromkeys(others, 0)
    for post in contacts_at(now).filter(post_id__in=others).values_list("post_id", flat=True):
        held[post] += 1
    return assign_contact(
        household_id, min(others, key=lambda post: held[post]), reason=reason, actor=actor, now=now
    )


def give_contact(
    household_ids: Sequence[UUID], post_id: UUID, *, reason: str, actor: Actor, now: datetime
) -> int:
    """The rows say so: what ran ends now, the new contact runs until what is decided for later.

    For those who have judged who may. How many changed. Refuses: NoSuchPost.
    """
    post = roster().posts.get(post_id)
    if post is None or not post.in_force(now):
        raise NoSuchPost(field="post")
    with transaction.atomic():
        running = {
            row.household_id: row
            for row in contacts_at(now).filter(household_id__in=household_ids).select_for_update()
        }
        wanted = [
            one for one in household_ids if one not in running or running[one].post_id != post_id
        ]
        planned = Contact.objects.filter(household_id__in=wanted, since__gt=now)
        next_at = dict(planned.order_by("-since").values_list("household_id", "since"))
        old = [running[one] for one in wanted if one in running]
        Contact.objects.filter(pk__in=[row.pk for row in old if row.since >= now]).delete()
        Contact.objects.filter(pk__in=[row.pk for row in old if row.since < now]).update(until=now)
        Contact.objects.bulk_create(
            Contact(
                household_id=one,
                post_id=post_id,
                since=now,
                until=next_at.get(one),
                reason=reason.strip(),
                by_id=actor.user_id,
                made_at=now,
            )
            for one in wanted
        )
    return len(wanted)


def contact_at(household_id: UUID, at: datetime) -> Contact | None:
    """The household's contact at that instant. One query."""
    return contacts_at(at).filter(household_id=household_id).first()


def _areas(household: Household, now: datetime) -> tuple[UUID, ...]:
    centre = roster().centre
    chain = household.chain_on(day_of(now))
    return (*chain, centre.area_id) if centre else chain
