"""Addresses of the page of a case, under /cases/ 案件页."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
