"""Addresses of the registry, under /registry/ 登记."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from wangge.web.registry import edit, element, history, home, lists, reveal, special

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="registry"),
    path("special/", special.domain, name="registry_special"),
    path("special/enrol/", special.enrol, name="registry_special_enrol"),
    path("special/<uuid:element>/", special.person, name="registry_special_person"),
    path("person/<uuid:element>/move/", edit.move, name="registry_move"),
    path("<slug:kind>/", lists.elements, name="registry_list"),
    path("<slug:kind>/new/", edit.new, name="registry_new"),
    path("<slug:kind>/<uuid:element>/", element.element, name="registry_element"),
    path("<slug:kind>/<uuid:element>/edit/", edit.edit, name="registry_edit"),
    path("<slug:kind>/<uuid:element>/end/", edit.ended, name="registry_end"),
    path("<slug:kind>/<uuid:element>/history/", history.history, name="registry_history"),
    path("<slug:kind>/<uuid:element>/map.json", element.map_data, name="registry_map"),
    path("<slug:kind>/<uuid:element>/reveal/<slug:column>/", reveal.reveal, name="registry_reveal"),
]
