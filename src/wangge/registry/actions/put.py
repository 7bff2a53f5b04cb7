"""Registering one element: what a form or a program sends."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from wangge.audit.actions import append
from wangge.core.duty import Actor
from wangge.core.registry.columns import Kind
from wangge.core.registry.values import Draft
from wangge.registry.actions.put_many import put_many
from wangge.registry.kinds import model_of
from wangge.registry.models import Element


@transaction.atomic
def put(
    kind: Kind,
    values: Mapping[str, object],
    *,
    actor: Actor,
    now: datetime,
    id: UUID | None = None,
    source: str = "登记",
) -> Element:
    """The element stands as the checked values say: a new one, or the one of that `id` changed.

    Without an id, a row with the same natural key is that element. Columns not in `values` stay.
    The log says which columns were given, not what they hold.
    Refuses: what `put_many` has as faults.
    """
    written = put_many(kind, [Draft(1, values, id)], actor=actor, now=now, source=source)
    for _, refusal in written.faults:
        raise refusal
    element_id = written.ids[1]
    data = {"kind": kind.code, "columns": sorted(values), "new": bool(written.new)}
    append("registry", element_id, "registry.element", data, actor=actor, now=now)
    return model_of(kind)._default_manager.get(pk=element_id)
