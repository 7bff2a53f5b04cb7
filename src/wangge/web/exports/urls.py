"""Addresses of exports, under /exports/ 导出."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from wangge.web.exports import pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.exports, name="exports"),
    path("new/<str:listing>/", pages.new, name="export_new"),
    path("<uuid:export>/", pages.one, name="export"),
    path("<uuid:export>/file.xlsx", pages.file, name="export_file"),
]
