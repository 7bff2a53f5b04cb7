"""Whose figures somebody may read: those of the land he has the right for, whole.

Figures hold no personal data, so who may read the ledger (`ledger.read`) over an area reads all
figures of it and of what lies within, of every line.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from wangge.core.duty import Actor
from wangge.core.errors import NotFound
from wangge.territory.access import territory_index


def area_for(actor: Actor, area: UUID | None = None) -> UUID:
    """The area whose figures are asked for, if the actor may read them. Refuses: NotFound.

    None asks for the widest the actor may read.
    """
    if area is None:
        return _widest(actor)
    if may_read(actor, territory_index().chain_of_area(area).areas()):
        return area
    raise NotFound(field="area")


def may_read(actor: Actor, chain: Sequence[UUID]) -> bool:
    """Whether figures of an area may be read by the actor; `chain`: it and all around it."""
    return actor.may("ledger.read", chain)


def _widest(actor: Actor) -> UUID:
    if actor.system:
        return territory_index().county_id
    for grant in actor.grants:  # the widest first
        if "ledger.read" in grant.rights:
            return grant.area_id
    raise NotFound(field="area")
