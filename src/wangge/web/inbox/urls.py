"""The addresses of the inbox."""

from __future__ import annotations

from django.urls import path

from wangge.web.inbox import pages

urlpatterns = [
    path("", pages.inbox, name="inbox"),
    path("settings/", pages.settings, name="inbox_settings"),
    path("<uuid:notice>/", pages.opened, name="inbox_opened"),
]
