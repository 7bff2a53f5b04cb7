"""Changing an element that was looked at before: only if it still is what was looked at."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from wangge.core.duty import Actor
from wangge.core.errors import Stale
from wangge.core.registry.columns import Kind
from wangge.registry.access import element_for
from wangge.registry.actions.put import put
from wangge.registry.kinds import model_of
from wangge.registry.models import Element, PersonCategory


class ChangedMeanwhile(Stale):
    """Somebody else changed the element after it was looked at."""

    code = "changed_meanwhile"
    zh = "您填写期间，这条登记已被别人改过，没有保存。请看下面改了什么，再点一次保存。"
    en = "Somebody changed this record while you were at it; nothing was saved. See what changed."


@transaction.atomic
def put_if_unchanged(
    kind: Kind,
    values: Mapping[str, object],
    *,
    id: UUID,
    version: str,
    actor: Actor,
    now: datetime,
    source: str = "登记",
) -> Element:
    """As `put`, if `version_of` the element still is what the writer saw.

    Refuses: ChangedMeanwhile, NoSuchElement, and what `put` refuses.
    """
    row = element_for(actor, kind, id, now=now, right="registry.write")
    model_of(kind)._default_manager.select_for_update().get(pk=row.pk)
    row.refresh_from_db()
    if version_of(row) != version:
        raise ChangedMeanwhile
    return put(kind, values, actor=actor, now=now, id=id, source=source)


def version_of(row: Element) -> str:
    """Another text after every change of the element, categories included."""
    said = row.updated_at.isoformat()
    if row._meta.model_name != "person":
        return said
    codes = PersonCategory.objects.filter(person=row.pk, until=None, special=False)
    return " ".join([said, *sorted(codes.values_list("code", flat=True))])
