"""Addresses of the grid worker's phone 网格员端, under /field/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from wangge.web.field import pages, shell, visits
from wangge.web.field.queue import queue

app_name = "field"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.home, name="home"),
    path("todo/", pages.todo, name="todo"),
    path("report/", pages.report, name="report"),
    path("map/", pages.ground_map, name="map"),
    path("land.geojson", pages.land, name="land"),
    path("cases/<str:no>/", pages.case, name="case"),
    path("visits/", visits.visits, name="visits"),
    path("visits/new/", visits.visit, name="visit"),
    path("visits/<uuid:household>/", visits.household, name="household"),
    path("drafts/", pages.drafts, name="drafts"),
    path("offline/", pages.offline, name="offline"),
    path("queue/", queue, name="queue"),
    path("app.webmanifest", shell.manifest, name="manifest"),
    path("worker.js", shell.worker, name="worker"),
]
