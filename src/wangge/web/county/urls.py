"""Addresses of the county overview, under /county/ 县域总览."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from wangge.web.county import behind, map_data, pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.overview, name="county"),
    path("areas/<uuid:area>/", pages.overview, name="county_area"),
    path("areas/<uuid:area>/map.geojson", map_data.map_data, name="county_map"),
    path("areas/<uuid:area>/work/", pages.by_work, name="county_work"),
    path("cases/", behind.behind, name="county_cases"),
    path("unlocated/", behind.unlocated, name="county_unlocated"),
    path("grids/", pages.grids, name="county_grids"),
]
