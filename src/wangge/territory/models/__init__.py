"""The tables of the territory, split by noun."""

from __future__ import annotations

from wangge.territory.models.areas import (
    Area,
    AreaCode,
    AreaSuccession,
    Boundary,
    Neighbour,
    TerritoryVersion,
)

__all__ = [
    "Area",
    "AreaCode",
    "AreaSuccession",
    "Boundary",
    "Neighbour",
    "TerritoryVersion",
]
