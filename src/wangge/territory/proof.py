"""Invariant 1, land, asked of the rows: `wangge prove` prints what this returns.

Ignores posts: grids that nobody serves are proven where posts are known.
"""

from __future__ import annotations

from datetime import datetime

from wangge.core.territory import proof
from wangge.core.territory.faults import Fault
from wangge.territory.queries.areas import lands


def land_faults(at: datetime) -> list[Fault]:
    """Every counter-example to "the grids tile the county" at that instant; empty when it holds.

    Derived from areas and borders alone. About a second for 270 grids. Refuses: NoTerritory.
    """
    return proof.land_faults(lands(at=at))
