"""The leader's phone 领导手机端: where does it burn, in whose hands, is it getting better.

The figures of the wall for one thumb, without a script, and below them what is overdue: to press
for an answer (督办) takes two touches. Each number leads to its cases.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wangge.cases.models import Case
from wangge.cases.queries.case_view import case_view
from wangge.cases.queries.filters import Filters
from wangge.cases.queries.lists import Box, inbox
from wangge.core.case.verbs import Verb
from wangge.core.duty import Actor
from wangge.core.errors import NotFound
from wangge.core.tally import Measure
from wangge.core.territory.level import Level
from wangge.ledger.access import may_read
from wangge.lib.clock import utc_now
from wangge.territory.access import NamedArea, territory_index
from wangge.ui.answers import language_of
from wangge.web.case.rows import list_rows
from wangge.web.county.asked import days_of
from wangge.web.county.numbers import behind
from wangge.web.county.place import area_of
from wangge.web.doors import actor_of, staff
from wangge.web.wall.answers import CATCHING_UP, shown
from wangge.web.wall.drawing import days_drawn, land_drawn

#: Overdue cases on the first page; the rest is one touch away.
_OVERDUE = 6
_HANDS = 6


@require_GET
@staff
def phone(request: HttpRequest) -> HttpResponse:
    """The page of an area, of the widest the actor reads if none is asked for."""
    actor, now = actor_of(request), utc_now()
    try:
        wanted = UUID(request.GET["area"]) if "area" in request.GET else None
    except ValueError:
        raise NotFound(field="area") from None
    place = area_of(actor, wanted)
    top = _top(actor)
    found, stands = shown(place, top=top, now=now, language=language_of(request))
    figures = found.figures
    hands = _hands(place, figures)
    context = {
        "now": now,
        "as_of": stands.as_of(now),
        "waiting": stands.waiting if stands.waiting > CATCHING_UP else 0,
        "place": place,
        "up": [(one["name"], _address(one["id"])) for one in figures["crumbs"][:-1]],
        "lines": _lines(figures),
        "tiles": _tiles(place, figures, now),
        "promises": figures["promises"],
        "hands": hands[:_HANDS],
        "all_overdue": behind(place.id, overdue=True),
        "cases": _overdue(request, actor, place, now),
        "boards": [one for one in _boards(figures) if one["rows"]],
        "floor": figures["ranking"]["floor"],
        "few": [{**one, "href": _address(one["id"])} for one in figures["parts"]],
        "below": figures["below"],
        "drawn": land_drawn(place, figures["parts"], now=now),
        "days": days_drawn(figures["trend"]),
        "topics": figures["topics"],
        "order": _("已超期，请立即办理，办完在本系统回复。"),
        "address": _address,
        "here": request.get_full_path(),
    }
    return render(request, "web/wall/phone.html", context)


def _top(actor: Actor) -> UUID | None:
    county = territory_index().county_id
    return None if may_read(actor, [county]) else area_of(actor, None).id


def _address(area: object) -> str:
    return f"{reverse('wall_phone')}?{urlencode({'area': str(area)})}"


def _lines(figures: dict[str, Any]) -> list[str]:
    """Three sentences: how much comes in, where it burns, whether it is getting better."""
    tiles = {one["key"]: one for one in figures["tiles"]}
    today, late, rate = tiles["today"], tiles["overdue"], tiles["on_time"]
    worst = max(figures["parts"], key=lambda one: one["overdue"], default=None)
    said = [
        _("今天上报%(count)s件，%(note)s。")
        % {"count": today["value"] + today["unit"], "note": today["note"]}
    ]
    if worst and worst["overdue"]:
        said.append(
            _("超期%(count)s件，最多的是%(name)s（%(most)s件）。")
            % {
                "count": late["value"] + late["unit"],
                "name": worst["name"],
                "most": worst["overdue"],
            }
        )
    else:
        said.append(_("超期%(count)s件。") % {"count": late["value"] + late["unit"]})
    if rate["unit"]:
        said.append(
            _("近30天按期结案率%(rate)s，%(note)s。")
            % {"rate": rate["value"] + rate["unit"], "note": rate["note"]}
        )
    return said


def _tiles(place: NamedArea, figures: dict[str, Any], now: datetime) -> list[dict[str, Any]]:
    """Each figure with the address of its cases."""
    today, since = days_of(now)

    def link(measure: Measure, first: date) -> str:
        return behind(place.id, measure, since=first, until=today)

    hrefs = {
        "today": link(Measure.REPORTED, today),
        "open": behind(place.id),
        "overdue": behind(place.id, overdue=True),
        "on_time": link(Measure.CLOSED, since),
        "median": link(Measure.HANDLED, since),
        "stars": link(Measure.RATINGS, since),
    }
    return [{**one, "href": hrefs[one["key"]]} for one in figures["tiles"]]


def _hands(place: NamedArea, figures: dict[str, Any]) -> list[dict[str, Any]]:
    """Who owes what is overdue: departments of the county, and the parts of the area."""
    owed = [
        {**one, "href": behind(place.id, overdue=True, department=one["id"])}
        for one in figures["owed"]
    ]
    if place.level is not Level.COUNTY or not owed:
        owed = [
            {**one, "href": behind(UUID(one["id"]), overdue=True)}
            for one in figures["parts"]
            if one["overdue"]
        ]
    owed.sort(key=lambda one: -one["overdue"])
    most = max((one["overdue"] for one in owed), default=1)
    return [{**one, "share": round(100 * one["overdue"] / most)} for one in owed]


def _boards(figures: dict[str, Any]) -> list[dict[str, Any]]:
    """The rankings, best first, worst last, with their addresses."""
    ranking = figures["ranking"]["rows"]
    return [
        {
            "title": _("%(below)s按期结案率") % {"below": figures["below"]},
            "rows": [{**one, "href": _address(one["id"])} for one in ranking],
        },
        {"title": _("部门按期处置率"), "rows": figures["departments"]["rows"]},
    ]


def _overdue(
    request: HttpRequest, actor: Actor, place: NamedArea, now: datetime
) -> list[dict[str, Any]]:
    """The longest overdue the actor sees there, each with what he needs to press for an answer."""
    filters = Filters(area=place.id, level=place.level)
    rows = inbox(actor, Box.OVERDUE, filters, None, _OVERDUE, now=now).rows
    language = language_of(request)
    listed = list_rows(rows, now=now, language=language, back=request.get_full_path())
    return [
        {**shown_row, "supervise": _supervise(row, actor, now, language)}
        for row, shown_row in zip(rows, listed, strict=True)
    ]


def _supervise(row: Case, actor: Actor, now: datetime, language: str) -> str:
    """Where to send the order; empty for whoever may not give one, or gave one already."""
    if row.supervised:
        return ""
    may = case_view(row.as_fact(), actor=actor, now=now, language=language).may
    if any(one.action == Verb.SUPERVISE for one in may):
        return reverse("case_act", args=[row.no, Verb.SUPERVISE.value])
    return ""
