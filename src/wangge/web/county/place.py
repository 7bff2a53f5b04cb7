"""Where one looks at the county from: the area, the way to it, the level below it.

Ignores the figures: those are `numbers`.
"""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from wangge.core.duty import Actor
from wangge.core.errors import NotFound
from wangge.core.territory.level import Level
from wangge.ledger.access import area_for, may_read
from wangge.territory.access import NamedArea, territory_index


def area_of(actor: Actor, wanted: UUID | None) -> NamedArea:
    """The area asked for, or the widest the actor may read. Refuses: NotFound."""
    known = territory_index().ever
    if wanted is not None and wanted not in known:
        raise NotFound(field="area")
    return known[area_for(actor, wanted)]


def chain_of(area: NamedArea) -> list[NamedArea]:
    """The area and all it lies in, the county first."""
    known, chain = territory_index().ever, [area]
    while (above := chain[0].parent_id) is not None:
        chain.insert(0, known[above])
    return chain


def crumbs(actor: Actor, area: NamedArea, page: str = "") -> list[tuple[str, str]]:
    """The way from the county; areas whose figures are not the actor's to read are no links."""
    chain = chain_of(area)
    steps = []
    for depth, step in enumerate(chain):
        readable = may_read(actor, [one.id for one in chain[: depth + 1]])
        steps.append((step.name, address_of(step) if readable else ""))
    return [*steps, (page, "")] if page else steps


def address_of(area: NamedArea) -> str:
    """Where the figures of the area stand."""
    return reverse("county_area", args=[area.id])


def level_below(area: NamedArea) -> Level | None:
    """The level an area is looked into by; None for a grid."""
    return None if area.level is Level.GRID else area.level.child


def level_word(level: Level) -> str:
    """The word of a level on these pages."""
    words = {Level.TOWN: _("镇街"), Level.VILLAGE: _("村（社区）"), Level.GRID: _("网格")}
    return words.get(level, _("地方"))
