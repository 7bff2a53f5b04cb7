"""Addresses of one's own data: the resident's page, and the handler's 个人信息权益."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from wangge.web.own_data import handling, pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("me/data/", pages.my_data, name="my_data"),
    path("own-data/link/", handling.link, name="own_data_link"),
    path("own-data/<str:no>/", handling.hand, name="own_data_hand"),
]
