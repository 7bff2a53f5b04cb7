"""Addresses of the desks, under /desk/ 工作台."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from wangge.web.desk import bulk, map, pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.desk, name="desk"),
    path("dispatch/", bulk.dispatch, name="desk_dispatch"),
    path("merge/", bulk.merge, name="desk_merge"),
    path("map/", map.desk_map, name="desk_map"),
    path("map/data/", map.data, name="desk_map_data"),
    path("map/land/", map.land, name="desk_map_land"),
]
