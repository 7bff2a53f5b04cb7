"""The page of one element: what is known of it, where it stands, what belongs to it.

Its history is a page of its own, fetched when it is looked at.
"""

from __future__ import annotations

import json
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wangge.cases.queries.lists import Filters, listing
from wangge.core.duty import Actor
from wangge.core.registry.columns import Column, Kind, Type
from wangge.core.registry.kinds import KINDS
from wangge.core.territory.level import Level
from wangge.lib.clock import utc_now
from wangge.registry.access import day_of, element_for, kind_called, may
from wangge.registry.models import Element
from wangge.registry.queries.cells import REFERENCES, Words, name_of, place_of, said, tags_of
from wangge.registry.queries.related import belonging, part_kind
from wangge.territory.queries.areas import areas_geojson
from wangge.ui.answers import language_of
from wangge.web.case.rows import list_rows
from wangge.web.doors import actor_of
from wangge.web.registry.cells import words_for
from wangge.web.registry.frame import crumbs, element_href, list_href, reader, shown
from wangge.web.registry.lists import table_columns, table_rows

#: Cases within about so many degrees of the element: 60 m.
_NEAR = 0.0006
_MOST_CASES = 5


@require_GET
@reader()
def element(request: HttpRequest, kind: str, element: UUID) -> HttpResponse:
    """One element of the actor's land, ended or not. Refuses: NoSuchElement."""
    actor, now, language = actor_of(request), utc_now(), language_of(request)
    found = kind_called(kind)
    row = element_for(actor, found, element, now=now)
    words = words_for(actor, found, [row], found.columns, now=now, language=language)
    name = name_of(found, row, words)
    standing = row.valid_until is None or row.valid_until > day_of(now)
    context = {
        "kind": found,
        "row": row,
        "name": name,
        "crumbs": crumbs((found.title(language), list_href(found)), (name, "")),
        "tags": tags_of(row, words),
        "facts": _facts(actor, found, row, words),
        "place": place_of(row, words),
        "moves_on": row.moves_on if row.moves_on and row.moves_on > day_of(now) else None,
        "moves_to": words.index.full_name(row.next_grid_id),
        "related": _related(actor, found, row, now, language),
        "cases": _cases(actor, row, now, language),
        "standing": standing,
        "may_write": standing
        and row.pk in words.whole
        and may(actor, "registry.write", row, now=now),
        "map_href": reverse("registry_map", args=[found.code, row.pk]),
    }
    return shown(request, "element.html", context)


@require_GET
@reader()
def map_data(request: HttpRequest, kind: str, element: UUID) -> HttpResponse:
    """GeoJSON: the grids of the element's town, with its own marked."""
    row = element_for(actor_of(request), kind_called(kind), element, now=utc_now())
    grid, _village, town = row.chain_on(day_of(utc_now()))
    land = json.loads(areas_geojson(Level.GRID, town).body)
    for feature in land["features"]:
        own = feature["properties"]["id"] == str(grid)
        feature["properties"] |= {"load": 0.35 if own else 0, "order": 0 if own else 1}
    answer = JsonResponse(land)
    answer["Cache-Control"] = "private, no-store"
    return answer


def _facts(actor: Actor, kind: Kind, row: Element, words: Words) -> list[dict[str, object]]:
    """Every column with something in it; sealed ones with the way to see them whole."""
    found: list[dict[str, object]] = []
    for column in kind.columns:
        if column.type in (Type.GRID, Type.CATEGORIES, Type.LON, Type.LAT):
            continue
        text = said(kind, column, row, words)
        if not text:
            continue
        found.append(
            {
                "name": column.name,
                "title": column.title(words.language),
                "text": text,
                "href": _part_href(column, row, words),
                "reveal": _reveal_href(kind, column, row, words),
                "figures": column.type not in (Type.TEXT, Type.CODE, Type.ITEM),
            }
        )
    return found


def _part_href(column: Column, row: Element, words: Words) -> str:
    if column.type not in REFERENCES:
        return ""
    part = getattr(row, REFERENCES[column.type])
    return element_href(KINDS[part_kind(column.type)], part) if part in words.parts else ""


def _reveal_href(kind: Kind, column: Column, row: Element, words: Words) -> str:
    if not column.sealed or row.pk not in words.whole:
        return ""
    return reverse("registry_reveal", args=[kind.code, row.pk, column.name])


def _related(
    actor: Actor, kind: Kind, row: Element, now: datetime, language: str
) -> list[dict[str, object]]:
    """What belongs to the element, a table for each kind."""
    found: list[dict[str, object]] = []
    for code, rows in belonging(actor, kind.code, row.pk, now=now).items():
        other = KINDS[code]
        columns = [
            other.column(name) for name in other.listed if other.column(name).type is not Type.GRID
        ]
        found.append(
            {
                "title": _("成员") if kind.code == "household" and code == "person"
                else other.title(language),
                "columns": table_columns(columns, language),
                "rows": table_rows(actor, other, rows, columns, now=now, language=language),
            }
        )  # fmt: skip
    return found


def _cases(actor: Actor, row: Element, now: datetime, language: str) -> list[dict[str, object]]:
    """The newest cases at this very place, as far as the actor sees them. One query."""
    if row.lon is None or row.lat is None:
        return []
    box = (row.lon - _NEAR, row.lat - _NEAR, row.lon + _NEAR, row.lat + _NEAR)
    here = Filters(area=row.grid_on(day_of(now)), level=Level.GRID, within=box)
    found = listing(actor, here, limit=_MOST_CASES, now=now)
    return list_rows(found.rows, now=now, language=language)
