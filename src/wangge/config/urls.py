"""Which storey answers which address."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("wangge.api.urls")),
    path("", include("wangge.web.urls")),
]
