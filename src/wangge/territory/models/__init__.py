"""The tables of the territory, split by noun."""

from __future__ import annotations

from wangge.territory.models.areas import (
    Area,
    AreaCode,
    AreaSuccession,
    Boundary,
    Handover,
    Neighbour,
    TerritoryVersion,
)
from wangge.territory.models.posts import (
    Absence,
    Department,
    Holding,
    Post,
    Role,
    RosterVersion,
)

__all__ = [
    "Absence",
    "Area",
    "AreaCode",
    "AreaSuccession",
    "Boundary",
    "Department",
    "Handover",
    "Holding",
    "Neighbour",
    "Post",
    "Role",
    "RosterVersion",
    "TerritoryVersion",
]
