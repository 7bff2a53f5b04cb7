"""Addresses of administration, under /admin/ 管理端."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from wangge.web.admin import (
    approvals,
    areas,
    borders,
    calendars,
    duty,
    flows,
    health,
    home,
    items,
    log,
    looks,
    people,
    posts,
    privacy,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="admin"),
    path("settings/", home.settings, name="admin_settings"),
    path("catalogue/", items.catalogue_page, name="admin_catalogue"),
    path("catalogue/<slug:line>/<str:item>/", items.item, name="admin_item"),
    path(
        "catalogue/<slug:line>/<str:item>/<str:condition>/",
        items.condition,
        name="admin_condition",
    ),
    path("duty/", duty.matrix, name="admin_duty"),
    path("duty/edit/", duty.edit, name="admin_duty_edit"),
    path("flows/", flows.flows, name="admin_flows"),
    path("flows/<slug:code>/", flows.flow, name="admin_flow"),
    path("posts/", posts.posts, name="admin_posts"),
    path("posts/new/", posts.new, name="admin_post_new"),
    path("posts/<str:code>/", posts.post, name="admin_post"),
    path("people/", people.people, name="admin_people"),
    path("people/new/", people.new, name="admin_person_new"),
    path("people/<str:username>/", people.person, name="admin_person"),
    path("calendar/", calendars.year, name="admin_calendar"),
    path("calendar/notice/", calendars.notice, name="admin_notice"),
    path("areas/", areas.areas_page, name="admin_areas"),
    path("areas/import/", areas.import_page, name="admin_areas_import"),
    path("areas/versions/<int:number>/", areas.version, name="admin_version"),
    path("areas/<uuid:area>/", areas.area, name="admin_area"),
    path("areas/<uuid:grid>/change/", borders.change, name="admin_change"),
    path("log/", log.entries, name="admin_log"),
    path("log/anchors/", log.anchors, name="admin_anchors"),
    path("log/<uuid:subject>/", log.subject, name="admin_log_subject"),
    path("privacy/", privacy.overview, name="admin_privacy"),
    path("privacy/purposes/<str:purpose>/", privacy.purpose, name="admin_purpose"),
    path("privacy/retention/<str:rule>/", privacy.rule, name="admin_retention"),
    path("privacy/thresholds/<str:threshold>/", privacy.threshold, name="admin_threshold"),
    path("privacy/looks/", looks.looks_page, name="admin_looks"),
    path("privacy/approvals/", approvals.approvals_page, name="admin_approvals"),
    path("privacy/approvals/<uuid:approval>/", approvals.approval, name="admin_approval"),
    path("health/", health.health, name="admin_health"),
]
