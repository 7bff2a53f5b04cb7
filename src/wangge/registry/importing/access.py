"""Who may see which import: one's own, and all of them for whoever imports for the whole county."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from wangge.core.duty import Actor
from wangge.core.territory.level import Level
from wangge.registry.importing.refusals import NoSuchImport
from wangge.registry.models import Import

RIGHT = "registry.import"


def may_import(actor: Actor) -> bool:
    """Whether the actor may bring in files at all."""
    return actor.may(RIGHT)


def imports_for(actor: Actor) -> QuerySet[Import]:
    """The imports the actor may see, the latest first."""
    found = Import.objects.order_by("-at", "-id")
    if actor.system or any(
        RIGHT in grant.rights and grant.level is Level.COUNTY for grant in actor.grants
    ):
        return found
    if actor.user_id is None or not may_import(actor):
        return found.none()
    return found.filter(by_id=actor.user_id)


def import_for(actor: Actor, import_id: UUID, *, lock: bool = False) -> Import:
    """That import. Refuses: NoSuchImport."""
    found = imports_for(actor).filter(pk=import_id)
    row = (found.select_for_update() if lock else found).first()
    if row is None:
        raise NoSuchImport
    return row
