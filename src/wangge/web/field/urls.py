"""Addresses of the pages of grid workers, under /field/ 网格员端."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
