"""Invented people, places and things: plausible, checked by the registry's own rules, nobody's."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
import shapely
from lunar_python import Lunar

from wangge.core.registry.ids import credit_code, id_number, phone, plate
from wangge.core.registry.values import Birthday
from wangge.ops.simulate import numbers
from wangge.ops.simulate.county_rows import CountyRows, Ground, Rows, Sizes, points_in
from wangge.ops.simulate.families import Families, lunar
from wangge.ops.simulate.fine_grids import cut

TODAY = date(2026, 11, 23)
CLASSES = {"lives_alone": "key", "disabled": "difficult"}
LAND = shapely.Polygon([(113.4, 27.6), (113.5, 27.61), (113.49, 27.7), (113.42, 27.68)])
GROUND = Ground(
    id=UUID(int=1),
    code="430281121201001",
    town="东富镇",
    village="东富村",
    urban=False,
    shape=LAND,
)


@pytest.fixture(scope="module")
def people() -> list[dict[str, object]]:
    families = Families(seed=1, today=TODAY, visit_class=CLASSES)
    return [one for n in range(700) for one in families.draw(str(n)).people]


def test_identity_numbers_check_and_say_what_the_row_says(people: list[dict[str, object]]) -> None:
    for person in people:
        known = id_number(str(person["id_number"]))
        birth = person["birth"]
        assert isinstance(birth, Birthday)
        assert (known.birth, known.sex) == (birth.day, person["sex"])


def test_no_identity_number_is_given_twice(people: list[dict[str, object]]) -> None:
    assert len({person["id_number"] for person in people}) == len(people)


def test_no_invented_number_is_of_a_county_there_is(people: list[dict[str, object]]) -> None:
    assert {str(person["id_number"])[:6] for person in people} == {"430299"}


def test_children_are_younger_than_the_head_and_parents_older(
    people: list[dict[str, object]],
) -> None:
    def born(person: dict[str, object]) -> date:
        birth = person["birth"]
        assert isinstance(birth, Birthday)
        assert birth.day is not None
        return birth.day

    heads = {one["household"]: born(one) for one in people if one["relation"] == "02"}
    for person in people:
        head = heads[person["household"]]
        if person["relation"] in ("20", "30", "40"):
            assert born(person).year - head.year >= 15
        elif person["relation"] == "50":
            assert head.year - born(person).year >= 15


def test_a_household_with_somebody_alone_is_a_key_one() -> None:
    families = Families(seed=2, today=TODAY, visit_class=CLASSES)
    drawn = [families.draw(str(n)) for n in range(300)]
    alone = [one for one in drawn if "lives_alone" in str(one.people[0]["categories"])]
    assert alone
    assert {one.visit_class for one in alone} == {"key"}


@pytest.mark.parametrize(("year", "month", "day"), [(1944, 8, 15), (1950, 1, 1), (1952, -5, 3)])
def test_a_lunar_birthday_is_said_as_families_say_it(year: int, month: int, day: int) -> None:
    moon = Lunar.fromYmd(year, month, day)
    sun = moon.getSolar()
    words = f"{moon.getMonthInChinese()}月{moon.getDayInChinese()}"
    assert lunar(date(sun.getYear(), sun.getMonth(), sun.getDay())) == words


def test_every_other_number_passes_its_check() -> None:
    for n in range(0, 200_000, 7_919):
        phone(numbers.telephone(n))
        plate(numbers.plate(n))
        credit_code(numbers.credit_code(n, trader=n % 2 == 0))


def test_the_same_seed_gives_the_same_rows() -> None:
    def rows() -> Rows:
        found = Rows()
        items = {"C01.37": "路灯"}
        inventing = CountyRows(seed=5, today=TODAY, visit_class=CLASSES, items=items)
        sizes = Sizes(
            households=9, sites=2, components=3, organisations=2, vehicles=2, devices=2,
            dwellings=True,
        )  # fmt: skip
        inventing.add_grid(GROUND, sizes, found)
        return found

    assert rows() == rows()
    assert len(rows().by_kind["household"]) == 9
    assert len(rows().by_kind["dwelling"]) == 9


def test_points_lie_inside_the_grid() -> None:
    shapely.prepare(LAND)
    assert all(shapely.contains_xy(LAND, *point) for point in points_in(LAND, 200, seed=3))


def test_land_cut_into_many_is_all_there_and_nowhere_twice() -> None:
    other = shapely.Polygon([(113.5, 27.61), (113.49, 27.7), (113.6, 27.7)])
    pieces = [piece for of_land in cut([LAND, other], 24, seed=4) for piece in of_land]
    assert len(pieces) == 24
    assert shapely.coverage_is_valid(pieces)
    whole = shapely.coverage_union_all(pieces)
    assert whole.symmetric_difference(shapely.union(LAND, other)).area < 1e-6 * whole.area
