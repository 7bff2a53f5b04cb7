"""Addresses of the wall screen 大屏, under /wall/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from wangge.web.wall import kiosk, pages, phone

urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.wall, name="wall"),
    path("data/", pages.data, name="wall_data"),
    path("heat.geojson", pages.heat, name="wall_heat"),
    path("phone/", phone.phone, name="wall_phone"),
    path("passes/", kiosk.passes, name="wall_passes"),
    path("passes/<uuid:wall_pass>/", kiosk.close, name="wall_pass_close"),
    path("enter/<str:key>/", kiosk.enter, name="wall_enter"),
]
