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
    departments,
    person_named,
    posts_held_by,
    posts_of_areas,
    posts_of_department,
    vacant_posts,
    who_answers,
)
from wangge.territory.queries.rows import (
    absence_of,
    absences_about,
    area_row,
    codes_of,
    holdings_of,
    role_row,
    successions_of,
)

__all__ = [
    "GeoJson",
    "PostRow",
    "Reconciliation",
    "Unit",
    "absence_of",
    "absences_about",
    "area_row",
    "areas_geojson",
    "codes_of",
    "departments",
    "holdings_of",
    "lands",
    "neighbours_geojson",
    "person_named",
    "posts_held_by",
    "posts_of_areas",
    "posts_of_department",
    "reconciliation",
    "role_row",
    "successions_of",
    "vacant_posts",
    "versions",
    "who_answers",
]
