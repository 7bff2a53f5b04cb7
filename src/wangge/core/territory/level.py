"""The levels of the territory (区划层级) and which level stands under which.

Ignores everything else about an area: names, codes and borders live elsewhere.
"""

from __future__ import annotations

from enum import StrEnum


class Level(StrEnum):
    """A level of the territory; the value is what is stored and sent."""

    COUNTY = "county"  #: 县(市、区)
    TOWN = "town"  #: 乡镇、街道
    VILLAGE = "village"  #: 村、社区
    GRID = "grid"  #: 网格
    MICRO_GRID = "micro_grid"  #: 微网格

    @property
    def zh(self) -> str:
        """The word on the screens."""
        return _ZH[self]

    @property
    def parent(self) -> Level | None:
        """The level directly above, None above the county."""
        place = ORDER.index(self)
        return ORDER[place - 1] if place else None

    @property
    def child(self) -> Level | None:
        """The level directly below, None below the micro-grid."""
        place = ORDER.index(self)
        return ORDER[place + 1] if place + 1 < len(ORDER) else None


#: From the largest to the smallest.
ORDER: tuple[Level, ...] = (
    Level.COUNTY,
    Level.TOWN,
    Level.VILLAGE,
    Level.GRID,
    Level.MICRO_GRID,
)

_ZH: dict[Level, str] = {
    Level.COUNTY: "县",
    Level.TOWN: "镇街",
    Level.VILLAGE: "村社区",
    Level.GRID: "网格",
    Level.MICRO_GRID: "微网格",
}
