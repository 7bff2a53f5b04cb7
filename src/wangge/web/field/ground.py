"""The ground of whoever holds the phone: which land is mine, and what lies around it.

Ignores cases. Everything is read from the territory in memory.
"""

from __future__ import annotations

import json
from uuid import UUID

from shapely.geometry import shape

from wangge.core.duty import Actor, PostFact, Role
from wangge.core.territory.level import Level
from wangge.territory.access import territory_index
from wangge.territory.queries import areas_geojson


def ground_of(actor: Actor) -> PostFact | None:
    """The post whose land is "mine": a grid's before any other."""
    for post in actor.posts:
        if post.role == Role.GRID_WORKER:
            return post
    return actor.posts[-1] if actor.posts else None  # the narrowest stands last


def area_above(post: PostFact | None, level: Level) -> UUID | None:
    """The town or the village my land lies in; None where it is wider."""
    if post is None:
        return None
    chain = territory_index().chain_of_area(post.area_id)
    return chain.town if level is Level.TOWN else chain.village


def villages_near(post: PostFact | None) -> list[tuple[str, str]]:
    """The villages of my town: where one is when the phone cannot say."""
    index, town = territory_index(), area_above(post, Level.TOWN)
    return [
        (area.code, area.name)
        for area in index.areas.values()
        if area.level is Level.VILLAGE and (town is None or area.parent_id == town)
    ]


def own_village(post: PostFact | None) -> str:
    """The code of my village, "" where my land is wider."""
    village = area_above(post, Level.VILLAGE)
    return territory_index().areas[village].code if village else ""


def box_of(post: PostFact | None) -> str:
    """West, south, east, north of my grid, for a map to begin at; "" where I have none."""
    town = area_above(post, Level.TOWN)
    if post is None or post.level is not Level.GRID or town is None:
        return ""
    for feature in json.loads(areas_geojson(Level.GRID, town).body)["features"]:
        if feature["properties"]["id"] == str(post.area_id):
            return ",".join(str(edge) for edge in shape(feature["geometry"]).bounds)
    return ""
