"""A visit is recorded once, by who may, and its problems are cases at once."""

from __future__ import annotations

from datetime import timedelta
from unittest.mock import patch
from uuid import UUID

import pytest
from tests.homes import Homes

from wangge.cases.access import case_for
from wangge.cases.actions.gather import GivenPoint
from wangge.cases.models import Case, Reporter
from wangge.core.case.refusals import NoSuchCase
from wangge.core.errors import Forbidden, NotFound, Refusal
from wangge.core.visits.forms import UnknownAnswer
from wangge.lib.ids import uuid7
from wangge.territory.access import forget_roster
from wangge.territory.models import Absence
from wangge.visits.actions import Problem, VisitGiven, record_visit
from wangge.visits.models import Visit
from wangge.visits.queries.problems import cases_of, problem_id
from wangge.visits.refusals import NotYourHousehold, TooManyProblems, UnknownKind, VisitTaken

FIRE = Problem(line="village_affairs", item="R03.01", text="王爹家电线老化，插座烧黑")


def given(homes: Homes, **told: object) -> VisitGiven:
    wanted = {
        "id": uuid7(),
        "household_id": homes.wangdie.pk,
        "answers": {"met": ["self"], "home": ["fire"]},
        "note": "老人精神好",
    }
    return VisitGiven(**(wanted | told))  # type: ignore[arg-type]


def by(homes: Homes, who: str, wanted: VisitGiven) -> Visit:
    return record_visit(wanted, actor=homes.county.actor(who, at=homes.now), now=homes.now)


def test_a_visit_says_who_called_when_and_what_was_found(homes: Homes) -> None:
    at = homes.now - timedelta(hours=3)
    visit = by(homes, "wangfang", given(homes, at=at))
    kept = Visit.objects.get(pk=visit.pk)
    assert (kept.post_id, kept.at, kept.received_at) == (homes.post, at, homes.now)
    assert kept.answers == {"met": ["self"], "home": ["fire"]}
    assert (kept.note, kept.worries, kept.found) == ("老人精神好", 1, 0)
    assert kept.grid_id == homes.grid


def test_what_was_said_at_home_lies_sealed(homes: Homes) -> None:
    visit = by(homes, "wangfang", given(homes))
    row = Visit.objects.filter(pk=visit.pk).values_list("answers_sealed", "note_sealed").get()
    assert all(b"fire" not in bytes(one) and "精神".encode() not in bytes(one) for one in row)


def test_the_same_visit_sent_three_times_is_one_visit_and_one_case(homes: Homes) -> None:
    wanted = given(homes, problems=(FIRE,))
    first, *others = [by(homes, "wangfang", wanted) for _ in range(3)]
    assert {one.pk for one in others} == {first.pk}
    assert Visit.objects.count() == 1
    assert Case.objects.filter(pk=problem_id(first.pk, 0)).count() == 1


def test_a_problem_is_a_case_with_her_as_reporter(homes: Homes) -> None:
    visit = by(homes, "wangfang", given(homes, problems=(FIRE, FIRE)))
    found = cases_of([visit])[visit.pk]
    assert [case.item for case in found] == ["R03.01", "R03.01"]
    case = Case.objects.get(pk=problem_id(visit.pk, 0))
    assert (case.grid_id, case.source) == (homes.grid, "grid_worker")
    her = homes.county.actor("wangfang", at=homes.now).user_id
    assert Reporter.objects.get(case_id=case.pk).user_id == her
    assert case.as_fact().extra["visit"] == str(visit.pk)


def test_a_kill_between_visit_and_case_leaves_neither(homes: Homes) -> None:
    wanted = given(homes, problems=(FIRE, FIRE))
    with (
        patch("wangge.visits.actions.record.tick_off"),
        patch("wangge.visits.actions.record.report_case", side_effect=[None, SystemExit]),
        pytest.raises(SystemExit),
    ):
        by(homes, "wangfang", wanted)
    assert Visit.objects.count() == 0
    assert by(homes, "wangfang", wanted).found == 2
    assert Case.objects.filter(pk__in=[problem_id(wanted.id or UUID(int=0), n) for n in (0, 1)])


def test_a_problem_nobody_can_take_refuses_the_visit_whole(homes: Homes) -> None:
    wanted = given(homes, problems=(FIRE, Problem(line="village_affairs", item="?", text="x")))
    with pytest.raises(Refusal):
        by(homes, "wangfang", wanted)
    assert (Visit.objects.count(), Case.objects.filter(text=FIRE.text).count()) == (0, 0)


def test_the_next_town_hears_that_there_is_no_such_household(homes: Homes) -> None:
    with pytest.raises(NotFound):
        by(homes, "zhaomin", given(homes))


def test_who_reads_the_land_but_serves_another_post_records_no_visit(homes: Homes) -> None:
    with pytest.raises(NotYourHousehold) as refused:
        by(homes, "liqiang", given(homes))
    assert isinstance(refused.value, Forbidden)


def test_a_colleague_of_the_same_grid_may_visit_too(homes: Homes) -> None:
    colleague = "p430281121201001-2"
    visit = by(homes, colleague, given(homes))
    assert visit.post_id != homes.post


def test_a_stand_in_visits_for_who_is_on_leave(homes: Homes) -> None:
    wangfang = homes.county.actor("wangfang", at=homes.now).user_id
    liqiang = homes.county.actor("liqiang", at=homes.now).user_id
    Absence.objects.create(
        user_id=wangfang, stand_in_id=liqiang, since=homes.now - timedelta(days=1)
    )
    forget_roster()
    assert by(homes, "liqiang", given(homes)).post_id == homes.post
    forget_roster()


def test_a_visit_from_before_she_left_is_still_hers(homes: Homes) -> None:
    wangfang = homes.county.actor("wangfang", at=homes.now).user_id
    Absence.objects.create(user_id=wangfang, stand_in=None, since=homes.now - timedelta(hours=1))
    forget_roster()
    earlier = given(homes, at=homes.now - timedelta(hours=2))
    actor = homes.county.actor("wangfang", at=homes.now - timedelta(hours=2))
    assert record_visit(earlier, actor=actor, now=homes.now).post_id == homes.post
    forget_roster()


def test_an_id_of_another_visit_is_refused(homes: Homes) -> None:
    first = by(homes, "wangfang", given(homes))
    with pytest.raises(VisitTaken):
        by(homes, "wangfang", given(homes, id=first.pk, household_id=homes.plain.pk))


def test_a_visit_out_of_the_future_or_of_last_year_counts_as_made_now(homes: Homes) -> None:
    for days in (400, -2):
        at = homes.now - timedelta(days=days)
        assert by(homes, "wangfang", given(homes, at=at)).at == homes.now


def test_how_far_from_home_it_was_recorded_is_known(homes: Homes) -> None:
    lon, lat = homes.county.point_in("东富村")
    homes.wangdie.__class__.objects.filter(pk=homes.wangdie.pk).update(lon=lon, lat=lat)
    here = GivenPoint(lon=lon, lat=lat + 0.001, datum="wgs84")
    visit = by(homes, "wangfang", given(homes, point=here))
    assert visit.distance_m == pytest.approx(111, abs=1)


@pytest.mark.parametrize(
    ("told", "refusal"),
    [
        ({"kind": "dream"}, UnknownKind),
        ({"answers": {"home": ["flying"]}}, UnknownAnswer),
        ({"problems": (FIRE,) * 7}, TooManyProblems),
    ],
)
def test_what_the_form_does_not_have_is_refused(
    homes: Homes, told: dict[str, object], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        by(homes, "wangfang", given(homes, **told))


def test_a_case_of_a_visit_is_not_shown_to_the_next_town(homes: Homes) -> None:
    visit = by(homes, "wangfang", given(homes, problems=(FIRE,)))
    case = cases_of([visit])[visit.pk][0]
    with pytest.raises(NoSuchCase):
        case_for(homes.county.actor("zhaomin", at=homes.now), case.no)
