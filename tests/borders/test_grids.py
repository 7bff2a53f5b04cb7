"""Splitting, merging and redrawing grids for a day to come; before, after, and taken back."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import shapely
from shapely.geometry import LineString
from tests.borders.ground import (
    DONGFU,
    MIDNIGHT,
    MONDAY,
    NEXT,
    SUNDAY,
    line_across,
    shape_of,
    split,
)
from tests.liling import Liling

from wangge.accounts.refusals import MayNot
from wangge.audit.models import Entry
from wangge.core.errors import NotFound
from wangge.core.territory.codes import next_grid_codes
from wangge.core.territory.faults import FaultKind
from wangge.core.territory.level import Level
from wangge.core.territory.refusals import (
    BadCut,
    DayTooSoon,
    FaultyChange,
    LaterDecided,
    NoCodeLeft,
    NotAGrid,
    NotOneVillage,
    NotPending,
    WasWithdrawn,
)
from wangge.core.territory.shapes import unpack
from wangge.territory.access import (
    area_by_code,
    areas,
    heirs_of,
    locate_point,
    post_heirs,
    roster,
    routing_index,
    territory_index,
)
from wangge.territory.actions import (
    activate_version,
    install_demo_posts,
    merge_grids,
    move_border,
    withdraw_version,
)
from wangge.territory.models import (
    Area,
    AreaCode,
    AreaSuccession,
    Boundary,
    Holding,
    Post,
    TerritoryVersion,
)
from wangge.territory.proof import land_faults


def grids_at(at: datetime) -> set[str]:
    return {
        one.code
        for one in territory_index(at=at).areas.values()
        if one.level is Level.GRID and one.code.startswith("430281121201")
    }


def test_a_trial_tells_the_parts_and_writes_nothing(liling: Liling) -> None:
    before = TerritoryVersion.objects.count(), Area.objects.count(), Post.objects.count()
    tried = split(liling, dry_run=True, names=["东富村河西网格", ""])
    assert [one.code for one in tried.after] == ["430281121201002", "430281121201003"]
    assert [one.name for one in tried.after] == ["东富村河西网格", "东富村网格003"]
    assert sum(one.area_m2 for one in tried.after) == pytest.approx(tried.before[0].area_m2, abs=1)
    assert tried.after[0].shape.centroid.x < tried.after[1].shape.centroid.x
    assert [len(one.posts) for one in tried.after] == [2, 1]
    assert tried.faults == ()
    assert "自2026-11-30零点起拆分" in tried.say()
    assert (TerritoryVersion.objects.count(), Area.objects.count(), Post.objects.count()) == before


def test_the_old_grid_stands_until_sunday_and_the_new_ones_from_monday(liling: Liling) -> None:
    change = split(liling)
    assert grids_at(SUNDAY) == {DONGFU}
    assert grids_at(MIDNIGHT) == {"430281121201002", "430281121201003"}
    west = change.after[0].shape.representative_point()
    before = locate_point(west.x, west.y, "wgs84", at=SUNDAY)
    after = locate_point(west.x, west.y, "wgs84", at=MIDNIGHT)
    assert before.names[-1] == "东富村网格001"
    assert after.names[-1] == "东富村网格002"
    assert (before.village_id, before.town_id) == (after.village_id, after.town_id)
    for at in (liling.now - timedelta(days=30), liling.now, SUNDAY, MIDNIGHT):
        assert land_faults(at) == []
    assert area_by_code(DONGFU, on=MONDAY - timedelta(days=1)).code == DONGFU
    with pytest.raises(NotFound):
        area_by_code(DONGFU, on=MONDAY)
    listed = {row.code for row in areas(Level.GRID, on=MONDAY - timedelta(days=1))}
    assert DONGFU in listed
    assert "430281121201002" not in listed


def test_succession_is_on_record_with_shares(liling: Liling) -> None:
    split(liling)
    rows = AreaSuccession.objects.filter(before__code=DONGFU, on=MONDAY)
    shares = dict(rows.values_list("after__code", "share"))
    assert shares.keys() == {"430281121201002", "430281121201003"}
    assert sum(share or 0 for share in shares.values()) == pytest.approx(1.0, abs=0.001)


def test_the_posts_go_on_in_the_new_grids_from_that_instant(liling: Liling) -> None:
    olds = [f"P-{DONGFU}-{n}" for n in (1, 2, 3)]
    change = split(liling, posts={olds[0]: [1], olds[1]: [0], olds[2]: [0, 1]})
    assert change.version is not None
    version = TerritoryVersion.objects.get(number=change.version)
    known = roster()
    for code in olds:
        old = Post.objects.get(code=code)
        assert known.posts[old.id].in_force(SUNDAY)
        assert not known.posts[old.id].in_force(MIDNIGHT)
        for post_id in post_heirs(version.id)[old.id].values():
            assert not known.posts[post_id].in_force(SUNDAY)
            assert known.posts[post_id].in_force(MIDNIGHT)
            assert known.holder(post_id, MIDNIGHT) == known.holder(old.id, SUNDAY)
    west, east = (
        sorted(Post.objects.filter(area__code=one.code).values_list("code", flat=True))
        for one in change.after
    )
    assert west == ["P-430281121201002-1", "P-430281121201002-2"]
    assert east == ["P-430281121201003-1", "P-430281121201003-2"]
    assert Post.objects.get(code=west[0]).title == "东富村网格002网格员二岗"


def test_workers_have_rights_over_their_own_part_and_zhaomin_over_none(liling: Liling) -> None:
    olds = [f"P-{DONGFU}-{n}" for n in (1, 2, 3)]
    change = split(liling, posts={olds[0]: [0], olds[1]: [1], olds[2]: [1]})
    grid = {one.code: Area.objects.get(code=one.code).id for one in change.after}
    old, (west, east) = Area.objects.get(code=DONGFU).id, grid.values()
    wangfang = liling.actor("wangfang", at=SUNDAY)
    assert wangfang.sees([old], "city", ())
    assert not wangfang.sees([west], "city", ())
    wangfang = liling.actor("wangfang", at=MIDNIGHT)
    assert wangfang.sees([west], "city", ())
    assert not wangfang.sees([east], "city", ())
    assert not wangfang.sees([old], "city", ())
    for at in (SUNDAY, MIDNIGHT):
        zhaomin = liling.actor("zhaomin", at=at)
        assert not any(zhaomin.sees([area], "city", ()) for area in (old, west, east))


def test_routing_finds_the_posts_of_each_instant(liling: Liling) -> None:
    change = split(liling)
    old = Area.objects.get(code=DONGFU).id
    new = Area.objects.get(code=change.after[0].code).id
    before, after = routing_index(at=SUNDAY), routing_index(at=MIDNIGHT)
    assert before.of_role("grid_worker", old)
    assert not before.of_role("grid_worker", new)
    assert not after.of_role("grid_worker", old)
    assert after.of_role("grid_worker", new)


def test_heirs_are_told_by_the_point_and_else_by_the_larger_share(liling: Liling) -> None:
    change = split(liling)
    version = TerritoryVersion.objects.get(number=change.version)
    heirs = heirs_of(version.id)
    old = Area.objects.get(code=DONGFU).id
    ids = [Area.objects.get(code=one.code).id for one in change.after]
    assert heirs.grids == {old}
    for one, key in zip(change.after, ids, strict=True):
        point = one.shape.representative_point()
        assert heirs(old, point.x, point.y) == key
    larger = max(zip(change.after, ids, strict=True), key=lambda pair: pair[0].area_m2)[1]
    assert heirs(old) == larger
    elsewhere = Area.objects.get(code=NEXT).id
    assert heirs(elsewhere) == elsewhere
    assert territory_index(at=MIDNIGHT).heir(old) == larger
    assert territory_index(at=SUNDAY).heir(old) == old


def test_taken_back_before_its_day_all_stays_as_it_was(liling: Liling) -> None:
    change = split(liling)
    assert change.version is not None
    held = set(Holding.objects.filter(post__area__code=DONGFU).values_list("until", flat=True))
    assert held == {MIDNIGHT}
    withdraw_version(
        change.version, reason="群众意见不一", actor=liling.actor("admin"), now=liling.now
    )
    assert grids_at(MIDNIGHT) == {DONGFU}
    assert land_faults(MIDNIGHT) == []
    assert area_by_code(DONGFU, on=MONDAY).valid_until is None
    assert set(Post.objects.filter(area__code=DONGFU).values_list("valid_until", flat=True)) == {
        None
    }
    assert set(Holding.objects.filter(post__area__code=DONGFU).values_list("until", flat=True)) == {
        None
    }
    assert not Post.objects.filter(code__startswith="P-430281121201002").exists()
    assert not AreaSuccession.objects.filter(on=MONDAY).exists()
    assert Entry.objects.filter(name="territory.withdrawn").count() == 1
    with pytest.raises(WasWithdrawn):
        activate_version(change.version, reason="x", actor=liling.actor("admin"), now=liling.now)
    again = split(liling)  # the codes are free again
    assert [one.code for one in again.after] == [one.code for one in change.after]


def test_a_code_once_in_force_is_never_given_again(liling: Liling) -> None:
    change = split(liling)
    later = MIDNIGHT + timedelta(days=1)
    again = split(
        liling,
        change.after[0].code,
        effective_from=MONDAY + timedelta(days=7),
        now=later,
        actor=liling.actor("admin", at=later),
    )
    assert [one.code[-3:] for one in again.after] == ["004", "005"]
    assert AreaCode.objects.filter(code__startswith="430281121201", system="stats").count() == 6


def test_what_is_in_force_or_has_a_later_change_upon_it_is_not_taken_back(liling: Liling) -> None:
    first = split(liling)
    second = split(liling, NEXT, effective_from=MONDAY + timedelta(days=7))
    admin = liling.actor("admin")
    assert first.version is not None
    assert second.version is not None
    with pytest.raises(LaterDecided):
        withdraw_version(first.version, reason="x", actor=admin, now=liling.now)
    with pytest.raises(LaterDecided):  # it would be undone on the second's day
        split(liling, "430281121212001")
    with pytest.raises(NotPending):
        withdraw_version(1, reason="x", actor=admin, now=liling.now)
    withdraw_version(second.version, reason="x", actor=admin, now=liling.now)
    with pytest.raises(NotPending):
        withdraw_version(first.version, reason="x", actor=admin, now=MIDNIGHT)


def test_what_would_go_wrong_is_refused(liling: Liling) -> None:
    with pytest.raises(DayTooSoon):
        split(liling, effective_from=liling.now.date())
    with pytest.raises(NotAGrid):
        split(liling, "430281121201999", line=line_across(shape_of(DONGFU)))
    with pytest.raises(BadCut):
        split(liling, line=LineString([(113.0, 27.0), (113.1, 27.0)]))
    land = shape_of(DONGFU)
    west, south, east, north = land.bounds
    middle = (west + east) / 2
    pieces = [
        shapely.box(west, south, middle - 0.001, north),
        shapely.box(middle, south, east, north),
    ]
    inside = [shapely.intersection(land, piece) for piece in pieces]
    tried = split(liling, line=None, pieces=inside, dry_run=True)
    assert [fault.kind for fault in tried.faults] == [FaultKind.GAP]
    with pytest.raises(FaultyChange):
        split(liling, line=None, pieces=inside)


def test_a_part_without_any_post_is_a_fault(liling: Liling) -> None:
    posts = {f"P-{DONGFU}-{n}": [0] for n in (1, 2, 3)}
    tried = split(liling, posts=posts, dry_run=True)
    assert [(fault.kind, fault.names) for fault in tried.faults] == [
        (FaultKind.UNSERVED, ("东富村网格003",))
    ]


def test_two_grids_of_a_village_become_one_served_by_all_their_posts(liling: Liling) -> None:
    parts = split(liling)
    later = MIDNIGHT + timedelta(hours=2)
    change = merge_grids(
        [one.code for one in parts.after],
        effective_from=MONDAY + timedelta(days=7),
        dry_run=False,
        actor=liling.actor("admin", at=later),
        now=later,
    )
    (one,) = change.after
    assert one.code == "430281121201004"
    assert len(one.posts) == 3
    assert one.area_m2 == pytest.approx(sum(part.area_m2 for part in parts.after), abs=1)
    for day in (0, 7):
        assert land_faults(MIDNIGHT + timedelta(days=day)) == []
    with pytest.raises(NotOneVillage):
        merge_grids(
            ["430281121212001", NEXT],
            effective_from=MONDAY + timedelta(days=14),
            dry_run=True,
            actor=liling.actor("admin", at=later),
            now=later,
        )


def neighbours_in_two_villages() -> tuple[str, str]:
    land = shape_of(DONGFU)
    rows = Boundary.objects.filter(area__level="grid").select_related("area")
    for row in rows.exclude(area__code=DONGFU):
        (shape,) = unpack([row.wkb])
        if shapely.intersection(shape.boundary, land.boundary).length > 0.002:
            return DONGFU, row.area.code
    raise AssertionError


def test_a_border_between_two_villages_moves_with_grids_villages_and_codes(
    liling: Liling,
) -> None:
    one, other = neighbours_in_two_villages()
    land, beside = shape_of(one), shape_of(other)
    common = shapely.line_merge(shapely.intersection(land.boundary, beside.boundary))
    where = shapely.line_interpolate_point(common, 0.5, normalized=True)
    if common.geom_type == "MultiLineString":
        where = shapely.line_interpolate_point(
            max(shapely.get_parts(common), key=shapely.length), 0.5, normalized=True
        )
    bite = shapely.intersection(beside, where.buffer(0.001))
    change = move_border(
        (one, other),
        pieces=[shapely.union(land, bite), shapely.difference(beside, bite)],
        effective_from=MONDAY,
        dry_run=False,
        actor=liling.actor("admin"),
        now=liling.now,
    )
    assert change.faults == ()
    assert [part.code for part in change.after] == [one, other]
    assert land_faults(SUNDAY) == []
    assert land_faults(MIDNIGHT) == []
    inside = bite.representative_point()
    before = locate_point(inside.x, inside.y, "wgs84", at=SUNDAY)
    after = locate_point(inside.x, inside.y, "wgs84", at=MIDNIGHT)
    ids = {code: Area.objects.get(code=code) for code in (one, other)}
    assert (before.grid_id, after.grid_id) == (ids[other].id, ids[one].id)
    assert (before.village_id, after.village_id) == (ids[other].parent_id, ids[one].parent_id)
    version = TerritoryVersion.objects.get(number=change.version)
    heirs = heirs_of(version.id)
    assert heirs.grids == {ids[other].id}
    assert heirs(ids[other].id, inside.x, inside.y) == ids[one].id
    assert heirs(ids[other].id) == ids[other].id
    assert not AreaSuccession.objects.filter(on=MONDAY).exists()


def test_only_who_keeps_the_territory_may_change_it(liling: Liling) -> None:
    with pytest.raises(MayNot):
        split(liling, actor=liling.actor("liqiang"), dry_run=True)


def test_an_entry_of_the_duty_matrix_for_the_old_grid_holds_for_its_heirs(liling: Liling) -> None:
    change = split(liling)
    old = Area.objects.get(code=DONGFU).id
    assert routing_index(at=SUNDAY).codes(old) == (DONGFU,)
    for one in change.after:
        area = Area.objects.get(code=one.code).id
        assert routing_index(at=MIDNIGHT).codes(area) == (one.code, DONGFU)


def test_the_demo_started_again_adds_no_post_to_what_came_of_a_change(liling: Liling) -> None:
    split(liling)
    before = set(Post.objects.values_list("code", flat=True))
    install_demo_posts(liling.now)
    assert set(Post.objects.values_list("code", flat=True)) == before


def test_a_unit_without_a_grid_is_still_told_in_both_parts_of_its_host(liling: Liling) -> None:
    unit = area_by_code("430281107008", on=liling.now.date())
    assert unit.looked_after_by is not None
    host = f"{unit.looked_after_by.code}001"
    change = split(liling, host)
    inside = shape_of(unit.code).representative_point()
    for at in (SUNDAY, MIDNIGHT):
        found = locate_point(inside.x, inside.y, "wgs84", at=at)
        assert found.unit is not None
        assert found.unit.id == unit.id
        assert land_faults(at) == []
    assert len(change.after) == 2


def test_a_grid_gets_the_first_free_number_when_the_last_is_reached() -> None:
    village = "430281121201"
    used = [f"{village}{number:03d}" for number in range(1, 800) if number not in (17, 23)]
    codes = next_grid_codes(village, [(113.5, 27.6), (113.4, 27.6)], used=used)
    assert codes == [f"{village}023", f"{village}017"]
    with pytest.raises(NoCodeLeft):
        next_grid_codes(village, [(113.5, 27.6)] * 3, used=used)
