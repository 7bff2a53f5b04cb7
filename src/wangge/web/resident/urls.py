"""Addresses of the pages for residents 群众端: the front door of the county."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from wangge.web.resident import follow, pages

app_name = "resident"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.home, name="home"),
    path("report/", pages.report, name="report"),
    path("report/classes/", pages.suggest, name="classes"),
    path("report/where/", pages.where, name="where"),
    path("report/land.geojson", pages.land, name="land"),
    path("reported/<str:token>/", follow.reported, name="reported"),
    path("follow/", follow.follow, name="follow"),
    path("follow/<str:token>/", follow.followed, name="followed"),
    path("follow/<str:token>/photos/<str:digest>.jpg", follow.photo, name="photo"),
    path("follow/<str:token>/<str:verb>/", follow.act, name="act"),
    path("mine/", follow.mine, name="mine"),
]
