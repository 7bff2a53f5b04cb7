"""The addresses of the pages for people: each section has its own folder and its own list.

Templates of a section stand in `web/templates/web/<section>/`, its sheets and modules in
`web/static/web/<section>/`.
"""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from wangge.web.admin.people import me
from wangge.web.admin.visits import visits as visit_rules

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("wangge.web.sign_in.urls")),
    path("desk/", include("wangge.web.desk.urls")),
    path("hotline/", include("wangge.web.hotline.urls")),
    path("cases/", include("wangge.web.case.urls")),
    path("field/", include("wangge.web.field.urls")),
    path("wall/", include("wangge.web.wall.urls")),
    path("registry/imports/", include("wangge.web.imports.urls")),
    path("exports/", include("wangge.web.exports.urls")),
    path("registry/", include("wangge.web.registry.urls")),
    path("county/proofs/", include("wangge.web.proofs.urls")),
    path("county/hot/", include("wangge.web.hot.urls")),
    path("county/", include("wangge.web.county.urls")),
    path("proofs/", include("wangge.web.proofs.public_urls")),
    path("visits/", include("wangge.web.visits.urls")),
    path("admin/visits/", visit_rules, name="admin_visits"),
    path("admin/", include("wangge.web.admin.urls")),
    path("inbox/", include("wangge.web.inbox.urls")),
    path("me/", me, name="me"),
    path("rounds/", include("wangge.web.rounds.urls")),
    path("", include("wangge.web.own_data.urls")),
    path("ui/", include("wangge.ui.urls")),
    path("", include("wangge.web.resident.urls")),
]
