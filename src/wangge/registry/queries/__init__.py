"""Reading the registry: lists, counts, search, and what belongs to an element."""

from __future__ import annotations

from wangge.registry.queries.lists import (
    Listed,
    Wanted,
    count_listed,
    listing,
    say_count,
    standing_counts,
)
from wangge.registry.queries.scope import Part, choices_below, parts_of

__all__ = [
    "Listed",
    "Part",
    "Wanted",
    "choices_below",
    "count_listed",
    "listing",
    "parts_of",
    "say_count",
    "standing_counts",
]
