"""The three promises, live 三条承诺: proven or with every hole named, now or at any past instant.

A page never proves anything itself: a run does, in the worker, and is kept with its answer.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from wangge.core.proofs.facts import Fault
from wangge.core.territory.level import Level
from wangge.lib.clock import SHANGHAI, utc_now
from wangge.proofs.access import faults_for, may_look
from wangge.proofs.actions import ask
from wangge.proofs.models import Run
from wangge.proofs.queries import (
    certificates,
    faults_of,
    latest_log_run,
    latest_run,
    recent_runs,
    run_of,
    waiting_run,
)
from wangge.territory.access import territory_index
from wangge.territory.queries import areas_geojson
from wangge.ui.answers import language_of
from wangge.ui.said import say
from wangge.web.doors import actor_of, staff
from wangge.web.proofs import shown

#: So many holes are listed on the page; the file of the map has all that were kept.
_LISTED = 200


@require_GET
@staff
def latest(request: HttpRequest) -> HttpResponse:
    """What the newest run about now found, and the way to ask again. Refuses: NotFound."""
    may_look(actor_of(request))
    return _page(request, latest_run())


@require_GET
@staff
def one(request: HttpRequest, run: UUID) -> HttpResponse:
    """One run: under way, or what it found. Refuses: NotFound."""
    may_look(actor_of(request))
    return _page(request, run_of(run), alone=True)


@require_POST
@staff
def ask_again(request: HttpRequest) -> HttpResponse:
    """A run waits for the worker: about now, or about `at` (a local time). Refuses: NotFound."""
    actor, now = actor_of(request), utc_now()
    may_look(actor)
    try:
        at = _instant(request.POST.get("at", ""))
    except ValueError:
        say(request, _("看不懂这个时间，请重新选择。"), tone="red")
        return redirect("proofs")
    if at is not None and at > now:
        say(request, _("只能证明现在和过去，请选一个过去的时间。"), tone="red")
        return redirect("proofs")
    run = ask(at=at, log="log" in request.POST, actor=actor, now=now)
    return redirect("proofs_run", run=run.id)


@require_GET
@staff
def state(request: HttpRequest, run: UUID) -> HttpResponse:
    """How far a run has come, for a page that waits; at its end the page is asked to come anew."""
    may_look(actor_of(request))
    found = run_of(run)
    if found.finished_at is not None:
        return HttpResponse(headers={"HX-Redirect": reverse("proofs_run", args=[found.id])})
    return render(request, "web/proofs/state.html", {"run": found} | _waiting(found))


@require_GET
@staff
def holes(request: HttpRequest, run: UUID) -> HttpResponse:
    """GeoJSON of a run's holes that have a place, over the borders of the towns."""
    may_look(actor_of(request))
    towns = json.loads(areas_geojson(Level.TOWN).body)["features"]
    language = language_of(request)
    points = [
        shown.feature_of(fault, fault.say(language))
        for fault in _seen(request, run_of(run))
        if fault.lon is not None
    ]
    body = {"type": "FeatureCollection", "features": [*towns, *points]}
    return HttpResponse(
        json.dumps(body, ensure_ascii=False),
        content_type="application/geo+json",
        headers={"Cache-Control": "private, no-cache"},
    )


def _page(request: HttpRequest, run: Run | None, *, alone: bool = False) -> HttpResponse:
    now = utc_now()
    waiting = run if run is not None and run.finished_at is None else waiting_run()
    told = run if run is not None and run.finished_at is not None else latest_run()
    if alone and run is not None and run.finished_at is None:
        told = run
    seen = _seen(request, told) if told else []
    log_run = told if told is not None and told.log else latest_log_run()
    language = language_of(request)
    index = territory_index()
    context = {
        "now": now,
        "run": told,
        "past": told is not None and told.at is not None,
        "about": shown.about(told) if told else None,
        "statements": shown.statements(told),
        "records": shown.records(log_run),
        "records_at": shown.about(log_run) if log_run else None,
        "waiting": waiting,
        "holes": [_hole(fault, language) for fault in seen[:_LISTED]],
        "holes_more": max(0, len(seen) - _LISTED),
        "hidden": sum(one["count"] for one in told.proofs) - len(seen) if told else 0,
        "mapped": any(fault.lon is not None for fault in seen),
        "runs": recent_runs(limit=8),
        "certificates": certificates(limit=8),
        "place": index.areas[index.county_id],
        "crumbs": [(index.name(index.county_id), reverse("county")), (_("三条承诺"), "")],
        "latest_moment": f"{now.astimezone(SHANGHAI):%Y-%m-%dT%H:%M}",
        **(_waiting(waiting) if waiting else {}),
    }
    return render(request, "web/proofs/proofs.html", context)


def _waiting(run: Run) -> dict[str, object]:
    return {"stage": shown.stage_said(run), "share": shown.share_done(run)}


def _seen(request: HttpRequest, run: Run) -> list[Fault]:
    return faults_for(actor_of(request), faults_of(run), county=territory_index().county_id)


def _hole(fault: Fault, language: str) -> shown.Hole:
    index = territory_index()
    names = [index.full_name(area) for area in fault.areas[:1]]
    place = names[0] if names else ""
    return shown.Hole(fault.promise.value, fault.say(language), fault.link, place)


def _instant(text: str) -> datetime | None:
    """The instant of a form's local time; None for an empty one. Raises ValueError."""
    if not text.strip():
        return None
    given = datetime.fromisoformat(text)
    return (given if given.tzinfo else given.replace(tzinfo=SHANGHAI)).astimezone(UTC)
