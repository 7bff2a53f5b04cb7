"""Addresses of the rounds of visits, under /rounds/ 专项走访、日清零."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from wangge.web.rounds import clearance, lists, making, pages, teams, visiting

urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.rounds, name="rounds"),
    path("new/", making.new_round, name="round_new"),
    path("clearance/", clearance.board, name="clearance"),
    path("clearance/cases/", clearance.behind_board, name="clearance_cases"),
    path("clearance/list/", lists.bring_in, name="clearance_list"),
    path("teams/", teams.teams, name="teams"),
    path("<uuid:round_id>/", pages.progress, name="round"),
    path("<uuid:round_id>/homes/", pages.homes, name="round_homes"),
    path("<uuid:round_id>/problems/", pages.problems, name="round_problems"),
    path("<uuid:round_id>/homes/<uuid:household>/", visiting.visit, name="round_visit"),
]
