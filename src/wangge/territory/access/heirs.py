"""What a version changes on the ground: which grids, and who gets what stood in them. 承接。

For whatever keeps its grid with it (cases, elements, contacts) and must move with the border.
Ignores when: the version's day is the caller's business.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from wangge.core.case.facts import Chain
from wangge.core.territory.level import Level
from wangge.core.territory.plane import Plane
from wangge.core.territory.shapes import unpack
from wangge.territory.access.areas import index_of
from wangge.territory.access.index import TerritoryIndex
from wangge.territory.models import Boundary, TerritoryVersion

#: Land in common of less than this (m²) is two drawings of one line, no succession.
_IN_COMMON_M2 = 1.0


@dataclass(frozen=True, slots=True)
class Heirs:
    """Who gets what stood in the grids a version changes. Called with a grid and a point."""

    #: The version, complete.
    index: TerritoryIndex
    #: Grids whose land changes, or that end with the version.
    grids: frozenset[UUID]
    #: Of each, the grids that have its land now, the largest share first.
    by_share: Mapping[UUID, tuple[UUID, ...]]

    def __call__(
        self, grid: UUID, lon: float | None = None, lat: float | None = None
    ) -> UUID | None:
        """The grid after; the same where it stays; None for one whose land nobody got.

        By the point (WGS-84) where there is one on that land; without one the grid itself while it
        stands, else who has most of it.
        """
        if grid not in self.grids:
            return grid
        heirs = self.by_share.get(grid, ())
        if lon is not None and lat is not None:
            found = self.index.locator.locate(lon, lat).grid_id
            if found == grid or found in heirs:
                return found
        if grid in self.index.areas:
            return grid
        return heirs[0] if heirs else None

    def chain(self, grid: UUID) -> Chain:
        """The chain of a grid after the change."""
        _grid, village, town, county = self.index.chain(grid)
        return Chain(county=county, town=town, village=village, grid=grid)


def heirs_of(version_id: UUID) -> Heirs:
    """What that version changes against the one in force before it. Two queries, then remembered.

    The first version of all changes nothing.
    """
    index = index_of(version_id)
    grids, by_share = _changes(version_id)
    return Heirs(index, grids, by_share)


@lru_cache(maxsize=8)
def _changes(version_id: UUID) -> tuple[frozenset[UUID], Mapping[UUID, tuple[UUID, ...]]]:
    before = version_before(TerritoryVersion.objects.get(pk=version_id))
    if before is None:
        return frozenset(), {}
    old, new = _drawn(before.pk), _drawn(version_id)
    changed = {key for key, wkb in old.items() if new.get(key) != wkb}
    givers = dict(zip(changed, unpack([old[key] for key in changed]), strict=True))
    others = [key for key, wkb in new.items() if old.get(key) != wkb]
    takers = dict(zip(others, unpack([new[key] for key in others]), strict=True))
    by_share = _by_share(givers, takers)
    moved = {giver for giver, got in by_share.items() if got != (giver,)}
    return frozenset(moved | (changed - new.keys())), by_share


def version_before(version: TerritoryVersion) -> TerritoryVersion | None:
    """The version in force until this one's day; None for the first."""
    earlier = TerritoryVersion.objects.filter(active=True).exclude(pk=version.pk)
    of_before = earlier.filter(effective_from__lt=version.effective_from)
    of_the_day = earlier.filter(effective_from=version.effective_from, number__lt=version.number)
    return (of_before | of_the_day).order_by("effective_from", "number").last()


def _drawn(version_id: UUID) -> dict[UUID, bytes]:
    rows = Boundary.objects.filter(version=version_id, area__level=Level.GRID)
    return {key: bytes(wkb) for key, wkb in rows.values_list("area_id", "wkb")}


def _by_share(
    givers: Mapping[UUID, BaseGeometry], takers: Mapping[UUID, BaseGeometry]
) -> dict[UUID, tuple[UUID, ...]]:
    if not givers or not takers:
        return {}
    old, new = np.array(list(givers.values())), np.array(list(takers.values()))
    one, other = shapely.STRtree(new).query(old, predicate="intersects")
    plane = Plane.for_geometry(shapely.box(*shapely.total_bounds(old)))
    common = plane.areas_m2(shapely.intersection(old[one], new[other]))
    shares: dict[UUID, list[tuple[float, UUID]]] = defaultdict(list)
    old_ids, new_ids = list(givers), list(takers)
    for i, j, m2 in zip(one.tolist(), other.tolist(), common.tolist(), strict=True):
        if m2 > _IN_COMMON_M2:
            shares[old_ids[i]].append((-m2, new_ids[j]))
    return {giver: tuple(taker for _m2, taker in sorted(got)) for giver, got in shares.items()}


def post_heirs(version_id: UUID) -> dict[UUID, dict[UUID, UUID]]:
    """Post that ends with the version → grid that comes → the post there that follows it."""
    version = TerritoryVersion.objects.only("report").get(pk=version_id)
    heirs: dict[str, dict[str, str]] = version.report.get("posts", {}).get("heirs", {})
    return {
        UUID(old): {UUID(grid): UUID(post) for grid, post in by_grid.items()}
        for old, by_grid in heirs.items()
    }
