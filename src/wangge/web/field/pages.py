"""The grid worker's phone 网格员: what is next on my ground, and what I owe.

Every page works as plain HTML first; drafts, queue and the worker that keeps pages for a dead
network come on top (`static/web/field`). Ignores how a case is judged.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET, require_http_methods

from wangge.cases.access import case_for
from wangge.cases.queries.case_page import case_page
from wangge.cases.queries.case_view import case_row, item_title
from wangge.cases.queries.lists import MOST_ROWS, Box, Filters, inbox, listing
from wangge.cases.queries.shapes import CaseRow
from wangge.catalogue.access import catalogue
from wangge.core.catalogue import ItemKind
from wangge.core.duty import Actor
from wangge.core.errors import NotFound, Refusal, Stale
from wangge.core.territory.level import Level
from wangge.lib.clock import SHANGHAI, utc_now
from wangge.lib.ids import uuid7
from wangge.territory.queries import areas_geojson
from wangge.ui.answers import language_of, status_of
from wangge.ui.said import say
from wangge.web.case.view import changed_since, photos_of, reporters_of, timeline_of
from wangge.web.doors import actor_of, staff
from wangge.web.field.forms import forms_of, on_phone
from wangge.web.field.frame import frame
from wangge.web.field.ground import area_above, box_of, ground_of, own_village, villages_near
from wangge.web.field.taking import take_act, take_report
from wangge.web.field.visits import due_today

#: Stages of a case that want somebody on the spot, in the order of a day.
_TASKS = ("verify", "collect", "handle")
_LIST = 50


@gzip_page
@never_cache
@require_GET
@staff
def home(request: HttpRequest) -> HttpResponse:
    """Today: what waits at my posts, most pressing first."""
    actor, now, language = actor_of(request), utc_now(), language_of(request)
    rows = _todo(actor, now, language)
    owed, visits = due_today(actor, now=now, language=language)
    context = frame(request, "home") | {
        "rows": rows,
        "visits": visits,
        "visits_today": owed,
        "counts": _counts(rows),
        "now": now,
        "day": now.astimezone(SHANGHAI),
        "overdue": sum(row["light"] == "red" for row in rows),
        "todo_count": len(rows),
    }
    return render(request, "web/field/home.html", context)


@gzip_page
@never_cache
@require_GET
@staff
def todo(request: HttpRequest) -> HttpResponse:
    """Everything that waits, by kind; and what was done lately."""
    actor, now, language = actor_of(request), utc_now(), language_of(request)
    done = request.GET.get("box") == "done"
    rows = _todo(actor, now, language) if not done else _done(actor, now, language)
    context = frame(request, "todo") | {
        "groups": _grouped(rows) if not done else [(_("最近办过"), rows)] if rows else [],
        "done": done,
        "now": now,
        "todo_count": 0 if done else len(rows),
    }
    return render(request, "web/field/todo.html", context)


@gzip_page
@never_cache
@require_http_methods(["GET", "POST"])
@staff
def report(request: HttpRequest) -> HttpResponse:
    """The form: photo, class, send. Without JavaScript it is sent like any form."""
    actor, now, language = actor_of(request), utc_now(), language_of(request)
    sentence, status, given = "", 200, request.POST
    if request.method == "POST":
        try:
            case, _created = take_report(given, request.FILES, actor=actor, now=now)
        except Refusal as refusal:
            sentence, status = refusal.say(language), status_of(refusal)
        else:
            say(request, _("已上报，编号 %(no)s。") % {"no": case.no})
            return HttpResponseRedirect(reverse("field:home"))
    home_area = ground_of(actor)
    context = frame(request, "report") | {
        "id": given.get("id") or uuid7(),
        "typed": {name: given.get(name, "") for name in ("text", "place", "area", "class")},
        "sentence": sentence,
        "classes": _usual_classes(actor, now, language),
        "villages": villages_near(home_area),
        "area": given.get("area") or own_village(home_area),
    }
    return render(request, "web/field/report.html", context, status=status)


@gzip_page
@never_cache
@require_http_methods(["GET", "POST"])
@staff
def case(request: HttpRequest, no: str) -> HttpResponse:
    """A case for the thumb: what, where, photos, and what may be done now."""
    actor, now, language = actor_of(request), utc_now(), language_of(request)
    failed: dict[str, Any] = {}
    status = 200
    if request.method == "POST":
        try:
            take_act(no, request.POST, request.FILES, actor=actor, now=now)
        except NotFound:
            raise
        except Refusal as refusal:
            status = status_of(refusal)
            failed = {"sentence": refusal.say(language), "stale": isinstance(refusal, Stale)}
        else:
            say(request, _("已提交。"))
            return HttpResponseRedirect(reverse("field:case", args=[no]))
    row = case_for(actor, no)
    page = case_page(actor, row, now, language)
    if failed.get("stale"):
        known = request.POST.get("version", "")
        failed["changed"] = changed_since(page, int(known) if known.isdigit() else 0)
    context = frame(request, "todo") | {
        "case": page.case,
        "now": now,
        "photos": photos_of(page.case),
        "steps": timeline_of(page, language),
        "reporters": reporters_of(page),
        "forms": forms_of(page.case.may, request.POST),
        "others": [one for one in page.case.may if not on_phone(one)],
        "failed": failed,
    }
    return render(request, "web/field/case.html", context, status=status)


@gzip_page
@never_cache
@require_GET
@staff
def ground_map(request: HttpRequest) -> HttpResponse:
    """My grid on a map; the same as a list for whoever sees no map."""
    actor, now, language = actor_of(request), utc_now(), language_of(request)
    rows = _todo(actor, now, language)
    context = frame(request, "map") | {
        "rows": rows,
        "now": now,
        "box": box_of(ground_of(actor)),
        "todo_count": len(rows),
    }
    return render(request, "web/field/map.html", context)


@gzip_page
@require_GET
@staff
def land(request: HttpRequest) -> JsonResponse:
    """GeoJSON: the grids of my town with mine marked, and what waits on them."""
    actor, now, language = actor_of(request), utc_now(), language_of(request)
    ground, features = ground_of(actor), list[dict[str, Any]]()
    town = area_above(ground, Level.TOWN)
    if town is not None:
        for feature in json.loads(areas_geojson(Level.GRID, town).body)["features"]:
            own = feature["properties"]["id"] == str(ground.area_id if ground else "")
            feature["properties"] |= {"load": 0.35 if own else 0, "order": 0 if own else 1}
            features.append(feature)
    for row in _todo(actor, now, language):
        if row["lon"] is None:
            continue
        features.append(
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [row["lon"], row["lat"]]},
                "properties": {"name": row["title"], "light": row["light"], "href": row["href"]},
            }
        )
    answer = JsonResponse({"type": "FeatureCollection", "features": features})
    answer["Cache-Control"] = "private, no-cache"
    return answer


@gzip_page
@never_cache
@require_GET
@staff
def drafts(request: HttpRequest) -> HttpResponse:
    """What the phone still holds; the list itself is made in the phone."""
    return render(request, "web/field/drafts.html", frame(request, "drafts"))


@gzip_page
@never_cache
@require_GET
@staff
def offline(request: HttpRequest) -> HttpResponse:
    """Shown by the worker for a page the phone does not hold."""
    return render(request, "web/field/offline.html", frame(request, ""))


def _todo(actor: Actor, now: datetime, language: str) -> list[dict[str, Any]]:
    found = inbox(actor, Box.TODO, limit=_LIST, now=now)
    return [_shown(case_row(row.as_fact(), now=now, language=language)) for row in found.rows]


def _done(actor: Actor, now: datetime, language: str) -> list[dict[str, Any]]:
    found = inbox(actor, Box.DONE, limit=_LIST, now=now)
    return [_shown(case_row(row.as_fact(), now=now, language=language)) for row in found.rows]


def _shown(row: CaseRow) -> dict[str, Any]:
    village = row.village.name if row.village else ""
    return {
        "no": row.no,
        "task": _task(row.stage),
        "stage": row.stage if row.stage in _TASKS else "other",
        "title": row.item_title,
        "text": row.text,
        "place": " ".join(part for part in (village, row.place) if part),
        "light": row.light,
        "due_at": row.due_at,
        "paused_until": row.paused_until,
        "state": row.state_title,
        "supervised": row.supervised,
        "lon": row.point.lon if row.point else None,
        "lat": row.point.lat if row.point else None,
        "href": reverse("field:case", args=[row.no]),
    }


def _task(stage: str) -> str:
    return {"verify": _("核查"), "collect": _("核实"), "handle": _("处置")}.get(stage, _("办理"))


def _counts(rows: Sequence[Mapping[str, Any]]) -> list[tuple[str, int]]:
    """核查 1 · 处理 2: how much of each kind, in the order of a day."""
    order = [*_TASKS, "other"]
    stages = sorted((row["stage"] for row in rows), key=order.index)
    return [(_task(stage), len(list(group))) for stage, group in groupby(stages)]


def _grouped(rows: Sequence[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    order = [*_TASKS, "other"]
    by_stage = sorted(rows, key=lambda row: order.index(row["stage"]))
    return [(_task(s), list(group)) for s, group in groupby(by_stage, lambda row: row["stage"])]


#: What one meets walking through a grid.
_SEEN_IN_THE_GRID = (ItemKind.COMPONENT, ItemKind.EVENT, ItemKind.RURAL)


def _usual_classes(actor: Actor, now: datetime, language: str) -> list[tuple[str, str]]:
    """What was reported most lately within sight, as one tap each; common items at the start."""
    since = Filters(since=now - timedelta(days=60))
    recent = listing(actor, since, limit=MOST_ROWS, now=now).rows
    often = Counter((row.line, row.item) for row in recent).most_common(8)
    known = catalogue()
    plain = {(line.code, line.default_item) for line in known.lines}
    found = [one for one, _n in often if one not in plain]
    for line in known.lines:
        # the words people have for a thing tell how often they speak of it
        spoken_of = sorted(
            (item for item in known.items(line.code) if item.kind in _SEEN_IN_THE_GRID),
            key=lambda item: -len(item.keywords),
        )
        found += [(line.code, item.code) for item in spoken_of[:4]]
    chosen = list(dict.fromkeys(found))[:8]
    return [(f"{line}:{item}", item_title(line, item, language)) for line, item in chosen]
