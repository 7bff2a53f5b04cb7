"""Addresses of the page of a case, under /cases/ 案件页."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from wangge.web.case import acting, pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("<str:no>/", pages.case, name="case"),
    path("<str:no>/do/<str:verb>/", acting.act_on_case, name="case_act"),
    path("<str:no>/photos/<str:digest>", pages.photo, name="case_photo"),
    path("<str:no>/map.json", pages.map_data, name="case_map"),
    path("<str:no>/similar/", pages.similar, name="case_similar"),
    path("<str:no>/reporters/<uuid:reporter>/", pages.reveal, name="case_reveal"),
    path("<str:no>/print/", pages.print_sheet, name="case_print"),
]
