"""The addresses of the interfaces for programs."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from wangge.api.health import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health, name="health"),
]
