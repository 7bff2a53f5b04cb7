"""The cases that came of a visit, by ids that follow from the visit's own."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from uuid import UUID

from wangge.cases.models import Case
from wangge.lib.ids import uuid7_of
from wangge.visits.models import Visit

_RANDOM_BITS = (1 << 74) - 1


def problem_id(visit_id: UUID, place: int) -> UUID:
    """The id of the case of a visit's n-th problem (from 0): always the same."""
    digest = sha256(visit_id.bytes + place.to_bytes(2, "big")).digest()
    return uuid7_of(visit_id.int >> 80, int.from_bytes(digest[:10], "big") & _RANDOM_BITS)


def cases_of(visits: Iterable[Visit]) -> dict[UUID, list[Case]]:
    """The cases of each visit that found problems. At most one query.

    Whoever fetched the household may see that there are such cases; the case page judges the rest.
    """
    ids = {problem_id(one.pk, place): one.pk for one in visits for place in range(one.found)}
    found: dict[UUID, list[Case]] = {}
    for case in Case.objects.filter(pk__in=ids).order_by("no") if ids else ():
        found.setdefault(ids[case.pk], []).append(case)
    return found
