"""Saying what is wrong 上报: the first page, the form, and the thanks. For anyone, without account.

Everything works without JavaScript and on a slow network; what a form held is never lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET, require_http_methods

from wangge.cases.access import confidential_among
from wangge.cases.actions.evidence import Taken
from wangge.cases.actions.report import Report, report_case
from wangge.cases.queries.case_view import case_row
from wangge.cases.queries.duplicates import Duplicate
from wangge.catalogue.access import catalogue
from wangge.core.case.evidence import MOST_PHOTOS, TooManyPhotos
from wangge.core.case.facts import Case
from wangge.core.case.refusals import IdTaken
from wangge.core.clock import Limit
from wangge.core.duty import Actor
from wangge.core.errors import Refusal
from wangge.core.territory.level import Level
from wangge.lib.clock import utc_now
from wangge.lib.ids import uuid7
from wangge.territory.access import locate_point
from wangge.territory.queries import areas_geojson
from wangge.ui.answers import language_of, status_of
from wangge.web.classes import class_choices, suggest_classes
from wangge.web.doors import actor_of, home_of
from wangge.web.knocks import check_knocks, knock
from wangge.web.reporting import (
    keep_photos,
    likely_same,
    read_point,
    read_report,
    villages_by_town,
)
from wangge.web.resident.kept import read_kept, show_kept
from wangge.web.resident.passes import write_pass

#: Photos a resident's form takes; the field may send more.
MOST_OF_A_RESIDENT = 6
#: What the form shows again as it was typed.
_TYPED = ("text", "place", "area", "lon", "lat", "datum", "class", "name", "phone", "confidential")


@never_cache
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The first page: report, follow, whom to call."""
    known = catalogue()
    flow = known.flow_of(known.lines[0].code)
    first = flow.state(flow.initial).clock
    actor = actor_of(request)
    context = {
        "first_limit": Limit.parse(first).say(language_of(request)) if first else "",
        "work_home": home_of(actor) if actor.posts else "",
        "signed_in": not actor.is_stranger,
    }
    return render(request, "web/resident/home.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """The form on one page; after it, the thanks. A refusal keeps everything."""
    now = utc_now()
    if request.method == "GET":
        return _form(request, now)
    actor, given = actor_of(request), request.POST
    photos: tuple[str, ...] = ()
    try:
        if actor.is_stranger:
            check_knocks("report", request, now=now)
            if request.FILES:  # what is stored counts, whether it becomes a report or not
                knock("report", request, now=now)
        photos, faults = _photos(request, actor, now)
        if faults:
            raise faults[0]
        wanted = read_report(given, photos=photos, source="resident")
        if not given.get("anyway") or given.get("same_as"):
            same = _shown(likely_same(wanted, now=now))
            joined = given.get("same_as") in {one.case.no for one in same}
            if same and not joined and not given.get("anyway"):
                return _form(request, now, photos=photos, same=same)
            if joined:
                wanted = msgspec.structs.replace(wanted, extra={"same_as": given["same_as"]})
        case, created = report_case(wanted, actor=_plain(actor), now=now)
    except Refusal as refusal:
        return _form(request, now, photos=photos, refusal=refusal)
    if created and actor.is_stranger and not request.FILES:
        knock("report", request, now=now)
    return redirect("resident:reported", token=write_pass(case.id, _requester(case, wanted, actor)))


@require_GET
@cache_control(private=True, max_age=60)
def suggest(request: HttpRequest) -> HttpResponse:
    """Classes for the words typed so far, for the form's script."""
    found = suggest_classes(request.GET.get("text", ""), language_of(request))
    shown = [
        {"value": one.value, "title": one.title, "said": one.said, "why": one.why} for one in found
    ]
    return JsonResponse({"classes": shown})


@require_GET
@cache_control(private=True, max_age=60)
def where(request: HttpRequest) -> HttpResponse:
    """In which village a point lies, in words, for the form's script."""
    language = language_of(request)
    try:
        point = read_point(request.GET)
        if point is None:
            return JsonResponse({"where": ""})
        found = locate_point(point.lon, point.lat, point.datum, at=utc_now())
    except Refusal as refusal:
        return JsonResponse({"where": refusal.say(language)}, status=status_of(refusal))
    return JsonResponse({"where": found.say(language), "inside": found.grid_id is not None})


@gzip_page
@require_GET
@cache_control(public=True, max_age=3600)
def land(request: HttpRequest) -> HttpResponse:
    """The borders of towns, to find one's way on the map of the form."""
    found = areas_geojson(Level.VILLAGE)
    if request.headers.get("If-None-Match") == found.etag:
        return HttpResponse(status=304, headers={"ETag": found.etag})
    return HttpResponse(
        found.body, content_type="application/geo+json", headers={"ETag": found.etag}
    )


def _plain(actor: Actor) -> Actor:
    """Staff who report here do so as residents: nobody is written down on their behalf."""
    return Actor(user_id=actor.user_id, name=actor.name)


def _requester(case: Case, wanted: Report, actor: Actor) -> UUID | None:
    """As whom the reporter may follow: himself, or the only one the case knows."""
    if actor.user_id in case.requesters:
        return actor.user_id
    known = bool(wanted.reporter_name or wanted.reporter_phone)
    return case.requesters[0] if known and case.requesters else None


def _photos(
    request: HttpRequest, actor: Actor, now: datetime
) -> tuple[tuple[str, ...], list[Refusal]]:
    """The photos kept by now, old and new, and what was wrong with others."""
    kept, faults = list(read_kept(request.POST.getlist("kept"))), []
    for file in request.FILES.getlist("photos")[: MOST_PHOTOS + 1]:
        try:
            kept += keep_photos([file], taken=Taken(), by=actor.user_id, now=now)
        except Refusal as refusal:
            faults.append(refusal)
    over = len(kept) - MOST_OF_A_RESIDENT
    if over > 0:
        faults.append(TooManyPhotos(field="photos", most=MOST_OF_A_RESIDENT, over=over))
    return tuple(kept[:MOST_PHOTOS]), faults


def _shown(found: Sequence[Duplicate]) -> list[Duplicate]:
    """What a resident may see of other people's cases: not those reported in confidence."""
    if not found:
        return []
    hidden = confidential_among([one.case.pk for one in found])
    return [one for one in found if one.case.pk not in hidden]


def _form(
    request: HttpRequest,
    now: datetime,
    *,
    photos: tuple[str, ...] = (),
    same: Sequence[Duplicate] = (),
    refusal: Refusal | None = None,
) -> HttpResponse:
    language, given = language_of(request), request.POST
    fresh = not given.get("id") or isinstance(refusal, IdTaken)
    sentence = refusal.say(language) if refusal else ""
    field = (refusal.field or "").replace("reporter.", "") if refusal else ""
    context = {
        "now": now,
        "id": uuid7() if fresh else given["id"],
        "typed": {name: given.get(name, "") for name in _TYPED},
        "kept": show_kept(photos),
        "most": max(1, MOST_OF_A_RESIDENT - len(photos)),
        "towns": villages_by_town(on=now),
        "classes": class_choices(given.get("text", ""), given.get("class", ""), language),
        "errors": {field: sentence} if field else {},
        "sentence": sentence,
        "same": [_same(one, now, language) for one in same],
        "signed_in": not actor_of(request).is_stranger,
    }
    status = status_of(refusal) if refusal else 200
    return render(request, "web/resident/report.html", context, status=status)


def _same(one: Duplicate, now: datetime, language: str) -> dict[str, object]:
    row = case_row(one.case.as_fact(), now=now, language=language)
    return {
        "no": row.no,
        "title": row.item_title,
        "place": row.place or (row.village.name if row.village else ""),
        "at": row.reported_at,
        "state": row.state_title,
        "owner": row.owner.title,
        "distance_m": None if one.distance_m is None else max(10, round(one.distance_m, -1)),
    }
