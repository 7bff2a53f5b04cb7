"""The rows the pages write themselves: knocks of strangers, passes of wall screens."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from wangge.audit.actions import append
from wangge.core.duty import Actor
from wangge.core.errors import NotFound
from wangge.web.models import Knock, WallPass

#: A digest is forgotten after a day; no limit looks back further.
KEPT = timedelta(days=1)


def note_knock(door: str, address: str, *, now: datetime) -> None:
    """The knock counts from now on; those older than a day are gone."""
    Knock.objects.filter(at__lt=now - KEPT).delete()
    Knock.objects.create(door=door, address=address, at=now)


@transaction.atomic
def make_wall_pass(area: UUID, name: str, *, actor: Actor, now: datetime) -> WallPass:
    """A screen that knows the pass may show that area; the log says who made it."""
    assert actor.user_id is not None
    made = WallPass.objects.create(area_id=area, name=name[:40], made_by=actor.user_id, made_at=now)
    append("wall", made.pk, "wall.made", {"area": str(area)}, actor=actor, now=now)
    return made


@transaction.atomic
def close_wall_pass(pass_id: UUID, *, actor: Actor, now: datetime) -> None:
    """The pass opens nothing any more. Refuses: NotFound for passes others made."""
    assert actor.user_id is not None
    changed = WallPass.objects.filter(pk=pass_id, made_by=actor.user_id, closed_at=None)
    if not changed.update(closed_at=now):
        raise NotFound
    append("wall", pass_id, "wall.closed", {}, actor=actor, now=now)
