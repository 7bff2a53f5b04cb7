"""The only way to rows of the territory, split by noun."""

from __future__ import annotations

from wangge.territory.access.areas import (
    area_by_code,
    areas,
    forget_territory,
    index_of,
    locate_point,
    locator,
    territory_index,
)
from wangge.territory.access.heirs import Heirs, heirs_of, post_heirs
from wangge.territory.access.index import Candidate, NamedArea, Place, TerritoryIndex
from wangge.territory.access.posts import (
    absences_for,
    actor_for,
    chain_of,
    forget_roster,
    post_for,
    posts_for,
    roles,
    roster,
    routing_index,
)

__all__ = [
    "Candidate",
    "Heirs",
    "NamedArea",
    "Place",
    "TerritoryIndex",
    "absences_for",
    "actor_for",
    "area_by_code",
    "areas",
    "chain_of",
    "forget_roster",
    "forget_territory",
    "heirs_of",
    "index_of",
    "locate_point",
    "locator",
    "post_for",
    "post_heirs",
    "posts_for",
    "roles",
    "roster",
    "routing_index",
    "territory_index",
]
