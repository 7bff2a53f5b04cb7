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
from wangge.territory.access.bulk import NO_POINT, OUTSIDE, Points, locate_points
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
    "NO_POINT",
    "OUTSIDE",
    "Candidate",
    "Heirs",
    "NamedArea",
    "Place",
    "Points",
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
    "locate_points",
    "locator",
    "post_for",
    "post_heirs",
    "posts_for",
    "roles",
    "roster",
    "routing_index",
    "territory_index",
]
