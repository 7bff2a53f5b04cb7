"""Addresses of contacts and visits 包户走访, under /visits/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from wangge.web.visits import coverage, homes

urlpatterns: list[URLPattern | URLResolver] = [
    path("", coverage.coverage, name="visits"),
    path("areas/<uuid:area>/", coverage.coverage, name="visits_area"),
    path("areas/<uuid:area>/homes/", homes.homes, name="visits_homes"),
    path("assign/", homes.assign, name="visits_assign"),
    path("homes/<uuid:household>/", homes.home, name="visits_home"),
]
