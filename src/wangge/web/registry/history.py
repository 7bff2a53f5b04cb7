"""What became of an element 变动记录: who wrote what when, households left, borders moved."""

from __future__ import annotations

import json
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wangge.audit.models import Entry
from wangge.core.duty import Actor
from wangge.core.registry.columns import Kind
from wangge.core.registry.kinds import KINDS
from wangge.lib.clock import utc_now
from wangge.registry.access import element_for, kind_called
from wangge.registry.codes import code_lists
from wangge.registry.models import Element
from wangge.registry.queries.cells import name_of
from wangge.registry.queries.related import (
    Formerly,
    history_of,
    left_by,
    left_household,
    moves_of,
)
from wangge.territory.access import territory_index
from wangge.territory.queries import person_named
from wangge.ui.answers import language_of
from wangge.web.doors import actor_of
from wangge.web.registry.cells import words_for
from wangge.web.registry.frame import crumbs, element_href, list_href, reader, shown


@require_GET
@reader()
def history(request: HttpRequest, kind: str, element: UUID) -> HttpResponse:
    """The history of an element of the actor's land; for htmx its rows alone."""
    actor, now, language = actor_of(request), utc_now(), language_of(request)
    found = kind_called(kind)
    row = element_for(actor, found, element, now=now)
    words = words_for(actor, found, [row], (), now=now, language=language)
    index = territory_index(at=now)
    context = {
        "name": name_of(found, row, words),
        "crumbs": crumbs(
            (found.title(language), list_href(found)),
            (name_of(found, row, words), element_href(found, row.pk)),
            (_("变动记录"), ""),
        ),
        "entries": [_entry(found, one, language) for one in history_of(row.pk)],
        "formerly": _formerly(actor, found, row, now, language),
        "moves": [
            {
                "on": one.on,
                "before": index.full_name(one.from_grid_id) or _("已撤销的网格"),
                "after": index.full_name(one.to_grid_id) or _("已撤销的网格"),
            }
            for one in moves_of(row.pk)
        ],
        "source": row.source,
        "row": row,
    }
    part = bool(request.headers.get("HX-Request"))
    return shown(request, "history_part.html" if part else "history.html", context)


def _entry(kind: Kind, entry: Entry, language: str) -> dict[str, object]:
    data = json.loads(entry.data)
    if entry.name == "registry.ended":
        what = _("注销，自%(on)s起：%(reason)s") % {
            "on": data.get("on", ""),
            "reason": data.get("reason", ""),
        }
    else:
        known = {one.name: one.title(language) for one in kind.columns}
        names = "、".join(known[one] for one in data.get("columns", ()) if one in known)
        what = (_("新登记：%(what)s") if data.get("new") else _("填写：%(what)s")) % {"what": names}
    return {"at": entry.at, "who": person_named(entry.person) or _("系统"), "what": what}


def _formerly(
    actor: Actor, kind: Kind, row: Element, now: datetime, language: str
) -> list[dict[str, object]]:
    if kind.code == "household":
        found = left_household(actor, row.pk, now=now)
        others: list[Element] = [one.person for one in found if one.person]
        other = KINDS["person"]
    elif kind.code == "person":
        found = left_by(actor, row.pk, now=now)
        others = [one.household for one in found if one.household]
        other = KINDS["household"]
    else:
        return []
    words = words_for(actor, other, others, (), now=now, language=language)

    def told(one: Formerly) -> dict[str, object]:
        who = one.person or one.household
        return {
            "name": name_of(other, who, words) if who else _("不在您的辖区"),
            "href": element_href(other, who.pk) if who else "",
            "relation": code_lists().title("relation", one.relation, language)
            if one.relation
            else "",
            "since": one.since,
            "until": one.until,
        }

    return [told(one) for one in found]
