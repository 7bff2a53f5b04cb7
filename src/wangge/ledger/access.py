"""Whose figures somebody may read: those of the land he serves, whole.

Figures hold no personal data, so whoever serves an area by a post that sees cases reads all
figures of it and of what lies within, of every line. Who keeps the machine reads none.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from wangge.core.duty import Actor, Grant, Sight
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
    return actor.system or any(
        _reads(grant) and grant.covers(chain, None) for grant in actor.grants
    )


def _widest(actor: Actor) -> UUID:
    if actor.system:
        return territory_index().county_id
    for grant in actor.grants:  # the widest first
        if _reads(grant):
            return grant.area_id
    raise NotFound(field="area")


def _reads(grant: Grant) -> bool:
    return "ledger.read" in grant.rights or grant.sees is not Sight.NONE
