"""Addresses of the proofs for staff, under /county/proofs/ 三条承诺."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from wangge.web.proofs import pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.latest, name="proofs"),
    path("ask/", pages.ask_again, name="proofs_ask"),
    path("<uuid:run>/", pages.one, name="proofs_run"),
    path("<uuid:run>/state/", pages.state, name="proofs_state"),
    path("<uuid:run>/holes.geojson", pages.holes, name="proofs_holes"),
]
