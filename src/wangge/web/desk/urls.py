"""Addresses of the desks, under /desk/ 工作台."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from wangge.web.desk import bulk, pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.desk, name="desk"),
    path("dispatch/", bulk.dispatch, name="desk_dispatch"),
    path("merge/", bulk.merge, name="desk_merge"),
]
