"""Invented rows of the registry, grid by grid: households and their people, places and things.

Drafts as an import would bring them, for every kind of element; the same seed gives the same rows.
Nobody and nothing here exists. Ignores writing them: that is `register`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from random import Random
from uuid import UUID

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from wangge.core.registry.values import Draft
from wangge.ops.simulate.families import Families
from wangge.ops.simulate.names import given_name, one_of, surname
from wangge.ops.simulate.numbers import credit_code, plate, telephone
from wangge.ops.simulate.things import DEVICES, KEPT_BY, SITES, THINGS, VENUES

_Points = Iterator[tuple[float, float]]

#: Telephones of organisations begin where those of the people of a large county end.
_ORGANISATION_PHONES = 50_000_000
_GROUPS = 12


@dataclass(frozen=True, slots=True)
class Ground:
    """A grid as far as rows are invented for it. Degrees, WGS-84."""

    id: UUID
    code: str
    town: str
    village: str
    urban: bool
    shape: BaseGeometry


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many of each kind a grid has; what is left out is none."""

    households: int
    sites: int = 0
    components: int = 0
    organisations: int = 0
    vehicles: int = 0
    devices: int = 0
    dwellings: bool = False


@dataclass(slots=True)
class Rows:
    """The drafts of some grids, by kind: places first, then who lives there, then things."""

    by_kind: dict[str, list[Draft]] = field(default_factory=dict)

    def add(self, kind: str, values: Mapping[str, object]) -> None:
        """One more row of that kind."""
        drafts = self.by_kind.setdefault(kind, [])
        drafts.append(Draft(len(drafts) + 2, values))

    def take(self, kind: str) -> list[Draft]:
        """The rows of that kind, which are gone from here."""
        return self.by_kind.pop(kind, [])


class CountyRows:
    """Invents the rows of one grid after the other."""

    def __init__(
        self,
        *,
        seed: int,
        today: date,
        visit_class: Mapping[str, str],
        items: Mapping[str, str],
    ) -> None:
        """`visit_class`: of person categories. `items`: code and name of components' items."""
        self._seed = seed
        self._families = Families(seed=seed, today=today, visit_class=visit_class)
        known = [(code, share) for code, share in THINGS if code in items]
        self._items = [(code, items[code]) for code, share in known for _ in range(share)]
        self._organisations = self._components = self._vehicles = 0

    def add_grid(self, ground: Ground, sizes: Sizes, rows: Rows) -> None:
        """The rows of that grid are added to `rows`."""
        dice = Random(f"{self._seed} {ground.code}")
        count = (
            sizes.households + sizes.sites + sizes.components + sizes.organisations + sizes.devices
        )
        points = iter(points_in(ground.shape, count, seed=dice.getrandbits(32)))
        numbers = self._add_households(ground, sizes, points, rows)
        for n in range(sizes.sites):
            self._add_site(ground, n, next(points), dice, rows)
        for _ in range(sizes.components):
            self._add_component(ground, next(points), dice, rows)
        for _ in range(sizes.organisations):
            self._add_organisation(ground, next(points), dice, rows)
        for n in range(sizes.devices):
            self._add_device(ground, n, next(points), dice, rows)
        for _ in range(sizes.vehicles if numbers else 0):
            self._add_vehicle(ground, one_of(numbers, dice), dice, rows)

    def _add_households(
        self, ground: Ground, sizes: Sizes, points: _Points, rows: Rows
    ) -> list[str]:
        """Households with their people, and where asked the dwellings; the numbers they have."""
        numbers = []
        for n in range(sizes.households):
            number = f"{ground.code}{n + 1:04d}"
            lon, lat = next(points)
            address = _address(ground, n)
            family = self._families.draw(number, urban=ground.urban)
            if sizes.dwellings:
                self._add_dwelling(ground, n, number, address, (lon, lat), rows)
            rows.add(
                "household",
                {
                    "no": number,
                    "address": address,
                    "dwelling": f"F{number}" if sizes.dwellings else None,
                    "visit_class": family.visit_class,
                    "state": family.state,
                    "grid": ground.id,
                    "lon": lon,
                    "lat": lat,
                },
            )
            for person in family.people:
                rows.add("person", person | {"grid": ground.id})
            numbers.append(number)
        return numbers

    def _add_dwelling(
        self,
        ground: Ground,
        n: int,
        number: str,
        address: str,
        point: tuple[float, float],
        rows: Rows,
    ) -> None:
        """In streets six dwellings share a building; in villages each is a house of its own."""
        building = f"J{ground.code}{n // 6 + 1:03d}" if ground.urban else None
        lon, lat = point
        if building is not None and n % 6 == 0:
            rows.add(
                "building",
                {
                    "code": building,
                    "name": f"{ground.village}{n // 6 + 1}栋",
                    "address": f"{ground.town}{ground.village}{n // 6 + 1}栋",
                    "use": "dwelling",
                    "floors": 6,
                    "built_year": 1988 + n % 34,
                    "grid": ground.id,
                    "lon": lon,
                    "lat": lat,
                },
            )
        rows.add(
            "dwelling",
            {
                "code": f"F{number}",
                "building": building,
                "door": f"{n % 6 // 2 + 1}0{n % 2 + 1}" if building else "",
                "address": address,
                "use": "own",
                "area_m2": float(84 + n * 7 % 90),
                "grid": ground.id,
                "lon": lon,
                "lat": lat,
            },
        )

    def _add_site(
        self, ground: Ground, n: int, point: tuple[float, float], dice: Random, rows: Rows
    ) -> None:
        kind, names = SITES[n % len(SITES)]
        name = one_of(names, dice).format(v=ground.village, g=dice.randint(1, _GROUPS))
        rows.add(
            "site",
            {
                "code": f"D{ground.code}{n + 1:03d}",
                "name": name,
                "kind": kind,
                "address": f"{ground.town}{ground.village}",
                "note": "",
                "grid": ground.id,
                "lon": point[0],
                "lat": point[1],
            },
        )

    def _add_component(
        self, ground: Ground, point: tuple[float, float], dice: Random, rows: Rows
    ) -> None:
        self._components += 1
        item, name = self._items[int(dice.random() * len(self._items))]
        owner, maintainer = KEPT_BY[item[:3]]
        rows.add(
            "component",
            {
                "code": f"{ground.code[:6]}{item[1:3]}{item[4:]}{self._components:06d}",
                "item": item,
                "name": name,
                "owner_unit": owner,
                "maintainer": maintainer.format(t=ground.town),
                "status": "intact" if dice.random() < 0.96 else "damaged",
                "accuracy": "BC"[dice.random() < 0.5],
                "address": _address(ground, dice.randint(0, 90)),
                "placed_on": date(2016 + self._components % 10, 1 + self._components % 12, 15),
                "grid": ground.id,
                "lon": point[0],
                "lat": point[1],
            },
        )

    def _add_organisation(
        self, ground: Ground, point: tuple[float, float], dice: Random, rows: Rows
    ) -> None:
        self._organisations += 1
        kind, name = VENUES[int(dice.random() * len(VENUES))]
        owner = surname(dice)
        rows.add(
            "organisation",
            {
                "code": credit_code(self._organisations, trader=kind in ("trader", "small_venue")),
                "name": ground.village + owner + name,
                "kind": kind,
                "address": _address(ground, dice.randint(0, 90)),
                "contact_name": owner + given_name(1975, "1", dice),
                "phone": telephone(_ORGANISATION_PHONES + self._organisations),
                "staff": dice.randint(1, 30),
                "grid": ground.id,
                "lon": point[0],
                "lat": point[1],
            },
        )

    def _add_device(
        self, ground: Ground, n: int, point: tuple[float, float], dice: Random, rows: Rows
    ) -> None:
        kind, name, owner = DEVICES[n % len(DEVICES)]
        rows.add(
            "device",
            {
                "code": f"S{ground.code}{n + 1:03d}",
                "name": f"{ground.village}{name}{n + 1}号",
                "kind": kind,
                "owner_unit": owner,
                "maintainer": owner,
                "status": "intact" if dice.random() < 0.97 else "damaged",
                "address": _address(ground, dice.randint(0, 90)),
                "grid": ground.id,
                "lon": point[0],
                "lat": point[1],
            },
        )

    def _add_vehicle(self, ground: Ground, household: str, dice: Random, rows: Rows) -> None:
        self._vehicles += 1
        kind = one_of(("car", "car", "car", "motorcycle", "farm", "truck"), dice)
        rows.add(
            "vehicle",
            {
                "plate": plate(self._vehicles),
                "kind": kind,
                "brand": "",
                "household": household,
                "organisation": None,
                "grid": ground.id,
            },
        )


def _address(ground: Ground, n: int) -> str:
    if ground.urban:
        return f"{ground.town}{ground.village}{n // 6 + 1}栋{n % 6 // 2 + 1}0{n % 2 + 1}室"
    return f"{ground.town}{ground.village}{n % _GROUPS + 1}组{n // _GROUPS + 1}号"


def points_in(shape: BaseGeometry, count: int, *, seed: int) -> list[tuple[float, float]]:
    """`count` points inside the shape, evenly spread, (lon, lat) to a tenth of a metre."""
    chance = np.random.Generator(np.random.PCG64(seed))
    west, south, east, north = shape.bounds
    shapely.prepare(shape)
    found: list[tuple[float, float]] = []
    while len(found) < count:
        wanted = 2 * (count - len(found)) + 8
        lons = np.round(west + chance.random(wanted) * (east - west), 6)
        lats = np.round(south + chance.random(wanted) * (north - south), 6)
        inside = shapely.contains_xy(shape, lons, lats)
        found += zip(lons[inside].tolist(), lats[inside].tolist(), strict=True)
    return found[:count]
