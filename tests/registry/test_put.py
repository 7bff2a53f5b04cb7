"""Registering elements: once, again, with faults, and on whose land."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from tests.liling import Liling

from wangge.core.registry.kinds import KINDS
from wangge.core.registry.values import Birthday, Draft
from wangge.core.territory.level import Level
from wangge.privacy.sealing import unseal
from wangge.registry.access import elements_for, person_for
from wangge.registry.actions import enrol_special, put, put_many, release_special
from wangge.registry.models import Findable, FormerMembership, Household, Person
from wangge.registry.refusals import NoSuchElement, NotYourLand, RegisteredElsewhere
from wangge.territory.access import areas

PERSON, HOUSEHOLD = KINDS["person"], KINDS["household"]
NUMBER = "11010519491231002X"


def grid_of(liling: Liling, name: str = "东富村") -> UUID:
    return areas(Level.GRID).filter(full_name__contains=name).earliest("sort_key").id


@pytest.fixture
def home(liling: Liling) -> Household:
    row = put(
        HOUSEHOLD,
        {"no": "0012", "address": "东富村3组12号", "grid": grid_of(liling)},
        actor=liling.actor("wangfang"),
        now=liling.now,
    )
    assert isinstance(row, Household)
    return row


def wangdie(liling: Liling, who: str = "wangfang", **more: object) -> Person:
    values: dict[str, object] = {
        "name": "王爹",
        "id_number": NUMBER,
        "phone": "13800001234",
        "birth": Birthday(date(1944, 9, 30), "lunar", "农历八月十五"),
        "household": "0012",
        "categories": ("lives_alone",),
    }
    row = put(PERSON, values | more, actor=liling.actor(who), now=liling.now)
    assert isinstance(row, Person)
    return row


def test_a_person_stands_where_his_household_stands(liling: Liling, home: Household) -> None:
    person = wangdie(liling)
    assert person.chain_on(date(2026, 11, 23)) == home.chain_on(date(2026, 11, 23))
    assert (person.birth_calendar, person.lunar_birthday) == ("lunar", "农历八月十五")


def test_number_and_telephone_are_kept_sealed(liling: Liling, home: Household) -> None:
    person = wangdie(liling)
    assert person.id_sealed is not None
    assert NUMBER.encode() not in bytes(person.id_sealed)
    assert unseal(bytes(person.id_sealed), of="person.id_number", row=person.pk) == NUMBER


def test_the_same_row_again_changes_nothing(liling: Liling, home: Household) -> None:
    wangdie(liling)
    values = {"name": "王爹", "id_number": NUMBER, "household": "0012"}
    drafts = [Draft(2, values)]
    again = put_many(
        PERSON, drafts, actor=liling.actor("wangfang"), now=liling.now, source="再导入"
    )
    assert (again.new, again.changed, again.same) == (0, 0, 1)
    assert Person.objects.count() == 1


def test_a_bad_row_does_not_stop_the_good_ones(liling: Liling, home: Household) -> None:
    drafts = [
        Draft(2, {"name": "张三", "household": "0012"}),
        Draft(3, {"name": "", "household": "0012"}),
        Draft(4, {"name": "李四", "household": "9999"}),
        Draft(5, {"name": "张三", "household": "0012"}),
    ]
    written = put_many(
        PERSON, drafts, actor=liling.actor("wangfang"), now=liling.now, source="test"
    )
    assert written.new == 1
    assert {row: fault.code for row, fault in written.faults} == {
        3: "missing_column",
        4: "no_such_part",
        5: "twice_in_file",
    }


def test_nobody_registers_on_the_land_of_others(liling: Liling) -> None:
    with pytest.raises(NotYourLand):
        put(
            HOUSEHOLD,
            {"no": "1", "grid": grid_of(liling)},
            actor=liling.actor("zhaomin"),
            now=liling.now,
        )


def test_a_person_of_other_land_is_not_taken_over(liling: Liling, home: Household) -> None:
    wangdie(liling)
    zhaomin = liling.actor("zhaomin")
    grid = areas(Level.GRID).filter(parent__parent=zhaomin.posts[0].area_id).earliest("sort_key")
    put(HOUSEHOLD, {"no": "0012", "grid": grid.id}, actor=zhaomin, now=liling.now)
    with pytest.raises(RegisteredElsewhere):
        wangdie(liling, "zhaomin", grid=grid.id)


def test_a_stranger_hears_that_there_is_no_such_person(liling: Liling, home: Household) -> None:
    person = wangdie(liling)
    assert person_for(liling.actor("liqiang"), person.pk, now=liling.now) == person
    for stranger in ("zhaomin", "chenyi", "admin"):
        with pytest.raises(NoSuchElement):
            person_for(liling.actor(stranger), person.pk, now=liling.now)


def test_who_moves_is_remembered_in_the_household_that_was_left(
    liling: Liling, home: Household
) -> None:
    person = wangdie(liling)
    put(
        HOUSEHOLD,
        {"no": "0013", "grid": home.grid_id},
        actor=liling.actor("wangfang"),
        now=liling.now,
    )
    moved = wangdie(liling, household="0013")
    assert moved.pk == person.pk
    left = FormerMembership.objects.get()
    assert (left.household_id, left.person_id) == (home.pk, person.pk)


def test_a_special_person_is_invisible_and_leaves_no_hole(liling: Liling, home: Household) -> None:
    person = wangdie(liling)
    keeper = liling.actor("zhuanguan")
    enrol_special(person.pk, ["released"], reason="交接", actor=keeper, now=liling.now)
    for who in ("wangfang", "liqiang", "zhoumin", "sunzhuren", "zhuanguan"):
        rows = elements_for(liling.actor(who), PERSON, now=liling.now)
        assert not rows.exists(), who
    assert not Findable.objects.filter(kind="person").exists()
    again = wangdie(liling)  # the same number: no collision tells that he is known
    assert again.pk != person.pk
    release_special(person.pk, reason="期满", actor=keeper, now=liling.now)
    shown = elements_for(liling.actor("wangfang"), PERSON, now=liling.now)
    assert [row.pk for row in shown] == [person.pk]
