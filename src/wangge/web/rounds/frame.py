"""What the pages of rounds share: who may enter, whose land, how it is framed."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from wangge.core.duty import Actor, Role
from wangge.core.errors import NotFound
from wangge.core.territory.level import Level
from wangge.lib.clock import utc_now
from wangge.packs.epidemic.queries import LINE as EPIDEMIC
from wangge.territory.access import NamedArea, territory_index
from wangge.territory.actions.teams import SEND
from wangge.ui.answers import language_of
from wangge.visits.access import ARRANGE, READ
from wangge.visits.models import Round
from wangge.visits.queries.standing import Where


def round_of(actor: Actor, round_id: UUID) -> Round:
    """That round, for whoever reads households anywhere. Refuses: NotFound."""
    row = Round.objects.filter(pk=round_id).first() if actor.may(READ) else None
    if row is None:
        raise NotFound(field="round")
    return row


def watches(actor: Actor) -> bool:
    """Whether the daily clearance is any of the actor's business: by land, or by team."""
    return actor.may(READ) or any(
        grant.role == Role.TEAM and (not grant.lines or EPIDEMIC in grant.lines)
        for grant in actor.grants
    )


def named(area: UUID) -> str:
    """The name of an area, also one that is no more."""
    known = territory_index().ever.get(area)
    return known.name if known else ""


def level_under(where: Where) -> Level:
    """The level a land is told by: towns in the county, villages in a town, else grids."""
    match where.level:
        case Level.COUNTY:
            return Level.TOWN
        case Level.TOWN:
            return Level.VILLAGE
        case _:
            return Level.GRID


def way_to(area: UUID | None, top: Where, address: str) -> list[tuple[str, str]]:
    """The areas from the actor's own land down to this one, each with its page."""
    if area is None:
        return []
    known = territory_index().ever
    chain: list[NamedArea] = []
    step: UUID | None = area
    while step is not None and step in known:
        chain.insert(0, known[step])
        if step in top.areas:
            break
        step = known[step].parent_id
    return [
        (one.name, f"{address}?area={one.id}") for one in chain if one.level is not Level.COUNTY
    ]


def shown(
    request: HttpRequest, template: str, context: Mapping[str, object], *, status: int = 200
) -> HttpResponse:
    """The page in its frame; no browser keeps it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    given: dict[str, object] = {
        "now": utc_now(),
        "desk_counts": (),
        "language": language_of(request),
        "may_arrange": actor.may(ARRANGE),
        "may_send": actor.may(SEND),
        "may_read": actor.may(READ),
        "watches": watches(actor),
    }
    answer = render(request, f"web/rounds/{template}", given | dict(context), status=status)
    answer["Cache-Control"] = "private, no-store"
    return answer


def crumbs(*steps: tuple[str, str]) -> list[tuple[str, str]]:
    """The way here from the list of rounds."""
    return [(_("专项走访"), reverse("rounds")), *steps]
