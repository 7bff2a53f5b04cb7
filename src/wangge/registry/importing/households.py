"""Households that a file of people speaks of and nobody has registered yet: made on the spot.

Only where the row says where they live (grid and address); else the row is refused as any other
that names an unknown household. Households that are registered stay as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from wangge.core.duty import Actor
from wangge.core.errors import Refusal
from wangge.core.registry.kinds import KINDS
from wangge.core.registry.values import Draft
from wangge.registry.access import day_of
from wangge.registry.actions import put_many
from wangge.registry.actions.villages import households_at
from wangge.registry.importing.reading import Line
from wangge.territory.access import TerritoryIndex


def make_households(
    lines: Sequence[Line], index: TerritoryIndex, *, actor: Actor, now: datetime, source: str
) -> tuple[int, dict[int, Refusal]]:
    """(how many were made, row → why its household could not be)."""
    wanted: dict[tuple[UUID, str], Line] = {}
    villages: dict[UUID, UUID] = {}
    for line in lines:
        grid, no = line.values.get("grid"), line.values.get("household")
        if line.address and isinstance(grid, UUID) and isinstance(no, str):
            if grid not in villages:
                villages[grid] = index.chain(grid)[1]
            wanted.setdefault((villages[grid], no), line)
    if not wanted:
        return 0, {}
    day = day_of(now)
    for known in households_at(wanted):
        wanted.pop((known.chain_on(day)[1], known.no), None)
    drafts = [
        Draft(line.row, {"no": no, "address": line.address, "grid": line.values["grid"]})
        for (_, no), line in wanted.items()
    ]
    if not drafts:
        return 0, {}
    written = put_many(
        KINDS["household"], drafts, actor=actor, now=now, source=source, right="registry.import"
    )
    return written.new, dict(written.faults)
