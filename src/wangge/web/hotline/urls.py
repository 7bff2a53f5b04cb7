"""Addresses of the hotline, under /hotline/ 热线."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from wangge.web.hotline import pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.hotline, name="hotline"),
    path("aside/", pages.aside, name="hotline_aside"),
]
