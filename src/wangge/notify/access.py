"""The only way to notices: one's own and those of the posts one answers for now."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from wangge.core.duty import Actor
from wangge.notify.models import Notice, Preference


def notices_for(actor: Actor) -> QuerySet[Notice]:
    """Every notice the actor may read, newest first, but for the kinds he has muted."""
    addressees = [*actor.post_ids, *([actor.user_id] if actor.user_id else [])]
    if not addressees:
        return Notice.objects.none()
    found = Notice.objects.filter(addressee_id__in=addressees).order_by("-at", "-id")
    muted = preference_of(actor.user_id).muted if actor.user_id else []
    return found.exclude(kind__in=muted) if muted else found


def preference_of(user: UUID) -> Preference:
    """What the person wants; an unsaved row of defaults where he has not said."""
    return Preference.objects.filter(pk=user).first() or Preference(user_id=user)
