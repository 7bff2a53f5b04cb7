"""The county at a glance 县域总览: where it burns, who is late, is it getting better."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wangge.cases.queries.lists import Filters, count_listed, say_count
from wangge.core.territory.level import Level
from wangge.ledger.queries import (
    RANKED_FROM,
    AreaFigures,
    DepartmentFigures,
    Figures,
    Live,
    by_child_areas,
    by_department,
    figures_by_line,
    live,
    ranked,
    trend,
)
from wangge.ledger.queries.fresh import fresh
from wangge.lib.clock import utc_now
from wangge.territory.access import NamedArea, territory_index
from wangge.territory.queries import reconciliation
from wangge.ui.answers import language_of
from wangge.ui.components.lists import Tab
from wangge.web.county import map_data
from wangge.web.county.asked import days_of, line_of, line_titles
from wangge.web.county.numbers import MONTH, Row, key_stats, row
from wangge.web.county.place import address_of, area_of, crumbs, level_below, level_word
from wangge.web.county.trend import curve
from wangge.web.doors import actor_of, staff


@require_GET
@staff
def overview(request: HttpRequest, area: UUID | None = None) -> HttpResponse:
    """The figures of an area, its map, its parts, thirty days. At most eight queries."""
    actor = actor_of(request)
    place = area_of(actor, area)
    now = utc_now()
    today, since = days_of(now)
    line = line_of(request)
    days = trend(place.id, MONTH, until=today, line=line)
    below = level_below(place)
    parts = by_child_areas(place.id, since, today, now=now, line=line) if below else []
    first, unranked = ranked(parts)
    by = request.GET.get("by", "")
    by = by if by in map_data.COLOURS else map_data.COLOURS[0]

    def rows(of: list[AreaFigures]) -> list[Row]:
        return [_part(one, since, today, line) for one in of]

    context = {
        "now": now,
        "place": place,
        "crumbs": crumbs(actor, place),
        "as_of": fresh().as_of(now),
        "stats": key_stats(
            place.id,
            [day.figures for day in days],
            live(place.id, now=now, line=line),
            today=today,
            line=line,
        ),
        "curve": curve(days, place.id, line),
        "rows": rows(parts),
        "ranked": rows(first),
        "unranked": [one.name for one in unranked],
        "ranked_from": RANKED_FROM,
        "below": level_word(below) if below else "",
        "line": line or "",
        "lines": line_titles(request),
        "colours": _colours(request, by),
        "map_source": _map_source(place, by, line),
        "synthetic": map_data.is_synthetic(place),
        "is_county": place.level is Level.COUNTY,
        "unlocated": say_count(count_listed(actor, Filters(unlocated=True, line=line), now=now))
        if place.level is Level.COUNTY
        else "",
        "tabs": tabs_of(place, "overview"),
        "keeper": _keeper(place),
    }
    return render(request, "web/county/overview.html", context)


@require_GET
@staff
def by_work(request: HttpRequest, area: UUID) -> HttpResponse:
    """The figures of an area by service line, and for the county by department."""
    actor = actor_of(request)
    place = area_of(actor, area)
    now = utc_now()
    today, since = days_of(now)
    zh = language_of(request).startswith("zh")
    open_now = live(place.id, now=now)
    by_line = figures_by_line(place.id, since, today)
    lines = [
        row(
            title,
            by_line.get(code, Figures()),
            Live(states=tuple(one for one in open_now.states if one.line == code)),
            subject=place.id,
            since=since,
            until=today,
            line=code,
            href=f"{address_of(place)}?{urlencode({'line': code})}",
        )
        for code, title in line_titles(request)
    ]
    departments = by_department(since, today, now=now) if place.level is Level.COUNTY else []
    first, unranked = ranked(departments)

    def rows(of: list[DepartmentFigures]) -> list[Row]:
        return [
            row(
                one.title if zh else one.title_en,
                one.figures,
                one.live,
                subject=place.id,
                department=one.code,
                since=since,
                until=today,
            )
            for one in of
        ]

    context = {
        "now": now,
        "place": place,
        "crumbs": crumbs(actor, place, _("分线分部门")),
        "lines": lines,
        "ranked": rows(first),
        "unranked": rows(unranked),
        "ranked_from": RANKED_FROM,
        "tabs": tabs_of(place, "work"),
    }
    return render(request, "web/county/work.html", context)


@require_GET
@staff
def grids(request: HttpRequest) -> HttpResponse:
    """Why the list has 272 villages and the county 270 grids 村网对账."""
    place = territory_index().areas[territory_index().county_id]
    context = {
        "found": reconciliation(),
        "crumbs": [*crumbs(actor_of(request), place), (_("村网对账"), "")],
        "place": place,
    }
    return render(request, "web/county/grids.html", context)


def tabs_of(place: NamedArea, active: str) -> list[Tab]:
    """The pages about an area."""
    return [
        Tab(_("总览"), address_of(place), active=active == "overview"),
        Tab(_("分线分部门"), reverse("county_work", args=[place.id]), active=active == "work"),
        Tab(_("逐日"), reverse("county_days", args=[place.id]), active=active == "days"),
    ]


def _part(one: AreaFigures, since: date, today: date, line: str | None) -> Row:
    area = territory_index().ever.get(one.area_id)
    return row(
        one.name,
        one.figures,
        one.live,
        subject=one.area_id,
        since=since,
        until=today,
        line=line,
        href=address_of(area) if area else "",
    )


def _colours(request: HttpRequest, active: str) -> list[Tab]:
    words = {"open": _("在办"), "overdue": _("超期"), "late": _("超期结案率")}
    found = []
    for by, word in words.items():
        asked = request.GET.copy()
        asked["by"] = by
        found.append(Tab(word, f"?{asked.urlencode()}#map", active=by == active))
    return found


def _map_source(place: NamedArea, by: str, line: str | None) -> str:
    asked = {"by": by} | ({"line": line} if line else {})
    return f"{reverse('county_map', args=[place.id])}?{urlencode(asked)}"


def _keeper(place: NamedArea) -> str:
    """Of a village-level unit without a grid: whose grid looks after it. No query for others."""
    if place.level is not Level.VILLAGE:
        return ""
    known = territory_index().areas.values()
    if any(one.parent_id == place.id for one in known):
        return ""
    unit = next((one for one in reconciliation().units if one.code == place.code), None)
    return unit.looked_after_by if unit else ""
