"""Lists over HTTP: boxes, filters, search; by keyset, within sight, within few queries."""

from __future__ import annotations

from datetime import timedelta
from itertools import chain
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries
from tests.api.programs import Cast, Program
from tests.liling import Liling

from wangge.audit.followers import registered
from wangge.audit.log import entries_of
from wangge.cases.actions.gather import GivenPoint
from wangge.cases.actions.report import Report, report_case
from wangge.cases.models import Case
from wangge.cases.queries.case_page import case_page
from wangge.cases.queries.lists import Box, counts, inbox, say_count
from wangge.lib.clock import utc_now


def some_cases(liling: Liling, count: int, village: str = "东富村") -> list[str]:
    """So many reports by 陈姨, a minute apart; their numbers, newest first."""
    lon, lat = liling.point_in(village)
    made = []
    for number in range(count):
        given = Report(
            line="city_management",
            text=f"路灯不亮 第{number}盏",
            point=GivenPoint(lon=lon, lat=lat, datum="wgs84"),
            reporter_phone="13800001234",
        )
        at = liling.now + timedelta(minutes=number)
        case, _ = report_case(given, actor=liling.actor("chenyi"), now=at)
        made.append(case.no)
    return made[::-1]


def pages(who: Program, path: str) -> list[list[str]]:
    """The numbers on every page of a list."""
    found: list[list[str]] = []
    cursor: str | None = ""
    while cursor is not None:
        answer = who.get(f"{path}&cursor={cursor}" if cursor else path)
        assert answer.status == 200, answer.json
        found.append([one["no"] for one in answer.json["cases"]])
        cursor = answer.json["cursor"]
    return found


def test_pages_hold_every_case_once_newest_first(liling: Liling, program: Cast) -> None:
    made = some_cases(liling, 7)
    found = pages(program("liqiang"), "/cases?limit=3")
    assert [len(page) for page in found] == [3, 3, 1]
    assert list(chain(*found)) == made


def test_rows_of_the_same_instant_are_not_skipped(liling: Liling, program: Cast) -> None:
    some_cases(liling, 5)
    Case.objects.update(reported_at=liling.now)
    found = list(chain(*pages(program("liqiang"), "/cases?limit=2")))
    assert len(found) == len(set(found)) == 5


def test_the_todo_box_goes_by_deadline_and_suspended_ones_come_last(
    liling: Liling, program: Cast
) -> None:
    made = some_cases(liling, 5)
    Case.objects.filter(no=made[-1]).update(due_at=None, paused=True)
    found = list(chain(*pages(program("liqiang"), "/cases?inbox=todo&limit=2")))
    assert found == [*made[-2::-1], made[-1]]


def test_the_done_box_holds_what_the_post_has_done_with(
    liling: Liling, program: Cast, a_report: dict[str, Any]
) -> None:
    liqiang = program("liqiang")
    cases = [liqiang.post("/cases", a_report | {"text": f"井盖{n}"}).json for n in range(3)]
    for case in cases[:2]:
        dispatch = {"action": "dispatch", "version": 1, "condition": "missing"}
        liqiang.post(f"/cases/{case['no']}/actions", dispatch)
    follow()
    found = list(chain(*pages(liqiang, "/cases?inbox=done&limit=1")))
    assert sorted(one for one in found if one) == sorted(case["no"] for case in cases[:2])


def test_a_cursor_belongs_to_its_list(liling: Liling, program: Cast) -> None:
    some_cases(liling, 3)
    liqiang = program("liqiang")
    cursor = liqiang.get("/cases?limit=1").json["cursor"]
    for path in (f"/cases?state=reported&cursor={cursor}", "/cases?cursor=a.b", "/cases?cursor=x"):
        answer = liqiang.get(path)
        assert (answer.status, answer.code) == (422, "bad_cursor")
    assert program("zhoumin").get(f"/cases?cursor={cursor}").code == "bad_cursor"


@pytest.mark.parametrize(
    ("query", "many"),
    [
        ("state=reported", 3),
        ("state=closed", 0),
        ("kind=open&line=city_management", 3),
        ("line=village_affairs", 0),
        ("area=430281", 3),
        ("area=430281121", 3),
        ("area=430281002", 0),
        ("owner=P-430281121-dispatcher", 3),
        ("box=113,27,114,28", 3),
        ("box=100,20,101,21", 0),
        ("unlocated=1", 0),
        ("overdue=1", 3),
        ("inbox=overdue", 3),
        ("inbox=supervised", 0),
        ("source=resident&since=2026-11-23T01:00:30Z", 2),
        ("until=2026-11-23T09:00:30%2B08:00", 1),
        ("q=路灯不亮", 3),
        ("q=第2盏", 1),
        ("q=井盖", 0),
        ("q=13800001234", 3),
        ("q=138 0000-1234", 3),
    ],
)
def test_filters_and_search(liling: Liling, program: Cast, query: str, many: int) -> None:
    some_cases(liling, 3)
    follow()
    assert len(program("liqiang").get(f"/cases?{query}").json["cases"]) == many


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=x", "limit"),
        ("box=1,2,3", "box"),
        ("box=nan,0,1,1", "box"),
        ("box=2,0,1,1", "box"),
        ("state=%00", "state"),
        ("area=nowhere", "area"),
        ("owner=nobody", "owner"),
        ("since=yesterday", "since"),
        ("since=2026-11-23T01:00:00", "since"),
        ("inbox=mine", "inbox"),
        ("colour=red", "colour"),
        ("q=路", "q"),
        ("q=%00%00", "q"),
    ],
)
def test_a_wrong_filter_is_named(program: Cast, query: str, field: str) -> None:
    answer = program("liqiang").get(f"/cases?{query}")
    assert answer.status == 422, answer.json
    assert answer.json["error"]["field"] == field


def test_a_number_finds_the_case_at_once(liling: Liling, program: Cast) -> None:
    made = some_cases(liling, 2)
    found = program("liqiang").get(f"/cases?q={made[1].lower()}").json["cases"]
    assert [one["no"] for one in found] == [made[1]]


@pytest.mark.parametrize(
    "query", ["", "?inbox=todo", "?inbox=overdue", "?q=路灯", "?q=13800001234"]
)
def test_the_next_towns_dispatcher_finds_nothing(liling: Liling, program: Cast, query: str) -> None:
    made = some_cases(liling, 2)
    follow()
    zhaomin = program("zhaomin")
    assert zhaomin.get(f"/cases{query}").json["cases"] == []
    assert zhaomin.get(f"/cases?q={made[0]}").json["cases"] == []


def test_a_resident_sees_his_own(liling: Liling, program: Cast) -> None:
    some_cases(liling, 2)
    assert len(program("chenyi").get("/cases").json["cases"]) == 2
    assert program("wangdie").get("/cases").json["cases"] == []


def test_lists_and_pages_keep_within_their_queries(
    liling: Liling, program: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    made = some_cases(liling, 4)
    follow()
    liqiang = program("liqiang")
    liqiang.get("/me")  # token, roster, land and catalogue are read once
    for path in ("", "?inbox=todo", "?inbox=done", "?inbox=overdue", "?q=路灯"):
        with django_assert_max_num_queries(8) as asked:
            liqiang.get(f"/cases{path}")
        assert len(asked) <= 2, path
    with django_assert_max_num_queries(3):
        liqiang.get("/me")
    row = Case.objects.get(no=made[0])
    with django_assert_max_num_queries(4):
        page = case_page(liling.actor("liqiang"), row, liling.now, "zh-hans")
    assert page.timeline


def test_counts_stop_at_a_thousand(liling: Liling) -> None:
    some_cases(liling, 2)
    found = counts(liling.actor("liqiang"), now=utc_now())
    assert found == {Box.TODO: 2, Box.OVERDUE: 2, Box.SUPERVISED: 0}
    assert [say_count(one) for one in (0, 999, 1000)] == ["0", "999", "999+"]


def test_an_actor_without_posts_has_empty_boxes(liling: Liling) -> None:
    some_cases(liling, 1)
    assert inbox(liling.actor("chenyi"), Box.TODO, now=liling.now).rows == []


def follow() -> None:
    """Boxes and search know every entry, also those this test has not committed."""
    boxes = next(one for one in registered() if one.name == "cases.boxes")
    for case in Case.objects.all():
        boxes.handle(entries_of(case.pk), utc_now())


def test_a_map_shows_what_is_not_closed_unless_closed_is_asked_for(
    liling: Liling, program: Cast
) -> None:
    made = some_cases(liling, 2)
    Case.objects.filter(no=made[0]).update(kind="closed", closed_at=liling.now)
    liqiang = program("liqiang")
    opened = liqiang.get("/cases?box=113,27,114,28").json["cases"]
    closed = liqiang.get("/cases?box=113,27,114,28&kind=closed").json["cases"]
    assert [one["no"] for one in opened] == [made[1]]
    assert [one["no"] for one in closed] == [made[0]]
