"""Which people a page about something else, a log or a list of looks, may point at.

Asked without opening the special domain: whoever is in it is simply not among the answers.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from wangge.registry.models import Person
from wangge.registry.queries.related import HIDDEN


def people_shown(ids: Collection[UUID]) -> frozenset[UUID]:
    """Of these ids those of people in the general domain. At most one query."""
    if not ids:
        return frozenset()
    return frozenset(Person.objects.filter(pk__in=list(ids)).values_list("pk", flat=True))


def is_of_special_domain(name: str) -> bool:
    """Whether an entry of the log by itself tells that its subject is or was in the domain."""
    return name in HIDDEN
