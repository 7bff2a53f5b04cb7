"""Liling as installed: its areas, codes, borders, and the two units without a grid."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from tests.territory.conftest import NOW

from wangge.accounts.refusals import MayNot
from wangge.audit.models import Entry
from wangge.core.duty import Actor, Grant
from wangge.core.territory.faults import FaultKind
from wangge.core.territory.level import Level
from wangge.core.territory.refusals import NeedsReason, NotAVillage
from wangge.lib.ids import uuid7
from wangge.territory.access import area_by_code, areas
from wangge.territory.actions import correct_unit, install_liling
from wangge.territory.models import Area, AreaCode, Boundary, Neighbour, TerritoryVersion
from wangge.territory.proof import land_faults

pytestmark = pytest.mark.usefixtures("liling")

DONGFU = "430281121201"


def test_the_county_has_25_towns_272_villages_270_grids() -> None:
    counts = {level: areas(level).count() for level in Level}
    assert counts == {
        Level.COUNTY: 1, Level.TOWN: 25, Level.VILLAGE: 272, Level.GRID: 270, Level.MICRO_GRID: 0,
    }  # fmt: skip


def test_installing_again_changes_nothing() -> None:
    before = set(Area.objects.values_list("id", flat=True))
    assert install_liling(now=NOW).number == 1
    assert set(Area.objects.values_list("id", flat=True)) == before
    assert TerritoryVersion.objects.count() == 1


def test_dongfu_village_stands_in_dongfu_town() -> None:
    village = area_by_code(DONGFU)
    assert (village.name, village.parent and village.parent.name) == ("东富村", "东富镇")
    assert village.full_name == "醴陵市东富镇东富村"


def test_a_grid_bears_15_digits_that_begin_with_its_village() -> None:
    grid = area_by_code(DONGFU + "001")
    assert grid.parent == area_by_code(DONGFU)
    assert grid.full_name == "醴陵市东富镇东富村网格001"


def test_two_lists_may_give_one_code_to_different_towns() -> None:
    assert area_by_code("430281120").name == "均楚镇"
    assert area_by_code("430281120000", system="quhua").name == "李畋镇"


def test_every_area_has_a_border_and_only_the_county_s_is_real() -> None:
    assert Boundary.objects.count() == Area.objects.count()
    real = Boundary.objects.filter(synthetic=False).select_related("area")
    assert [boundary.area.level for boundary in real] == [Level.COUNTY]


def test_the_county_measures_2154_km2() -> None:
    county = Boundary.objects.get(area__level=Level.COUNTY)
    assert county.area_m2 / 1e6 == pytest.approx(2154.5, rel=0.001)


def test_the_counties_next_door_are_known() -> None:
    assert {"湘东区", "上栗县", "浏阳市"} <= set(Neighbour.objects.values_list("name", flat=True))


def test_one_code_names_one_area_at_a_time() -> None:
    taken = AreaCode.objects.get(system="stats", code=DONGFU)
    other = area_by_code("430281121205")
    with pytest.raises(IntegrityError, match="one_area_at_a_time"), transaction.atomic():
        AreaCode.objects.create(
            area=other, system="stats", code=DONGFU, valid_from=date(2024, 1, 1), source="试验"
        )
    taken.valid_until = date(2024, 1, 1)
    taken.save()
    AreaCode.objects.create(
        area=other, system="stats", code=DONGFU, valid_from=date(2024, 1, 1), source="试验"
    )
    assert area_by_code(DONGFU, on=date(2023, 6, 1)).name == "东富村"
    assert area_by_code(DONGFU, on=date(2024, 6, 1)) == other


def test_a_grid_cannot_stand_under_a_town() -> None:
    grid = area_by_code(DONGFU + "001")
    grid.parent = area_by_code("430281121")
    grid.save()
    with pytest.raises(IntegrityError, match="parent_one_up"), transaction.atomic():
        connection.check_constraints()
    transaction.set_rollback(True)


def test_only_a_county_stands_under_nothing() -> None:
    town = area_by_code("430281121")
    town.parent = None
    with pytest.raises(IntegrityError, match="parent_but_for_county"), transaction.atomic():
        town.save()


def administrator() -> Actor:
    grant = Grant(
        role="administrator",
        area_id=area_by_code("430281").id,
        level=Level.COUNTY,
        lines=frozenset(),
        post_id=uuid7(),
        rights=frozenset({"territory.write"}),
    )
    return Actor(user_id=uuid7(), name="管理员", grants=(grant,))


def correct(code: str, *, actor: Actor, counts_as_grid: bool = False, reason: str = "") -> Area:
    return correct_unit(
        area_by_code(code),
        counts_as_grid=counts_as_grid,
        reason=reason,
        source="县里来函",
        looked_after_by=None,
        actor=actor,
        now=NOW,
    )


def test_a_unit_read_wrongly_is_corrected_logged_and_lacks_its_grid_until_drawn() -> None:
    unit = correct("430281107008", counts_as_grid=True, actor=administrator())
    kinds = [fault.kind for fault in land_faults(NOW)]
    assert kinds == [FaultKind.OUTSIDE, FaultKind.NO_GRID]
    assert Entry.objects.filter(name="area.unit_corrected", subject=unit.id).exists()


def test_a_correction_needs_a_reason_a_village_and_the_right() -> None:
    with pytest.raises(NeedsReason):
        correct(DONGFU, actor=administrator())
    with pytest.raises(NotAVillage):
        correct("430281121", reason="镇", actor=administrator())
    with pytest.raises(MayNot):
        correct(DONGFU, reason="没有权限", actor=Actor(user_id=uuid7(), name="赵敏"))


def test_a_unit_without_a_grid_must_say_why() -> None:
    village = area_by_code(DONGFU)
    village.counts_as_grid = False
    with pytest.raises(IntegrityError, match="no_grid_needs_reason"), transaction.atomic():
        village.save()
