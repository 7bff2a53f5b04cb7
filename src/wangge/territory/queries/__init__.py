"""Shapes for screens and reports about the territory, split by noun."""

from __future__ import annotations

from wangge.territory.queries.areas import (
    GeoJson,
    Reconciliation,
    Unit,
    areas_geojson,
    lands,
    neighbours_geojson,
    reconciliation,
    versions,
)
from wangge.territory.queries.posts import (
    PostRow,
    person_named,
    posts_held_by,
    posts_of_areas,
    posts_of_department,
    vacant_posts,
    who_answers,
)

__all__ = [
    "GeoJson",
    "PostRow",
    "Reconciliation",
    "Unit",
    "areas_geojson",
    "lands",
    "neighbours_geojson",
    "person_named",
    "posts_held_by",
    "posts_of_areas",
    "posts_of_department",
    "reconciliation",
    "vacant_posts",
    "versions",
    "who_answers",
]
