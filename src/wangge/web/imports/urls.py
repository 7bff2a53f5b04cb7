"""Addresses of imports, under /registry/imports/ 批量导入."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from wangge.web.imports import pages, parts

urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.imports, name="imports"),
    path("template/<slug:kind>.xlsx", parts.template, name="import_template"),
    path("<uuid:file>/", pages.one, name="import"),
    path("<uuid:file>/progress/", parts.progress, name="import_progress"),
    path("<uuid:file>/preview/", parts.preview, name="import_preview"),
    path("<uuid:file>/bad.xlsx", parts.bad_rows, name="import_bad_rows"),
]
