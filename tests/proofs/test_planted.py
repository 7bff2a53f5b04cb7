"""Six faults planted in a county that is well: each is found and named, and nothing else is."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest
import shapely
from tests.audit.tampering import tamper
from tests.homes import Homes
from tests.visits.test_proof import all_visited

from wangge.audit.actions import anchor
from wangge.audit.log import entries_of
from wangge.cases.actions.bulk import History, record_histories
from wangge.cases.actions.gather import GivenPoint
from wangge.cases.actions.report import Report, report_case
from wangge.core.case.events import Reported, decode
from wangge.core.case.facts import Case
from wangge.core.proofs.facts import Fault, Promise, Proof
from wangge.lib.ids import uuid7
from wangge.proofs.prove import prove
from wangge.territory.access import forget_roster, forget_territory
from wangge.territory.models import Boundary, Holding, Post
from wangge.visits.models import Contact

_METRE = 1 / 111_320.0  # of latitude, in degrees


@pytest.fixture
def county(homes: Homes, _seals_own_entries: None) -> Homes:
    """Land, households and cases of a county that keeps its promises."""
    all_visited(homes, homes.now - timedelta(days=1))
    anchor(now=homes.now)
    return homes


def report(county: Homes, village: str, text: str) -> Case:
    lon, lat = county.county.point_in(village)
    given = Report(
        line="city_management",
        item="C01.02",
        text=text,
        point=GivenPoint(lon=lon, lat=lat, datum="wgs84"),
    )
    actor = county.county.actor("chenyi", at=county.now)
    return report_case(given, actor=actor, now=county.now)[0]


def proofs(county: Homes, *, log: bool = True) -> dict[Promise, Proof]:
    forget_territory()
    forget_roster()
    now = county.now + timedelta(seconds=1)
    return {one.promise: one for one in prove(at=now, now=now, log=log)}


def faults(found: dict[Promise, Proof]) -> list[Fault]:
    return [fault for one in found.values() for fault in one.faults]


def grid_of(place: int) -> Boundary:
    """A grid far from the cast's own, by its place in the order of codes."""
    borders = Boundary.objects.filter(area__level="grid").select_related("area")
    return borders.order_by("-area__sort_key")[place]


def square(lon: float, lat: float, area_m2: float) -> shapely.Polygon:
    """A square of so many square metres there."""
    half = area_m2**0.5 / 2 * _METRE
    wide = half / 0.8859  # the cosine of Liling's latitude, 27.65 degrees
    return shapely.box(lon - wide, lat - half, lon + wide, lat + half)


def a_gap(place: int, area_m2: float) -> Boundary:
    """A hole in the middle of a grid."""
    border = grid_of(place)
    shape = shapely.from_wkb(bytes(border.wkb))
    middle = shape.representative_point()
    border.wkb = shapely.to_wkb(shape.difference(square(middle.x, middle.y, area_m2)))
    border.save()
    return border


def an_overlap(place: int, area_m2: float) -> tuple[Boundary, Boundary]:
    """A grid that claims a piece out of the middle of another's land."""
    border, other = grid_of(place), grid_of(place + 1)
    middle = shapely.from_wkb(bytes(other.wkb)).representative_point()
    piece = square(middle.x, middle.y, area_m2)
    border.wkb = shapely.to_wkb(shapely.union(shapely.from_wkb(bytes(border.wkb)), piece))
    border.save()
    return border, other


def a_lapsed_post(place: int, county: Homes) -> Post:
    """Who served a grid ended last night: its one worker, the other post left long ago."""
    posts = Post.objects.filter(area=grid_of(place).area_id).order_by("code")
    last = posts[0]
    night, long_ago = county.now - timedelta(hours=12), county.now - timedelta(days=30)
    posts.exclude(pk=last.pk).update(valid_until=long_ago)
    posts.filter(pk=last.pk).update(valid_until=night)
    Holding.objects.filter(post__in=posts, until=None).update(until=night)
    return last


def an_orphan(case: Case) -> str:
    """A case, row and log alike, that a post owns which there is not."""
    first = decode(entries_of(case.id)[0].data)
    assert isinstance(first, Reported)
    event = msgspec.structs.replace(first, id=uuid7(), no="C-ORPHAN", owner=uuid7())
    record_histories([History((event,))])
    return event.no


def test_a_county_that_is_well_has_no_faults(county: Homes) -> None:
    report(county, "东富村", "井盖不见了")
    found = proofs(county)
    assert faults(found) == []
    assert [one.proven for one in found.values()] == [True] * 5


def test_each_planted_fault_is_found_and_named_and_nothing_else(county: Homes) -> None:
    case = report(county, "东富村", "井盖不见了")
    altered = report(county, "东富村", "路灯不亮了")
    orphan = an_orphan(case)
    gap = a_gap(0, 3.0)
    over, under = an_overlap(5, 2.0)
    lapsed = a_lapsed_post(10, county)
    Contact.objects.filter(household_id=county.plain.pk).delete()
    tamper(
        "UPDATE audit_entry SET data = replace(data, '路灯', '井盖') WHERE subject = %s", altered.id
    )

    found = faults(proofs(county))

    kinds = sorted((one.promise.value, one.kind) for one in found)
    assert kinds == [
        ("households", "no_contact"),
        ("land", "gap"),
        ("land", "lapsed"),
        ("land", "overlap"),
        ("log", "altered"),
        ("problems", "no_owner"),
    ], [one.zh for one in found]
    said = {one.kind: one for one in found}
    assert gap.area.name in said["gap"].names
    assert "3.0" in said["gap"].zh
    assert set(said["overlap"].names) == {over.area.name, under.area.name}
    assert "2.0" in said["overlap"].zh
    assert lapsed.code in said["lapsed"].zh
    assert "8号户" in said["no_contact"].zh
    assert said["no_owner"].names == (orphan,)
    assert altered.no in said["altered"].zh
    for kind in ("gap", "overlap", "lapsed"):
        assert said[kind].lon is not None
        assert len(said[kind].areas) == 4


def test_an_altered_entry_is_named_without_asking_for_the_log(county: Homes) -> None:
    case = report(county, "东富村", "井盖不见了")
    tamper("UPDATE audit_entry SET data = '{}' WHERE subject = %s", case.id)
    (fault,) = faults(proofs(county, log=False))
    assert (fault.kind, fault.names) == ("log_altered", (case.no,))


def test_a_row_that_was_altered_is_named(county: Homes) -> None:
    case = report(county, "东富村", "井盖不见了")
    tamper("UPDATE cases_case SET due_at = due_at + interval '1 day' WHERE id = %s", case.id)
    (fault,) = faults(proofs(county))
    assert (fault.promise, fault.names) == (Promise.PROBLEMS, (case.no,))
    assert "期限" in fault.zh


def test_a_case_hidden_by_closing_its_row_is_named(county: Homes) -> None:
    case = report(county, "东富村", "井盖不见了")
    tamper("UPDATE cases_case SET kind = 'closed', closed_at = reported_at WHERE id = %s", case.id)
    found = proofs(county, log=False)
    assert found[Promise.PROBLEMS].looked_at == 1
    (fault,) = faults(found)
    assert "状态" in fault.zh


def test_a_case_in_a_flow_there_is_not_has_no_way_on(county: Homes) -> None:
    case = report(county, "东富村", "井盖不见了")
    first = decode(entries_of(case.id)[0].data)
    assert isinstance(first, Reported)
    lost = msgspec.structs.replace(first, id=uuid7(), no="C-LOST", flow="nowhere")
    record_histories([History((lost,))])
    (fault,) = faults(proofs(county))
    assert (fault.kind, fault.names) == ("no_step", ("C-LOST",))
