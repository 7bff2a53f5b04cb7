"""The wall: everybody's numbers, nobody's name, and a screen that belongs to nobody."""

from __future__ import annotations

import gzip
import json
import re
from datetime import timedelta
from html import unescape
from uuid import UUID

import pytest
from django.test import Client
from tests.liling import Liling
from tests.queries import AtMost
from tests.web.signed import browser_of

from wangge.accounts.keys import SEEN
from wangge.audit.log import entries_of
from wangge.audit.models import Follower as Place
from wangge.cases.actions.act import Act, act
from wangge.cases.actions.gather import GivenPoint
from wangge.cases.actions.report import Report, report_case
from wangge.core.case.verbs import Verb
from wangge.ledger.followers import NAME, follow
from wangge.ledger.queries.fresh import Fresh
from wangge.lib.clock import utc_now
from wangge.proofs.actions import ask, carry_out
from wangge.territory.access import territory_index
from wangge.web.wall.kept import forget_kept


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    """What a process keeps for a moment, it keeps from one test to the next."""
    forget_kept()


@pytest.fixture
def reported(liling: Liling) -> UUID:
    """A report in 东富村 by 陈姨 that 李强 has sent on; its town."""
    now = utc_now()
    lon, lat = liling.point_in("东富村")
    given = Report(
        line="city_management",
        item="C01.02",
        text="东富村污水井盖不见了",
        point=GivenPoint(lon=lon, lat=lat, datum="wgs84"),
        reporter_name="陈美华",
        reporter_phone="13812345678",
    )
    case, _ = report_case(given, actor=liling.actor("chenyi", at=now), now=now)
    dispatch = Act(action=Verb.DISPATCH, version=case.version)
    act(case.no, dispatch, actor=liling.actor("liqiang", at=now), now=now)
    follow(entries_of(case.id), now)
    assert case.chain.town
    return case.chain.town


def figures(client: Client, area: UUID | None = None) -> dict[str, object]:
    answer = client.get("/wall/data/", {"area": str(area)} if area else {})
    assert answer.status_code == 200
    found: dict[str, object] = json.loads(answer.content)
    return found


def tile(found: dict[str, object], key: str) -> dict[str, str]:
    tiles: list[dict[str, str]] = found["tiles"]  # type: ignore[assignment]
    return next(one for one in tiles if one["key"] == key)


def test_numbers_and_steps_stand_on_it_but_nobody(reported: UUID) -> None:
    client = browser_of("sunzhuren")
    found = figures(client)
    assert tile(found, "today")["value"] == "1"
    assert [one["word"] for one in found["events"]] == ["派遣", "上报"]  # type: ignore[attr-defined]
    assert found["topics"][0]["count"] == 1  # type: ignore[index]
    page = client.get("/wall/").content.decode()
    for secret in ("陈美华", "陈", "13812345678", "不见了", "李强"):
        assert secret not in page.replace("孙主任", "")
        assert secret not in json.dumps(found, ensure_ascii=False)


def test_the_heat_is_no_more_exact_than_a_grid(liling: Liling, reported: UUID) -> None:
    body = json.loads(browser_of("sunzhuren").get("/wall/heat.geojson").content)
    (spot,) = body["features"]
    assert spot["properties"] == {"count": 1}
    lon, lat = spot["geometry"]["coordinates"]
    assert territory_index().place(lon, lat).names[2] == "东富村"


def test_one_goes_down_and_up_the_county(reported: UUID) -> None:
    client = browser_of("sunzhuren")
    borders = json.loads(client.get("/wall/heat.geojson", {"borders": 1}).content)["features"]
    assert len(borders) == 25
    parts = figures(client)["parts"]
    assert {one["properties"]["id"] for one in borders} == {one["id"] for one in parts}  # type: ignore[attr-defined]
    (town,) = [one for one in parts if one["name"] == "东富镇"]  # type: ignore[attr-defined]
    assert (town["open"], town["overdue"], town["load"]) == (1, 0, 1)
    found = figures(client, UUID(town["id"]))
    assert [step["name"] for step in found["crumbs"]] == ["醴陵市", "东富镇"]  # type: ignore[attr-defined]
    assert "东富镇网格化治理" in client.get("/wall/", {"area": town["id"]}).content.decode()


def test_who_has_the_numbers_is_told_so_in_a_few_bytes(liling: Liling, reported: UUID) -> None:
    client = browser_of("sunzhuren")
    first = client.get("/wall/data/", headers={"Accept-Encoding": "gzip"})
    assert json.loads(gzip.decompress(first.content))["area"]["name"] == "醴陵市"
    known = {"If-None-Match": first["ETag"]}
    again = client.get("/wall/data/", headers=known)
    assert (again.status_code, again.content) == (304, b"")
    now = utc_now()
    lon, lat = liling.point_in("东富村")
    point = GivenPoint(lon=lon, lat=lat, datum="wgs84")
    given = Report(line="city_management", item="C01.02", text="又一处", point=point)
    report_case(given, actor=liling.actor("chenyi", at=now), now=now)
    forget_kept()
    assert client.get("/wall/data/", headers=known).status_code == 200


def test_figures_that_lag_behind_the_log_say_so(reported: UUID) -> None:
    client = browser_of("sunzhuren")
    assert "X-Behind" in client.get("/wall/data/")
    Place.objects.create(name=NAME, xid=2**62)  # as if every entry had been counted
    assert client.get("/wall/data/")["X-Behind"] == "0"
    now = utc_now()
    long_ago, just_now = now - timedelta(days=900), now - timedelta(seconds=2)
    assert Fresh(waiting_since=just_now, moved_at=long_ago).as_of(now) == just_now
    # brought from elsewhere, made years ago: it has not waited longer than the ledger stands still
    assert Fresh(waiting_since=long_ago, moved_at=just_now).as_of(now) == just_now


def test_the_promises_stand_on_it_with_the_time_of_their_proof(liling: Liling) -> None:
    client = browser_of("sunzhuren")
    assert figures(client)["promises"]["at"] == ""  # type: ignore[index]
    now = utc_now()
    run = ask(at=None, log=False, actor=liling.actor("sunzhuren", at=now), now=now)
    carry_out(run, now=now)
    forget_kept()
    found = figures(client)["promises"]
    assert found["at"]  # type: ignore[index]
    assert next(one["sign"] for one in found["rows"]) == "✓"  # type: ignore[index]
    assert all(one["count"] == 0 or one["sign"] == "●" for one in found["rows"])  # type: ignore[index]


def test_a_dispatcher_sees_the_own_town_and_no_other(reported: UUID) -> None:
    assert "东富镇网格化治理" in browser_of("liqiang").get("/wall/").content.decode()
    zhaomin = browser_of("zhaomin")
    assert zhaomin.get("/wall/", {"area": str(reported)}).status_code == 404
    assert zhaomin.get("/wall/data/", {"area": str(reported)}).status_code == 404


def test_a_screen_with_a_pass_needs_nobody_and_only_shows_its_land(reported: UUID) -> None:
    liqiang = browser_of("liqiang")
    liqiang.post("/wall/passes/", {"name": "东富镇大厅"})
    page = liqiang.get("/wall/passes/").content.decode()
    found = re.search(r"http://testserver(/wall/enter/[^<\s]+)", unescape(page))
    assert found
    screen = Client()
    assert screen.get("/wall/data/").status_code == 404
    assert screen.get(found[1]).status_code == 302
    assert figures(screen)["area"]["name"] == "东富镇"  # type: ignore[index]
    county = territory_index().county_id
    assert screen.get("/wall/data/", {"area": str(county)}).status_code == 404
    assert screen.get("/desk/").status_code == 302  # the pass opens nothing else
    close = re.search(r'action="(/wall/passes/[^"]+/)"', page)
    assert close
    assert browser_of("zhaomin").post(close[1]).status_code == 404
    liqiang.post(close[1])
    assert screen.get("/wall/data/").status_code == 404


def test_a_screen_by_itself_keeps_nobody_signed_in(liling: Liling) -> None:
    client = browser_of("sunzhuren")
    client.get("/wall/data/")
    session = client.session
    session[SEEN] = before = int((utc_now() - timedelta(minutes=5)).timestamp())
    session.save()
    client.get("/wall/data/", headers={"X-Nobody": "1"})
    assert client.session[SEEN] == before
    client.get("/wall/data/")
    assert client.session[SEEN] > before


def test_a_forged_pass_opens_nothing(liling: Liling) -> None:
    screen = Client()
    screen.cookies["wangge_wall"] = "forged:1:2"
    assert screen.get("/wall/data/").status_code == 404


def test_it_asks_the_database_little(reported: UUID, django_assert_max_num_queries: AtMost) -> None:
    client = browser_of("sunzhuren")
    with django_assert_max_num_queries(13):
        client.get("/wall/data/")
    with django_assert_max_num_queries(3):  # who asks, and whether there is anything new
        client.get("/wall/data/")


def test_what_rises_is_marked(liling: Liling) -> None:
    now = utc_now()
    lon, lat = liling.point_in("东富村")
    for n in range(3):
        given = Report(
            line="city_management",
            item="C01.02",
            text=f"井盖{n}",
            point=GivenPoint(lon=lon, lat=lat, datum="wgs84"),
        )
        at = now - timedelta(minutes=n)
        case, _ = report_case(given, actor=liling.actor("chenyi", at=at), now=at)
        follow(entries_of(case.id), now)
    (topic,) = figures(browser_of("sunzhuren"))["topics"]  # type: ignore[misc]
    assert topic["rises"]
