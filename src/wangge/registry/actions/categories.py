"""Which categories people are in: what a row says replaces what stood, in the general domain only.

A row that does not speak of categories changes none; special categories are untouched by it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from wangge.core.registry.columns import Kind, Type
from wangge.lib.ids import uuid7
from wangge.registry.access import day_of
from wangge.registry.actions.copying import insert_rows
from wangge.registry.models import PersonCategory


def set_categories(
    kind: Kind, rows: Sequence[tuple[UUID, Mapping[str, object]]], source: str, now: datetime
) -> set[UUID]:
    """The people are in exactly the categories their rows name; ids of those this changed."""
    names = [column.name for column in kind.columns if column.type is Type.CATEGORIES]
    if not names:
        return set()
    said = {
        person: frozenset(given) if isinstance(given := values[names[0]], tuple) else frozenset()
        for person, values in rows
        if names[0] in values
    }
    if not said:
        return set()
    day = day_of(now)
    standing: dict[UUID, dict[str, UUID]] = {}
    current = PersonCategory.objects.filter(person__in=list(said), until=None, special=False)
    for row_id, person, code in current.values_list("id", "person_id", "code"):
        standing.setdefault(person, {})[code] = row_id
    ended: list[UUID] = []
    begun: list[tuple[object, ...]] = []
    changed: set[UUID] = set()
    for person, codes in said.items():
        before = standing.get(person, {})
        gone, come = before.keys() - codes, codes - before.keys()
        ended += [before[code] for code in gone]
        begun += [(uuid7(), person, code, day, source, False) for code in sorted(come)]
        if gone or come:
            changed.add(person)
    if ended:
        PersonCategory.objects.filter(pk__in=ended).update(until=day)
    if begun:
        columns = ("id", "person_id", "code", "since", "source", "special")
        insert_rows(PersonCategory, columns, begun)
    return changed
