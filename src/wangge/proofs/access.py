"""Who may look at proofs, and which counter-examples of them.

Counts are for all who read figures or the log; a counter-example is shown to whoever has that right
over the land it lies in. Who keeps the land sees the holes of the land. What names a household is
veiled to those who may not read the register there.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

import msgspec

from wangge.core.duty import Actor
from wangge.core.errors import NotFound
from wangge.core.proofs.facts import Fault, Promise

_RIGHTS = ("ledger.read", "log.read")
#: Who keeps borders and posts.
_KEEPER = "territory.write"


def may_look(actor: Actor) -> None:
    """The actor may see what was proven. Refuses: NotFound."""
    if not any(actor.may(right) for right in (*_RIGHTS, _KEEPER)):
        raise NotFound


def faults_for(actor: Actor, faults: Iterable[Fault], *, county: UUID) -> list[Fault]:
    """Those of the counter-examples the actor may see, as the actor may see them."""
    return [
        _veiled(fault, actor, chain)
        for fault in faults
        if _sees(actor, fault, chain := {*fault.areas, county})
    ]


def _sees(actor: Actor, fault: Fault, chain: set[UUID]) -> bool:
    if fault.promise is Promise.LAND and actor.may(_KEEPER, chain):
        return True
    return any(actor.may(right, chain) for right in _RIGHTS)


def _veiled(fault: Fault, actor: Actor, chain: set[UUID]) -> Fault:
    """The fault without what this actor may not read, and without ways that are closed to him."""
    replace = msgspec.structs.replace
    if fault.masked_zh and not actor.may("registry.read", chain):
        return replace(
            fault, zh=fault.masked_zh, en=fault.masked_en, names=(), link="", lon=None, lat=None
        )
    if fault.promise is Promise.LOG and not actor.may("log.read"):
        return replace(fault, link="")
    return fault
