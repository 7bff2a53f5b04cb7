"""Households by their numbers in villages (户号): thousands of pairs in one statement.

The pairs are joined with the index, so that it does not matter how many villages use the same
numbers or how many households there are.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from wangge.registry.models import Household

#: The village it stands in, or the one it will stand in once a decided border move is in force.
_BY_NUMBER = """
SELECT h.* FROM unnest(%(villages)s::uuid[], %(numbers)s::text[]) w (village_id, no)
JOIN registry_household h ON h.village_id = w.village_id AND h.no = w.no
WHERE h.valid_until IS NULL
UNION
SELECT h.* FROM unnest(%(villages)s::uuid[], %(numbers)s::text[]) w (village_id, no)
JOIN registry_household h ON h.next_village_id = w.village_id AND h.no = w.no
WHERE h.valid_until IS NULL AND h.moves_on IS NOT NULL
"""


def households_at(places: Collection[tuple[UUID, str]]) -> list[Household]:
    """The households that stand in these villages under these numbers. One query."""
    if not places:
        return []
    villages, numbers = zip(*places, strict=True)
    given = {"villages": list(villages), "numbers": list(numbers)}
    return list(Household.objects.raw(_BY_NUMBER, given))
