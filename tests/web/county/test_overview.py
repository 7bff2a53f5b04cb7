"""The county at a glance: every number leads to exactly its cases, and only to those one sees."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.liling import Liling
from tests.web.signed import browser_of

from wangge.accounts.models import User
from wangge.audit.log import entries_of
from wangge.cases.actions.act import Act, act
from wangge.cases.actions.gather import GivenPoint
from wangge.cases.actions.report import Report, report_case
from wangge.core.case.facts import Case
from wangge.core.case.verbs import Verb
from wangge.ledger.followers import follow
from wangge.lib.clock import utc_now
from wangge.territory.access import territory_index
from wangge.web.county import behind

_STAT = re.compile(
    r'<a class="stat[^"]*" href="([^"]*/cases/[^"]*)"><span class="stat-label">([^<]+)</span>'
    r'<span class="stat-value"[^>]*>([^<]+)'
)
_CELL = re.compile(r'<a href="([^"]*/cases/\?[^"]*)">(\d+)</a>')
_COUNT = re.compile(r'data-count="(\d+)')


def counted(case: Case) -> None:
    """The ledger has read all of the case."""
    follow(entries_of(case.id), utc_now())


@pytest.fixture
def some_cases(liling: Liling) -> list[Case]:
    """Three reports in two towns: one old and late, one dispatched, one fresh."""
    made = []
    now = utc_now()
    for village, days in (("东富村", 20), ("东富村", 3), ("美田桥村", 0)):
        lon, lat = liling.point_in(village)
        given = Report(
            line="city_management",
            item="C01.02",
            text=f"{village}井盖不见了{days}",
            point=GivenPoint(lon=lon, lat=lat, datum="wgs84"),
        )
        at = now - timedelta(days=days)
        case, _ = report_case(given, actor=liling.actor("chenyi", at=at), now=at)
        made.append(case)
    act(
        made[1].no,
        Act(action=Verb.DISPATCH, version=made[1].version),
        actor=liling.actor("liqiang", at=now),
        now=now,
    )
    for case in made:
        counted(case)
    return made


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def listed(client: Client, address: str) -> tuple[int, int]:
    """The count a list says, and the rows it shows."""
    text = page(client, unescape(address))
    found = _COUNT.search(text)
    assert found
    return int(found[1]), text.count('class="case-row')


def test_every_number_of_the_overview_lists_exactly_that_many(some_cases: list[Case]) -> None:
    client = browser_of("sunzhuren")
    text = page(client, "/county/")
    stats = {label: (href, value) for href, label, value in _STAT.findall(text)}
    assert stats["近30天上报"][1] == "3"
    assert stats["在办"][1] == "3"
    for label in ("今日上报", "近7天上报", "近30天上报", "在办", "超期"):
        href, value = stats[label]
        assert listed(client, href) == (int(value), int(value)), label
    cells = {(href, number) for href, number in _CELL.findall(text) if number != "0"}
    assert len(cells) > 4
    for href, number in cells:
        assert listed(client, href) == (int(number), int(number)), href


def test_every_number_by_line_and_department_lists_exactly_that_many(
    some_cases: list[Case],
) -> None:
    client = browser_of("sunzhuren")
    county = territory_index().county_id
    cells = set(_CELL.findall(page(client, f"/county/areas/{county}/work/")))
    cells = {(href, number) for href, number in cells if number != "0"}
    assert any("department=" in href for href, _ in cells)
    for href, number in cells:
        assert listed(client, href) == (int(number), int(number)), href


def test_one_goes_down_from_county_to_grid(some_cases: list[Case]) -> None:
    client = browser_of("sunzhuren")
    known = territory_index()
    chain = some_cases[0].chain
    for area in chain.areas():
        text = page(client, f"/county/areas/{area}/")
        assert known.areas[area].name in text
        assert "边界为示意" in text or area == chain.county


def test_the_map_knows_where_the_open_cases_are(some_cases: list[Case]) -> None:
    client = browser_of("sunzhuren")
    chain = some_cases[0].chain
    answer = client.get(f"/county/areas/{chain.county}/map.geojson")
    features = json.loads(answer.content)["features"]
    assert len(features) == 25
    dark = [one for one in features if one["properties"]["load"] == 1.0]
    assert [one["properties"]["id"] for one in dark] == [str(chain.town)]
    assert dark[0]["properties"]["href"] == f"/county/areas/{chain.town}/"


def test_places_with_few_cases_are_named_but_not_ranked(some_cases: list[Case]) -> None:
    text = page(browser_of("sunzhuren"), "/county/")
    assert "不排名：" in text
    assert "county-ranks" not in text


def test_the_grids_add_up(liling: Liling) -> None:
    text = page(browser_of("sunzhuren"), "/county/grids/")
    assert "272" in text
    assert "270" in text
    assert "两边对得上" in text


def test_a_case_in_no_grid_stands_on_its_list(liling: Liling) -> None:
    given = Report(line="city_management", item="C01.02", text="不知在哪的井盖")
    report_case(given, actor=liling.actor("zhoumin", at=utc_now()), now=utc_now())
    assert listed(browser_of("sunzhuren"), "/county/unlocated/") == (1, 1)


def test_who_sees_fewer_cases_than_were_counted_is_told_so(some_cases: list[Case]) -> None:
    desk = User.objects.get(holdings__post__code="P-430281-civil").username
    text = page(browser_of(desk), f"/county/cases/?subject={territory_index().county_id}")
    assert 'data-count="3"' in text
    assert "不在您的查看范围内" in text
    assert 'class="case-row' not in text


@pytest.mark.parametrize(
    "address",
    [
        "/county/areas/00000000-0000-7000-8000-000000000000/",
        "/county/cases/",
        "/county/cases/?subject=x",
        "/county/cases/?subject=00000000-0000-7000-8000-000000000000",
    ],
)
def test_what_is_no_number_is_not_found(liling: Liling, address: str) -> None:
    assert browser_of("sunzhuren").get(address).status_code == 404


def test_who_holds_no_post_hears_that_there_is_no_such_page(liling: Liling) -> None:
    assert browser_of("chenyi").get("/county/").status_code == 404


@pytest.mark.parametrize("username", ["liqiang", "wangfang"])
def test_one_reads_the_figures_of_the_own_land_and_no_other(
    some_cases: list[Case], username: str
) -> None:
    chain = some_cases[0].chain
    own, other = browser_of(username), browser_of("zhaomin")
    assert own.get("/county/").status_code == 200
    assert own.get(f"/county/areas/{chain.grid}/").status_code == 200
    assert own.get(f"/county/areas/{chain.county}/").status_code == 404
    assert other.get(f"/county/areas/{chain.grid}/").status_code == 404


@pytest.mark.parametrize("username", ["chenyi", "admin"])
def test_who_serves_no_land_hears_of_no_such_page(liling: Liling, username: str) -> None:
    assert browser_of(username).get("/county/").status_code == 404
    assert browser_of(username).get("/county/unlocated/").status_code == 404


@pytest.mark.parametrize("page_", ["", "areas/{county}/work/", "unlocated/", "grids/"])
def test_a_page_asks_the_database_little(
    some_cases: list[Case],
    django_assert_max_num_queries: DjangoAssertNumQueries,
    page_: str,
) -> None:
    client = browser_of("sunzhuren")
    address = "/county/" + page_.format(county=territory_index().county_id)
    client.get(address)
    with django_assert_max_num_queries(8):
        client.get(address)


def test_a_long_list_goes_on_and_its_count_is_whole(
    liling: Liling, monkeypatch: pytest.MonkeyPatch, some_cases: list[Case]
) -> None:
    monkeypatch.setattr(behind, "A_PAGE", 2)
    client = browser_of("sunzhuren")
    first = page(client, f"/county/cases/?subject={territory_index().county_id}")
    assert 'data-count="3"' in first
    assert first.count('class="case-row') == 2
    found = re.search(r'rel="next" href="([^"]+)"', first)
    assert found
    second = page(client, "/county/cases/" + unescape(found[1]))
    assert 'data-count="3"' in second
    assert second.count('class="case-row') == 1


def test_a_number_too_large_to_list_is_still_told_whole(
    monkeypatch: pytest.MonkeyPatch, some_cases: list[Case]
) -> None:
    monkeypatch.setattr(behind, "_LISTED", 2)
    text = page(browser_of("sunzhuren"), f"/county/cases/?subject={territory_index().county_id}")
    assert 'data-count="3"' in text
    assert text.count('class="case-row') == 2
    assert "只列出最近的2件" in text
