"""Addresses of the county overview, under /county/ 县域总览."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from wangge.web.county import behind, days, evaluation, map_data, pages, rules

urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.overview, name="county"),
    path("areas/<uuid:area>/", pages.overview, name="county_area"),
    path("areas/<uuid:area>/map.geojson", map_data.map_data, name="county_map"),
    path("areas/<uuid:area>/work/", pages.by_work, name="county_work"),
    path("areas/<uuid:area>/days/", days.by_day, name="county_days"),
    path("evaluation/", evaluation.evaluation_page, name="county_evaluation"),
    path("evaluation/rules/", rules.rules_page, name="county_rules"),
    path("stood/", days.stood, name="county_stood"),
    path("cases/", behind.behind, name="county_cases"),
    path("unlocated/", behind.unlocated, name="county_unlocated"),
    path("grids/", pages.grids, name="county_grids"),
]
