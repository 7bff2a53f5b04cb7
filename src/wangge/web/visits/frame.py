"""What frames the pages of visits: who may enter, the way here, areas by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from wangge.core.duty import Actor
from wangge.core.errors import NotFound
from wangge.core.territory.level import Level
from wangge.lib.clock import utc_now
from wangge.territory.access import NamedArea, territory_index
from wangge.visits.access import READ
from wangge.web.doors import actor_of, staff

_P = ParamSpec("_P")
Page = Callable[Concatenate[HttpRequest, _P], HttpResponse]


def reader(page: Page[_P]) -> Page[_P]:
    """A page for whoever reads the registry of any land; others hear 404."""

    @staff
    @wraps(page)
    def guarded(request: HttpRequest, /, *args: _P.args, **kwargs: _P.kwargs) -> HttpResponse:
        if not actor_of(request).may(READ):
            raise NotFound
        return page(request, *args, **kwargs)

    return guarded


def shown(
    request: HttpRequest, template: str, context: Mapping[str, object], *, status: int = 200
) -> HttpResponse:
    """The page in its frame; no browser keeps it."""
    given: dict[str, object] = {"now": utc_now(), "desk_counts": ()}
    answer = render(request, f"web/visits/{template}", given | dict(context), status=status)
    answer["Cache-Control"] = "private, no-store"
    return answer


def area_named(area: UUID) -> NamedArea:
    """The area in force. Refuses: NotFound."""
    found = territory_index().areas.get(area)
    if found is None:
        raise NotFound(field="area")
    return found


def crumbs(actor: Actor, area: NamedArea | None, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """The way from the first page; areas the actor does not read are no links."""
    steps, known = list[tuple[str, str]](), territory_index().areas
    mine = {grant.area_id for grant in actor.grants if READ in grant.rights}
    chain: list[NamedArea] = []
    while area is not None:
        chain.insert(0, area)
        area = known.get(area.parent_id) if area.parent_id else None
    readable = False
    for step in chain:
        readable = readable or step.id in mine or actor.system
        steps.append((step.name, area_href(step) if readable else ""))
    return [(_("走访"), reverse("visits")), *steps, *more]


def area_href(area: NamedArea) -> str:
    """Where an area is looked into: its parts, or of a grid its households."""
    name = "visits_homes" if area.level is Level.GRID else "visits_area"
    return reverse(name, args=[area.id])


def level_word(level: Level) -> str:
    """The word of a level in a heading."""
    words = {Level.TOWN: _("镇街"), Level.VILLAGE: _("村（社区）"), Level.GRID: _("网格")}
    return words.get(level, _("地方"))
