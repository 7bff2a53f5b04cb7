"""One version of the territory in memory, and what it says of a point.

Ignores where it comes from and which version is in force: that is `areas`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import shapely
from shapely.geometry.base import BaseGeometry

from wangge.core.case.facts import Chain
from wangge.core.errors import NotFound
from wangge.core.territory.level import Level
from wangge.core.territory.locate import How, Located, Locator


@dataclass(frozen=True, slots=True)
class NamedArea:
    """An area by name, as a screen shows it."""

    id: UUID
    level: Level
    code: str
    name: str
    full_name: str
    parent_id: UUID | None
    #: The days it stands, the last not included; None where no end is decided.
    since: date = date.min
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A grid that comes into question for a point, and how far it is."""

    grid_id: UUID
    name: str
    distance_m: float


@dataclass(frozen=True, slots=True)
class Place:
    """A located point. 定位结果。"""

    #: Degrees, WGS-84.
    lon: float
    lat: float
    #: "inside", "near_border" (within 30 m) or "outside".
    how: str
    #: Number of the territory version that says so.
    version: int
    county_id: UUID
    town_id: UUID | None
    village_id: UUID | None
    grid_id: UUID | None
    #: County, town, village, grid, as far as known.
    names: tuple[str, ...]
    #: Metres to the nearest border of the grid; outside, to the nearest grid.
    distance_m: float
    candidates: tuple[Candidate, ...]
    #: The village-level unit without a grid of its own whose land this is, if it is such.
    unit: NamedArea | None = None
    #: The county next door the point lies in, if it lies outside ours.
    neighbour: str = ""

    def say(self, language: str = "zh") -> str:
        """One sentence for people."""
        chinese = language.startswith("zh")
        if self.grid_id is not None:
            where = "".join(self.names[1:3])
            unit = (
                (f"（{self.unit.name}）" if chinese else f" ({self.unit.name})")
                if self.unit
                else ""
            )
            if self.how == How.INSIDE:
                return where + unit
            near = "、".join(candidate.name for candidate in self.candidates)
            if chinese:
                return f"{where}{unit}，离边界{self.distance_m:.0f}米，也可能是{near}"
            return f"{where}{unit}, {self.distance_m:.0f} m from the border, perhaps {near}"
        nearest, far = self.candidates[0].name, self.distance_m
        distance = f"{far:.0f}米" if far < 1000 else f"{far / 1000:.1f}公里"
        if not chinese:
            return f"outside the county, {far:.0f} m from {nearest}"
        beyond = f"在{self.neighbour}，" if self.neighbour else ""
        return f"{beyond}不在本县网格内，最近的是{nearest}，相距{distance}"


@dataclass(frozen=True, slots=True)
class TerritoryIndex:
    """One version of the territory, complete, in memory. Never changed once built."""

    version: int
    version_id: UUID
    effective_from: date
    county_id: UUID
    #: The areas that stand in this version: what may be chosen, listed and counted.
    areas: Mapping[UUID, NamedArea]
    #: These and all that ended before or are decided for later: for the names of old things.
    ever: Mapping[UUID, NamedArea]
    _locator: Locator
    #: Who got most of the land of an area that has ended.
    _heirs: Mapping[UUID, UUID]
    #: Land of units without a grid: (unit, the village whose grids look after it, shape).
    _guests: tuple[tuple[NamedArea, UUID, BaseGeometry], ...]
    _neighbours: tuple[tuple[str, BaseGeometry], ...]

    @property
    def locator(self) -> Locator:
        """The bare locator: points to grid ids."""
        return self._locator

    def chain(self, grid_id: UUID) -> tuple[UUID, UUID, UUID, UUID]:
        """(grid, village, town, county). Raises KeyError for what never was a grid."""
        village_id = self.ever[grid_id].parent_id
        assert village_id is not None
        town_id = self.ever[village_id].parent_id
        assert town_id is not None
        return grid_id, village_id, town_id, self.county_id

    def chain_of_area(self, area_id: UUID) -> Chain:
        """The chain from an area of any level up to the county, also one that has ended.

        Refuses: NotFound.
        """
        known: dict[Level, UUID] = {}
        area = self.ever.get(area_id)
        if area is None:
            raise NotFound(field="area")
        while area is not None:
            known[area.level] = area.id
            area = self.ever.get(area.parent_id) if area.parent_id else None
        return Chain(
            county=self.county_id,
            town=known.get(Level.TOWN),
            village=known.get(Level.VILLAGE),
            grid=known.get(Level.GRID),
        )

    def name(self, area_id: UUID | None) -> str:
        """The short name, also of an area that has ended; "" for what is none."""
        area = self.ever.get(area_id) if area_id else None
        return area.name if area else ""

    def full_name(self, area_id: UUID | None) -> str:
        """The name from the county down, also of an area that has ended; "" for what is none."""
        area = self.ever.get(area_id) if area_id else None
        return area.full_name if area else ""

    def heir(self, area_id: UUID) -> UUID | None:
        """The area itself while it stands, else who has most of its land; None for neither."""
        seen: set[UUID] = set()
        while area_id not in self.areas:
            seen.add(area_id)
            following = self._heirs.get(area_id)
            if following is None or following in seen:
                return None
            area_id = following
        return area_id

    def place(self, lon: float, lat: float) -> Place:
        """Where the WGS-84 point lies."""
        found = self._locator.locate(lon, lat)
        candidates = tuple(
            Candidate(grid_id, self.areas[grid_id].name, distance_m)
            for grid_id, distance_m in found.candidates
        )
        if found.grid_id is None:
            return self._outside(lon, lat, found, candidates)
        grid_id, village_id, town_id, county_id = self.chain(found.grid_id)
        ids = (county_id, town_id, village_id, grid_id)
        return Place(
            lon,
            lat,
            how=found.how.value,
            version=self.version,
            county_id=county_id,
            town_id=town_id,
            village_id=village_id,
            grid_id=grid_id,
            names=tuple(self.areas[area_id].name for area_id in ids),
            distance_m=found.distance_m,
            candidates=candidates,
            unit=self._unit(grid_id, lon, lat),
        )

    def _outside(
        self, lon: float, lat: float, found: Located, candidates: tuple[Candidate, ...]
    ) -> Place:
        point = shapely.points((lon, lat))
        names = [name for name, shape in self._neighbours if shapely.intersects(shape, point)]
        return Place(
            lon,
            lat,
            how=found.how.value,
            version=self.version,
            county_id=self.county_id,
            town_id=None,
            village_id=None,
            grid_id=None,
            names=(self.areas[self.county_id].name,),
            distance_m=found.distance_m,
            candidates=candidates,
            neighbour=names[0] if names else "",
        )

    def _unit(self, grid_id: UUID, lon: float, lat: float) -> NamedArea | None:
        village_id = self.ever[grid_id].parent_id
        for unit, host_id, shape in self._guests:
            if host_id == village_id and shapely.intersects_xy(shape, lon, lat):
                return unit
        return None
