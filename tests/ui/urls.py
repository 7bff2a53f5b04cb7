"""Only the looks: what a browser needs to see the page of components."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [path("ui/", include("wangge.ui.urls"))]
