"""The page of a case 案件页: everything about it, its photos, its map, its sheet of paper."""

from __future__ import annotations

import json
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods

from wangge.cases.access import case_for, evidence_for, sees
from wangge.cases.actions.evidence import path_of
from wangge.cases.actions.reveal import reveal_reporter
from wangge.cases.models import Case as Row
from wangge.cases.queries.case_page import case_page
from wangge.cases.queries.case_view import case_row, flow_of
from wangge.cases.queries.duplicates import possible_duplicates
from wangge.cases.queries.shapes import CaseView
from wangge.core.case.refusals import NoSuchCase
from wangge.core.case.verbs import Verb
from wangge.core.errors import Invalid
from wangge.core.territory.level import Level
from wangge.lib.clock import utc_now
from wangge.territory.queries.areas import areas_geojson
from wangge.triage.queries import suggest_other
from wangge.ui.answers import language_of, status_of
from wangge.web.case.beside import beside
from wangge.web.case.rows import light_of_row, similar_rows
from wangge.web.case.view import actions_of, photos_of, reporters_of, timeline_of
from wangge.web.doors import actor_of, staff


def back_of(request: HttpRequest) -> str:
    """The list of this site one came from, else ""."""
    there = request.POST.get("back") or request.GET.get("back") or ""
    inside = url_has_allowed_host_and_scheme(
        there, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return there if inside else ""


def case_context(request: HttpRequest, row: Row, now: datetime) -> dict[str, object]:
    """What the templates of a case read."""
    language = language_of(request)
    page = case_page(actor_of(request), row, now, language)
    back = back_of(request)
    return {
        "page": page,
        "case": page.case,
        "now": now,
        "back": back,
        "actions": actions_of(page.case.no, page.case.may, back),
        "photos": photos_of(page.case),
        "steps": timeline_of(page, language),
        "reporters": reporters_of(page),
        "english": not language.startswith("zh"),
        "form": told_in(row, language),
        "beside": beside(page.case.line, page.case.no),
        "suggested": _suggested(page.case, language),
    }


def _suggested(case: CaseView, language: str) -> dict[str, object] | None:
    """建议分类 for whoever may change the class, where it differs from the one the case has."""
    if not any(one.action == Verb.RECLASSIFY for one in case.may):
        return None
    found = suggest_other(case.text, language, line=case.line, item=case.item)
    if found is None:
        return None
    return {"class": found, "href": reverse("case_act", args=[case.no, Verb.RECLASSIFY.value])}


def told_in(row: Row, language: str) -> tuple[tuple[str, str], ...]:
    """(title, answer) of what stands in the flow's own forms."""
    fact = row.as_fact()
    flow = flow_of(fact)
    answers = {name: value for name, value in fact.extra.items() if isinstance(value, str)}
    return flow.answers_in_words(answers, language) if flow else ()


@require_GET
@staff
def case(request: HttpRequest, no: str) -> HttpResponse:
    """The whole page, or for htmx the case alone. Strangers to the case hear 404."""
    row = case_for(actor_of(request), no)
    part = bool(request.headers.get("HX-Request"))
    template = "web/case/part.html" if part else "web/case/case.html"
    answer = render(request, template, case_context(request, row, utc_now()))
    patch_vary_headers(answer, ["HX-Request"])
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_GET
@staff
def photo(request: HttpRequest, no: str, digest: str) -> HttpResponse:
    """A photo of a case the actor sees. Its content never changes, so the browser may keep it."""
    row = case_for(actor_of(request), no)
    found = evidence_for(actor_of(request), row, digest)
    path = path_of(found.hash)
    if not path.exists():
        raise NoSuchCase(no=no)
    answer = HttpResponse(path.read_bytes(), content_type=found.mime)
    answer["Cache-Control"] = "private, max-age=31536000, immutable"
    answer["Content-Disposition"] = f'inline; filename="{row.no}-{digest[:8]}.jpg"'
    return answer


@require_GET
@staff
def map_data(request: HttpRequest, no: str) -> HttpResponse:
    """GeoJSON: the grids of the case's town with its own marked, the case, and what is like it."""
    row = case_for(actor_of(request), no)
    now, features = utc_now(), list[dict[str, object]]()
    if row.town_id is not None:
        land = json.loads(areas_geojson(Level.GRID, row.town_id).body)
        for feature in land["features"]:
            own = feature["properties"]["id"] == str(row.grid_id)
            feature["properties"] |= {"load": 0.35 if own else 0, "order": 0 if own else 1}
            features.append(feature)
    for other in similar_rows(request, row, now):  # the case itself is the map's marker
        if other.lon is None or other.lat is None:
            continue
        features.append(
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [other.lon, other.lat]},
                "properties": {
                    "name": other.no,
                    "light": light_of_row(other, now),
                    "href": reverse("case", args=[other.no]),
                },
            }
        )
    answer = JsonResponse({"type": "FeatureCollection", "features": features})
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_GET
@staff
def similar(request: HttpRequest, no: str) -> HttpResponse:
    """可能重复: open cases at the same place, with photos, distance and words."""
    actor = actor_of(request)
    row = case_for(actor, no)
    now, language = utc_now(), language_of(request)
    fact = row.as_fact()
    found = possible_duplicates(
        grid_id=row.grid_id,
        point=fact.point,
        item=row.item,
        text=row.text,
        now=now,
        besides=row.pk,
    )
    shown = [
        {
            "case": case_row(one.case.as_fact(), now=now, language=language),
            "distance_m": one.distance_m,
            "percent": round(one.similarity * 100),
            "same_item": one.same_item,
        }
        for one in found
        if sees(actor, one.case)
    ]
    part = bool(request.headers.get("HX-Request"))
    context = {"found": shown, "now": now, "no": row.no, "open": row.kind != "closed"}
    return render(
        request, "web/case/similar_part.html" if part else "web/case/similar.html", context
    )


@require_http_methods(["GET", "POST"])
@staff
def reveal(request: HttpRequest, no: str, reporter: UUID) -> HttpResponse:
    """A reporter in full, once a reason has been given; the look is on record."""
    actor = actor_of(request)
    row = case_for(actor, no)
    language, now = language_of(request), utc_now()
    context: dict[str, object] = {"no": row.no, "reporter": reporter, "now": now}
    status = 200
    if request.method == "POST":
        reason = request.POST.get("reason", "")
        try:
            context["shown"] = reveal_reporter(row, reporter, reason, actor=actor, now=now)
        except Invalid as refusal:
            status = status_of(refusal)
            context |= {"error": refusal.say(language), "reason": reason}
    part = bool(request.headers.get("HX-Request"))
    template = "web/case/reveal_part.html" if part else "web/case/reveal.html"
    answer = render(request, template, context, status=200 if part else status)
    answer["Cache-Control"] = "no-store"
    return answer


@require_GET
@staff
def print_sheet(request: HttpRequest, no: str) -> HttpResponse:
    """工单: the case on one sheet of A4, names masked, for the hand that does the work."""
    row = case_for(actor_of(request), no)
    return render(request, "web/case/sheet.html", case_context(request, row, utc_now()))
