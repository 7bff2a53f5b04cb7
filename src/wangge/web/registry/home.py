"""The first page of the registry: how much stands on my land, and one box that finds it."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from wangge.core.duty import Actor
from wangge.core.errors import Invalid
from wangge.core.registry.columns import Kind, Type
from wangge.core.registry.kinds import KINDS
from wangge.lib.clock import utc_now
from wangge.registry.models import Element
from wangge.registry.queries import parts_of, say_count, standing_counts
from wangge.registry.queries.cells import Words, name_of, place_of, said, tags_of
from wangge.registry.queries.search import Hits, search
from wangge.territory.access import territory_index
from wangge.ui.answers import language_of
from wangge.web.doors import actor_of
from wangge.web.registry.cells import words_for
from wangge.web.registry.frame import element_href, list_href, reader, shown

_GROUPS = {
    "人": gettext_lazy("人"),
    "地": gettext_lazy("地"),
    "物": gettext_lazy("物"),
    "组织": gettext_lazy("组织"),
}


@require_GET
@reader()
def home(request: HttpRequest) -> HttpResponse:
    """Counts by kind, or what was found for `q`."""
    actor, now, language = actor_of(request), utc_now(), language_of(request)
    typed = request.GET.get("q", "").strip()
    context: dict[str, object] = {
        "q": typed,
        "land": _land(actor, now),
        "may_write": actor.may("registry.write"),
        "keeper": actor.may("special.read"),
        "may_import": actor.may("registry.import"),
        "new_kinds": [(kind.title(language), f"{list_href(kind)}new/") for kind in KINDS.values()],
    }
    if typed:
        try:
            hits = search(actor, typed, now=now)
        except Invalid as refusal:
            context["sentence"] = refusal.say(language)
        else:
            context["found"] = [found(actor, one, now=now, language=language) for one in hits]
    else:
        context["groups"] = _groups(actor, now, language)
    return shown(request, "home.html", context)


def found(actor: Actor, hits: Hits, *, now: datetime, language: str) -> dict[str, object]:
    """One kind's hits as the page lists them."""
    kind = hits.kind
    columns = [kind.column(name) for name in kind.listed]
    extra = [one for one in kind.columns if one.type is Type.CATEGORIES]
    words = words_for(actor, kind, hits.rows, [*columns, *extra], now=now, language=language)
    return {
        "title": kind.title(language),
        "rows": [_hit(kind, row, words) for row in hits.rows],
        "more": hits.more,
    }


def _hit(kind: Kind, row: Element, words: Words) -> dict[str, object]:
    """Name, tags, and two or three facts that tell one 王芳 from another."""
    name = name_of(kind, row, words)
    told = [
        said(kind, column, row, words)
        for column in map(kind.column, kind.listed)
        if column.type is not Type.GRID
    ]
    facts = [one for one in dict.fromkeys(told) if one and one != name]
    return {
        "name": name,
        "href": element_href(kind, row.pk),
        "place": place_of(row, words),
        "facts": facts[:4],
        "tags": tags_of(row, words),
    }


def _groups(actor: Actor, now: datetime, language: str) -> list[dict[str, object]]:
    counts = standing_counts(actor, now=now)
    return [
        {
            "title": _GROUPS[group],
            "kinds": [
                {
                    "title": kind.title(language),
                    "count": say_count(counts[kind.code]),
                    "href": list_href(kind),
                }
                for kind in kinds
            ],
        }
        for group, kinds in groupby(
            sorted(KINDS.values(), key=lambda one: list(_GROUPS).index(one.group)),
            key=lambda one: one.group,
        )
    ]


def _land(actor: Actor, now: datetime) -> str:
    index = territory_index(at=now)
    names = [index.name(part.area_id) for part in parts_of(actor, now=now)]
    return "、".join(names[:3]) + ("……" if len(names) > 3 else "")
