"""Addresses of the looks: the two switches and the page that shows every component."""

from __future__ import annotations

from django.urls import path
from django.views.i18n import set_language

from wangge.ui import pages

app_name = "ui"
urlpatterns = [
    path("", pages.styleguide, name="styleguide"),
    path("look/", pages.change_look, name="look"),
    path("language/", set_language, name="language"),
]
