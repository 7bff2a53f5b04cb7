"""Address of the hot topics, under /county/hot/ 热点."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from wangge.web.hot import pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.hot, name="county_hot"),
    path("<uuid:area>/", pages.hot, name="county_hot_area"),
]
