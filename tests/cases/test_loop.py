"""The main job on real rows: the story of the cast, each step one read and one write."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.db import connection
from PIL import Image
from pytest_django import DjangoAssertNumQueries
from tests.liling import Liling

from wangge.audit.log import entries_of
from wangge.cases.access import case_for
from wangge.cases.actions.act import Act, act, act_on, merge_cases
from wangge.cases.actions.evidence import Taken, keep_photo
from wangge.cases.actions.gather import GivenPoint
from wangge.cases.actions.report import Report, report_case
from wangge.cases.actions.sweep import wake_due
from wangge.cases.models import Case as Row
from wangge.cases.proof import problem_faults
from wangge.core.case.events import decode
from wangge.core.case.evolve import replay
from wangge.core.case.facts import Case
from wangge.core.case.refusals import IdTaken, NoSuchCase, StaleVersion
from wangge.core.case.verbs import Verb
from wangge.core.case.world import Part
from wangge.lib.chain import genesis, link
from wangge.lib.ids import uuid7


def a_photo(liling: Liling, colour: str = "red") -> str:
    """The hash of a small stored photo."""
    file = io.BytesIO()
    Image.new("RGB", (80, 60), colour).save(file, "JPEG")
    size = file.tell()
    file.seek(0)
    return keep_photo(file, "井盖.jpg", size, taken=Taken(), by=None, now=liling.now)


def reported(liling: Liling, who: str = "chenyi", text: str = "东富村污水井盖不见了") -> Case:
    lon, lat = liling.point_in("东富村")
    given = Report(
        line="city_management",
        item="C01.02",
        text=text,
        point=GivenPoint(lon=lon, lat=lat, datum="wgs84"),
    )
    case, created = report_case(given, actor=liling.actor(who), now=liling.now)
    assert created
    return case


def say(liling: Liling, who: str, case: Case, verb: Verb, **given: object) -> Case:
    later = liling.now + timedelta(minutes=case.version)
    wanted = Act(action=verb, version=case.version, **given)  # type: ignore[arg-type]
    return act(case.no, wanted, actor=liling.actor(who), now=later)


def test_the_story_of_the_cast(liling: Liling) -> None:
    case = reported(liling)
    case = say(liling, "liqiang", case, Verb.DISPATCH)
    assert case.owner == liling.post("liushifu").id or "承办" in case.owner_why
    case = say(liling, "liushifu", case, Verb.HANDLE, opinion="已补", photos=(a_photo(liling),))
    case = say(liling, "wangfang", case, Verb.VERIFY, opinion="看过了")
    case = say(liling, "chenyi", case, Verb.RATE, stars=5)
    assert case.state == "closed"
    row = Row.objects.get(pk=case.id)
    entries = entries_of(case.id)
    assert row.as_fact() == case == replay(decode(one.data) for one in entries)
    digest = genesis(case.id)
    for one in entries:
        digest = link(
            digest,
            subject=case.id,
            seq=one.seq,
            name=one.name,
            at=one.at,
            post=one.post,
            person=one.person,
            data=one.data,
        )
        assert digest == one.hash
    assert bytes(row.log_hash) == digest


def test_the_next_towns_dispatcher_hears_that_there_is_no_such_case(liling: Liling) -> None:
    case = reported(liling)
    with pytest.raises(NoSuchCase):
        case_for(liling.actor("zhaomin"), case.no)
    with pytest.raises(NoSuchCase):
        say(liling, "zhaomin", case, Verb.DISPATCH)


def test_a_report_is_one_statement(
    liling: Liling, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    reported(liling)
    lon, lat = liling.point_in("东富村")
    point = GivenPoint(lon=lon, lat=lat, datum="wgs84")
    given = Report(line="city_management", item="C01.02", text="又一个", point=point)
    actor = liling.actor("chenyi")
    # the one write is the driver's own prepared statement; these two are the test's savepoint
    with django_assert_num_queries(2):
        report_case(given, actor=actor, now=liling.now)


def test_the_same_report_sent_ten_times_is_one_case(liling: Liling) -> None:
    given = Report(
        id=uuid7(), line="city_management", text="路灯不亮", reporter_phone="13800001234"
    )
    made = [report_case(given, actor=liling.actor("chenyi"), now=liling.now) for _ in range(10)]
    assert [created for _, created in made] == [True] + [False] * 9
    assert len({case.no for case, _ in made}) == 1
    assert Row.objects.filter(pk=given.id).count() == 1


def test_somebody_elses_id_is_refused(liling: Liling) -> None:
    case = reported(liling)
    forged = Report(id=case.id, line="city_management", text="别的事")
    with pytest.raises(IdTaken):
        report_case(forged, actor=liling.actor("wangdie"), now=liling.now)


def test_a_point_in_the_sea_is_owned_by_the_county_centre(liling: Liling) -> None:
    given = Report(
        line="city_management", text="在海里", point=GivenPoint(lon=122.0, lat=30.0, datum="wgs84")
    )
    case, _ = report_case(given, actor=liling.actor("chenyi"), now=liling.now)
    assert case.chain.grid is None
    assert "指挥中心" in case.owner_why


def test_the_second_of_two_hands_is_told_and_loses_nothing(liling: Liling) -> None:
    case = reported(liling)
    wanted = Act(action=Verb.DISPATCH)
    actor = liling.actor("liqiang")
    first = case_for(actor, case.no)
    second = case_for(actor, case.no)
    act_on(first, wanted, actor=actor, now=liling.now)
    with pytest.raises(StaleVersion):
        act_on(second, wanted, actor=actor, now=liling.now)
    assert Row.objects.get(pk=case.id).version == 2


def test_merging_keeps_every_reporter_and_ends_the_duplicates(liling: Liling) -> None:
    main = reported(liling)
    twins = [reported(liling, "wangdie", f"井盖没有了{n}") for n in range(3)]
    actor = liling.actor("liqiang")
    rows = [case_for(actor, one.no) for one in twins]
    after = merge_cases(main.no, rows, Act(action=Verb.MERGE), actor=actor, now=liling.now)
    assert after.duplicates == 3
    assert set(after.requesters) == {
        liling.actor("chenyi").user_id,
        liling.actor("wangdie").user_id,
    }
    assert {Row.objects.get(pk=one.id).state for one in twins} == {"merged"}


def test_splitting_makes_children_at_the_same_place(liling: Liling) -> None:
    case = reported(liling)
    parts = (Part(text="补井盖"), Part(text="修路面", item="E01.13"))
    case = say(liling, "liqiang", case, Verb.SPLIT, parts=parts)
    children = list(Row.objects.filter(parent_id=case.id).order_by("no"))
    assert [child.text for child in children] == ["补井盖", "修路面"]
    assert {child.grid_id for child in children} == {case.chain.grid}


def test_who_splits_a_case_may_not_rate_its_parts(liling: Liling) -> None:
    parts = (Part(text="补井盖"), Part(text="修路面", item="E01.13"))
    case = say(liling, "liqiang", reported(liling), Verb.SPLIT, parts=parts)
    assert [row.requesters for row in Row.objects.filter(parent_id=case.id)] == [[], []]


def test_time_escalates_what_is_late_and_only_that(liling: Liling) -> None:
    late = reported(liling)
    row = Row.objects.get(pk=late.id)
    assert wake_due(now=liling.now + timedelta(minutes=14)) == 0
    assert wake_due(now=liling.now + timedelta(minutes=16)) == 1
    row.refresh_from_db()
    assert row.escalation == 1
    assert row.wake_at is not None
    assert row.wake_at > liling.now + timedelta(minutes=16)


def test_every_problem_is_proven_and_an_altered_row_is_named(liling: Liling) -> None:
    case = reported(liling)
    say(liling, "liqiang", case, Verb.DISPATCH)
    at = liling.now + timedelta(hours=1)
    assert problem_faults(at=at, now=at) == (1, [])
    Row.objects.filter(pk=case.id).update(owner_id=uuid7())
    _, found = problem_faults(at=at, now=at)
    assert [(one.kind, one.no) for one in found] == [("unlike_log", case.no)]


def test_the_past_is_proven_as_it_was(liling: Liling) -> None:
    case = reported(liling)
    say(liling, "liqiang", case, Verb.DISPATCH)
    now = liling.now + timedelta(days=1)
    assert problem_faults(at=liling.now - timedelta(hours=1), now=now) == (0, [])
    assert problem_faults(at=liling.now + timedelta(seconds=1), now=now) == (1, [])


def test_the_log_cannot_be_changed_by_the_application(liling: Liling) -> None:
    reported(liling)
    with pytest.raises(Exception, match="permission denied"), connection.cursor() as cursor:
        cursor.execute("UPDATE audit_entry SET data = '{}'")
