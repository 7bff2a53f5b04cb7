"""An element that is no more: demolished, moved out of the county, dead. Its row stays."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from wangge.audit.actions import append
from wangge.core.duty import Actor
from wangge.core.registry.columns import Kind
from wangge.registry.access import element_for
from wangge.registry.models import Element, Findable, PersonCategory
from wangge.registry.refusals import EndsBeforeStart, NeedsReason


@transaction.atomic
def end(
    kind: Kind, element_id: UUID, *, on: date, reason: str, actor: Actor, now: datetime
) -> Element:
    """The element ends on that day (the first day it is no more) and is found no longer.

    Refuses: NoSuchElement, EndsBeforeStart, NeedsReason.
    """
    if not reason.strip():
        raise NeedsReason(field="reason")
    row = element_for(actor, kind, element_id, now=now, right="registry.write")
    if on < row.valid_from:
        raise EndsBeforeStart(field="on", since=row.valid_from)
    row.valid_until = on
    row.updated_at = now
    row.save(update_fields=["valid_until", "updated_at"])
    Findable.objects.filter(pk=element_id).delete()
    if kind.code == "person":
        PersonCategory.objects.filter(person=element_id, until=None).update(until=on)
    data = {"kind": kind.code, "on": str(on), "reason": reason.strip()}
    append("registry", element_id, "registry.ended", data, actor=actor, now=now)
    return row
