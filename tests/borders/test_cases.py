"""A border moves on Monday: every case has the right land, owner and readers at every instant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from tests.borders.ground import DONGFU, MIDNIGHT, MONDAY, SUNDAY, split
from tests.cases.test_loop import a_photo
from tests.liling import Liling
from tests.support.logs import written

from wangge.audit.log import entries_of
from wangge.audit.models import Follower as Place
from wangge.cases.access import sees
from wangge.cases.actions.act import Act, act
from wangge.cases.actions.carry import carry_due
from wangge.cases.actions.gather import GivenPoint
from wangge.cases.actions.report import Report, report_case
from wangge.cases.models import Case as Row
from wangge.cases.proof import problem_faults
from wangge.core.case.events import decode
from wangge.core.case.evolve import replay
from wangge.core.case.facts import Case
from wangge.core.case.verbs import Verb
from wangge.core.tally import Measure
from wangge.ledger.followers import NAME, follow
from wangge.ledger.proof import tally_faults
from wangge.ledger.queries import CountedWhat, by_child_areas, cases_behind, figures, live
from wangge.territory.actions import withdraw_version
from wangge.territory.actions.handover import note_handover as note
from wangge.territory.change import Change
from wangge.territory.models import Area, Handover, Post
from wangge.territory.proof import land_faults

#: The job has run: some seconds into Monday.
SOON = MIDNIGHT + timedelta(seconds=4)
#: Wangfang's post goes on in the west, the other two in the east.
PLAN = {f"P-{DONGFU}-1": [0], f"P-{DONGFU}-2": [1], f"P-{DONGFU}-3": [1]}


@dataclass(frozen=True)
class Split:
    """The change, its grids by id, and a point in each part."""

    liling: Liling
    change: Change
    old: UUID
    west: UUID
    east: UUID

    def report(
        self, part: int | None, at: datetime, who: str = "chenyi", text: str = "井盖不见了"
    ) -> Case:
        """A case in one of the parts; None: in the grid of that time, without a point."""
        point, area = None, None
        if part is None:
            area = self.old
        else:
            spot = self.change.after[part].shape.representative_point()
            point = GivenPoint(lon=spot.x, lat=spot.y, datum="wgs84")
        given = Report(line="city_management", item="C01.02", text=text, point=point, area=area)
        return report_case(given, actor=self.liling.actor(who, at=at), now=at)[0]

    def say(self, who: str, case: Case, verb: Verb, at: datetime, **given: object) -> Case:
        wanted = Act(action=verb, version=case.version, **given)  # type: ignore[arg-type]
        return act(case.no, wanted, actor=self.liling.actor(who, at=at), now=at)

    def now(self, case: Case) -> Case:
        return Row.objects.get(pk=case.id).as_fact()


@pytest.fixture
def ground(liling: Liling) -> Split:
    change = split(liling, posts=PLAN)
    ids = {code: Area.objects.get(code=code).id for code in (DONGFU, *codes(change))}
    return Split(liling, change, *ids.values())


def codes(change: Change) -> list[str]:
    return [one.code for one in change.after]


def post(code: str) -> UUID:
    return Post.objects.get(code=code).id


def test_a_second_before_and_a_second_after_midnight(ground: Split) -> None:
    before = ground.report(0, SUNDAY)
    after = ground.report(0, MIDNIGHT)
    assert before.chain.grid == ground.old
    assert after.chain.grid == ground.west
    assert carry_due(now=SUNDAY) == 0
    assert carry_due(now=SOON) == 1
    carried = ground.now(before)
    assert carried.chain == after.chain
    assert carried.territory_version == after.territory_version == ground.change.version
    assert (carried.clock, carried.owner) == (before.clock, before.owner)
    assert ground.now(after) == after


def test_the_entry_is_dated_to_the_instant_and_said_by_time(ground: Split) -> None:
    case = ground.report(0, SUNDAY - timedelta(hours=3))
    carry_due(now=SOON)
    entry = entries_of(case.id)[-1]
    assert (entry.name, entry.at, entry.post, entry.person) == (
        "case.rezoned",
        MIDNIGHT,
        None,
        None,
    )
    assert replay(decode(one.data) for one in entries_of(case.id)) == ground.now(case)


def test_what_a_grid_worker_owed_goes_to_whoever_follows_him_on_that_ground(
    ground: Split,
) -> None:
    cases = [ground.report(part, SUNDAY - timedelta(minutes=10)) for part in (0, 1)]
    cases = [
        ground.say("liqiang", case, Verb.ASK_PRECHECK, SUNDAY - timedelta(minutes=5))
        for case in cases
    ]
    olds = {post(code) for code in PLAN}
    assert {case.owner for case in cases} <= olds
    carry_due(now=SOON)
    west, east = (ground.now(case) for case in cases)
    assert west.owner == post("P-430281121201002-1")
    assert east.owner in {post("P-430281121201003-1"), post("P-430281121201003-2")}
    assert "接续" in west.owner_why or "属地" in west.owner_why
    assert west.clock == cases[0].clock
    done = ground.say(
        "wangfang", west, Verb.PRECHECK, SOON + timedelta(minutes=1), passed=True, opinion="属实"
    )
    assert done.state == "reported"


def test_whoever_worked_on_the_old_grid_sees_his_part_and_zhaomin_nothing(ground: Split) -> None:
    cases = [ground.report(part, SUNDAY - timedelta(minutes=10)) for part in (0, 1)]
    for at, seen in ((SUNDAY, [True, True]), (SOON, [True, False])):
        carry_due(now=at)
        rows = [Row.objects.get(pk=case.id) for case in cases]
        wangfang = ground.liling.actor("wangfang", at=at)
        assert [sees(wangfang, row) for row in rows] == seen
        for who, all_of_it in (("liqiang", True), ("zhaomin", False)):
            reader = ground.liling.actor(who, at=at)
            assert {sees(reader, row) for row in rows} == {all_of_it}


def test_a_case_without_a_point_goes_with_the_larger_part(ground: Split) -> None:
    case = ground.report(None, SUNDAY - timedelta(hours=1))
    assert case.chain.grid == ground.old
    carry_due(now=SOON)
    areas = [part.area_m2 for part in ground.change.after]
    larger = (ground.west, ground.east)[areas.index(max(areas))]
    assert ground.now(case).chain.grid == larger
    late = ground.report(None, SOON)  # a phone that still offers the old grid
    assert late.chain.grid == larger


def test_closed_cases_keep_their_stamp_until_they_open_again(ground: Split) -> None:
    case = ground.report(1, SUNDAY - timedelta(hours=1))
    case = ground.say("liqiang", case, Verb.VOID, SUNDAY, reason="重复")
    other = ground.report(1, SUNDAY - timedelta(hours=1), text="路灯不亮")
    other = ground.say("liqiang", other, Verb.REJECT, SUNDAY, reason="不属于城管")
    assert carry_due(now=SOON) == 0
    assert ground.now(case).chain.grid == ground.old
    opened = ground.say("liqiang", other, Verb.REOPEN, SOON, reason="再看看")
    assert opened.chain.grid == ground.east
    assert entries_of(other.id)[-1].name == "case.rezoned"


def test_it_is_safe_to_run_again_and_catches_who_was_writing_at_midnight(ground: Split) -> None:
    ground.report(0, SUNDAY)
    assert carry_due(now=SOON) == 1
    assert carry_due(now=SOON + timedelta(seconds=5)) == 0
    late = ground.report(1, SUNDAY)  # judged before midnight, written after the job had run
    assert carry_due(now=SOON + timedelta(seconds=10)) == 1
    assert ground.now(late).chain.grid == ground.east
    (row,) = Handover.objects.all()
    assert (row.part, row.count, row.done_at) == ("cases", 2, SOON)
    assert carry_due(now=SOON + timedelta(hours=3)) == 0


def test_a_run_broken_off_goes_on_where_it_stood(
    ground: Split, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wangge.cases.actions.carry.BATCH", 2)
    cases = [ground.report(0, SUNDAY - timedelta(hours=1), text=f"第{n}件") for n in range(5)]
    counted = iter(range(100))

    def stops(*args: object, **facts: object) -> None:
        if next(counted) == 1:
            raise KeyboardInterrupt
        note(*args, **facts)  # type: ignore[arg-type]

    monkeypatch.setattr("wangge.cases.actions.carry.note_handover", stops)
    with pytest.raises(KeyboardInterrupt):
        carry_due(now=SOON)
    monkeypatch.setattr("wangge.cases.actions.carry.note_handover", note)
    carry_due(now=SOON)
    assert {ground.now(case).chain.grid for case in cases} == {ground.west}
    assert [len(entries_of(case.id)) for case in cases] == [2] * 5


def test_a_suspended_case_moves_and_stays_suspended(ground: Split) -> None:
    case = ground.report(1, SUNDAY - timedelta(hours=2))
    case = ground.say("liqiang", case, Verb.DISPATCH, SUNDAY - timedelta(hours=1))
    until = MIDNIGHT + timedelta(days=20)
    case = ground.say("liqiang", case, Verb.SUSPEND, SUNDAY, reason="等拨款", until=until)
    carry_due(now=SOON)
    carried = ground.now(case)
    assert carried.chain.grid == ground.east
    assert (carried.is_paused, carried.clock, carried.owner) == (True, case.clock, case.owner)


def test_taken_back_in_time_nothing_moves(ground: Split) -> None:
    case = ground.report(0, SUNDAY - timedelta(days=1))
    assert ground.change.version is not None
    withdraw_version(
        ground.change.version,
        reason="缓一缓",
        actor=ground.liling.actor("admin"),
        now=ground.liling.now + timedelta(days=1),
    )
    assert carry_due(now=SOON) == 0
    assert ground.now(case) == case


def test_the_promises_hold_at_every_instant(ground: Split) -> None:
    for part in (0, 1, None):
        case = ground.report(part, SUNDAY - timedelta(hours=1))
        ground.say("liqiang", case, Verb.ASK_PRECHECK, SUNDAY - timedelta(minutes=30))
    assert problem_faults(at=SOON, now=SOON) == (3, [])  # the job has not run yet
    carry_due(now=SOON)
    later = MIDNIGHT + timedelta(hours=8)
    for at in (SUNDAY - timedelta(minutes=59), SUNDAY, MIDNIGHT, SOON, later):
        assert land_faults(at) == []
        assert problem_faults(at=at, now=later) == (3, [])


def test_open_counts_move_and_past_figures_stay_where_they_were(ground: Split) -> None:
    sunday = MONDAY - timedelta(days=1)
    done = ground.report(0, SUNDAY - timedelta(hours=3))
    done = ground.say("liqiang", done, Verb.DISPATCH, SUNDAY - timedelta(hours=2))
    open_case = ground.report(1, SUNDAY - timedelta(hours=1))
    follow(written(), SUNDAY)
    assert live(ground.old, now=SUNDAY).open == 2
    carry_due(now=SOON)
    done = ground.now(done)
    photo = a_photo(ground.liling)
    done = ground.say(
        "liushifu", done, Verb.HANDLE, SOON + timedelta(hours=9), opinion="补了", photos=(photo,)
    )
    done = ground.say(
        "wangfang", done, Verb.VERIFY, SOON + timedelta(hours=9, minutes=5), opinion="好了"
    )
    later = SOON + timedelta(hours=10)
    follow(written(), later)
    note_place()
    assert [live(area, now=later).open for area in (ground.old, ground.west, ground.east)] == [
        0,
        0,
        1,
    ]
    for area, reported, closed in ((ground.old, 2, 0), (ground.west, 0, 1), (ground.east, 0, 0)):
        counted = figures(area, sunday, MONDAY)
        assert (counted.reported, counted.closed) == (reported, closed)
        for measure in (Measure.REPORTED, Measure.FILED, Measure.CLOSED, Measure.HANDLED):
            what = CountedWhat(subject=area, measure=measure, since=sunday, until=MONDAY)
            behind = cases_behind(what, now=later)
            assert len(behind) == getattr(counted, measure)
    what = CountedWhat(subject=ground.old, measure=Measure.REPORTED, since=sunday, until=sunday)
    assert set(cases_behind(what, now=later)) == {done.id, open_case.id}
    village = figures(done.chain.village or done.chain.county, sunday, MONDAY)
    assert (village.reported, village.closed) == (2, 1)
    assert tally_faults() == []


def test_the_parts_of_a_village_are_listed_by_the_day(ground: Split) -> None:
    village = Area.objects.get(code=DONGFU[:12]).id
    for at, known in ((SUNDAY, {ground.old}), (SOON, {ground.west, ground.east})):
        day = at.date()
        assert {one.area_id for one in by_child_areas(village, day, day, now=at)} == known


def note_place() -> None:
    """The follower has come to the end of the log."""
    last = written()[-1]
    Place.objects.update_or_create(name=NAME, defaults={"xid": last.xid, "position": last.position})
