"""The list of a kind: filters, areas to go down into, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wangge.core.duty import Actor
from wangge.core.registry.columns import Column as KindColumn
from wangge.core.registry.columns import Kind, Type
from wangge.lib.clock import utc_now
from wangge.registry.access import kind_called
from wangge.registry.codes import code_lists
from wangge.registry.models import Element
from wangge.registry.queries import (
    Wanted,
    choices_below,
    count_listed,
    listing,
    parts_of,
    say_count,
)
from wangge.registry.queries.cells import said
from wangge.territory.access import territory_index
from wangge.ui.answers import language_of
from wangge.ui.components.lists import Column
from wangge.web.doors import actor_of
from wangge.web.registry.cells import words_for
from wangge.web.registry.frame import crumbs, element_href, list_href, reader, shown

A_PAGE = 50
#: A list is narrowed by so many of its code columns.
_MOST_FILTERS = 4


@require_GET
@reader()
def elements(request: HttpRequest, kind: str) -> HttpResponse:
    """A page of the elements of a kind on the actor's land, newest first. Refuses: NotFound."""
    actor, now, language = actor_of(request), utc_now(), language_of(request)
    found, given = kind_called(kind), request.GET
    wanted = wanted_of(found, given)
    listed = listing(actor, found, wanted, before=_id(given.get("before", "")),
                     limit=A_PAGE, now=now)  # fmt: skip
    count = count_listed(actor, found, wanted, now=now)
    columns = [found.column(name) for name in found.listed]
    columns += [one for one in found.columns if one.type is Type.CATEGORIES]
    here = list_href(found)
    context = {
        "kind": found,
        "title": found.title(language),
        "crumbs": crumbs((found.title(language), "")),
        "columns": table_columns(columns, language),
        "rows": table_rows(actor, found, listed.rows, columns, now=now, language=language),
        "count": _("%(count)s条") % {"count": say_count(count)},
        "areas": _areas(actor, wanted, now),
        "area": str(wanted.area or ""),
        "path": _path(actor, wanted, now, here, given),
        "filters": _filters(found, wanted, language),
        "categories": _categories(found, language),
        "category": wanted.category,
        "ended": wanted.ended,
        "narrowed": wanted != Wanted(),
        "here": here,
        "first_href": _address(here, given) if given.get("before") else "",
        "older_href": _address(here, given, before=str(listed.older)) if listed.older else "",
        "may_write": actor.may("registry.write"),
        "may_import": actor.may("registry.import"),
    }
    return shown(request, "list.html", context)


def wanted_of(kind: Kind, given: Mapping[str, str]) -> Wanted:
    """What an address asks for; what means nothing is left out, for addresses get old."""
    lists = code_lists()
    codes = {
        column.name: given[column.name]
        for column in kind.columns
        if column.type is Type.CODE and given.get(column.name) in lists.titles.get(column.codes, {})
    }
    category = given.get("category", "")
    known = category and category in dict(lists.choices("person_category"))
    return Wanted(
        area=_id(given.get("area", "")),
        codes=codes,
        category=category if known and kind.code == "person" else "",
        ended=given.get("ended") == "1",
    )


def table_columns(columns: list[KindColumn], language: str) -> list[Column]:
    """The columns of a table of elements; the first leads to the element."""
    right = (Type.NUMBER, Type.MEASURE)
    return [
        Column(one.name, one.title(language), numeric=one.type in right, main=place == 0)
        for place, one in enumerate(columns)
    ]


def table_rows(
    actor: Actor,
    kind: Kind,
    rows: list[Element],
    columns: list[KindColumn],
    *,
    now: datetime,
    language: str,
) -> list[dict[str, object]]:
    """The rows of a table of elements, each with its address."""
    words = words_for(actor, kind, rows, columns, now=now, language=language)
    found: list[dict[str, object]] = []
    for row in rows:
        cells = {one.name: said(kind, one, row, words) or "—" for one in columns}
        found.append({**cells, "href": element_href(kind, row.pk)})
    return found


def _areas(actor: Actor, wanted: Wanted, now: datetime) -> list[tuple[str, str]]:
    """What the list may be narrowed to: the areas below the one that is looked at."""
    own = parts_of(actor, now=now, area=wanted.area)
    found = choices_below(own, now=now)
    if wanted.area is not None and own:
        name = territory_index(at=now).name(wanted.area)
        found = [(str(wanted.area), name), *found]
    elif len(own) > 1:
        index = territory_index(at=now)
        found = [(str(part.area_id), index.name(part.area_id)) for part in own] + found
    return list(dict(found).items())


def _path(
    actor: Actor, wanted: Wanted, now: datetime, here: str, given: Mapping[str, str]
) -> list[tuple[str, str]]:
    """From the actor's own land down to the area looked at, each with its list."""
    index = territory_index(at=now)
    tops = {part.area_id for part in parts_of(actor, now=now)}
    found: list[tuple[str, str]] = []
    area = index.areas.get(wanted.area) if wanted.area else None
    while area is not None:
        found.append((area.name, _address(here, given, area=str(area.id))))
        area = index.areas.get(area.parent_id) if area.parent_id and area.id not in tops else None
    return found[::-1]


def _filters(kind: Kind, wanted: Wanted, language: str) -> list[dict[str, object]]:
    coded = [one for one in kind.columns if one.type is Type.CODE]
    coded.sort(key=lambda one: one.name not in kind.listed)  # what the list shows comes first
    return [
        {
            "name": one.name,
            "title": one.title(language),
            "options": code_lists().choices(one.codes, language),
            "value": wanted.codes.get(one.name, ""),
        }
        for one in coded[:_MOST_FILTERS]
    ]


def _categories(kind: Kind, language: str) -> list[tuple[str, str]]:
    if not any(one.type is Type.CATEGORIES for one in kind.columns):
        return []
    return code_lists().choices("person_category", language)


def _address(here: str, given: Mapping[str, str], **more: str) -> str:
    parts = {k: v for k, v in given.items() if v and k != "before"} | more
    return f"{here}?{urlencode(parts)}" if parts else here


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
