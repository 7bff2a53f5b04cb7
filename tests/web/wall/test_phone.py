"""The leader's phone: what burns, in whose hands, and an order given in two touches."""

from __future__ import annotations

import gzip
import re
from datetime import timedelta
from html import unescape

import pytest
from tests.liling import Liling
from tests.web.signed import browser_of

from wangge.audit.log import entries_of
from wangge.cases.actions.act import Act, act
from wangge.cases.actions.gather import GivenPoint
from wangge.cases.actions.report import Report, report_case
from wangge.cases.models import Case
from wangge.core.case.verbs import Verb
from wangge.ledger.followers import follow
from wangge.lib.clock import utc_now
from wangge.web.wall.kept import forget_kept


@pytest.fixture
def late(liling: Liling) -> str:
    """A report in 东富村 of five weeks ago that still waits for its department; its number."""
    forget_kept()
    at = utc_now() - timedelta(days=35)
    lon, lat = liling.point_in("东富村")
    point = GivenPoint(lon=lon, lat=lat, datum="wgs84")
    given = Report(line="city_management", item="C01.02", text="井盖", point=point)
    case, _ = report_case(given, actor=liling.actor("chenyi", at=at), now=at)
    dispatch = Act(action=Verb.DISPATCH, version=case.version)
    act(case.no, dispatch, actor=liling.actor("liqiang", at=at), now=at)
    follow(entries_of(case.id), at)
    return case.no


def test_a_leader_presses_for_an_answer_in_two_touches(late: str) -> None:
    client = browser_of("sunzhuren")
    page = client.get("/wall/phone/").content.decode()
    assert "最多的是东富镇（1件）" in page
    order = re.search(
        rf'<form method="post" action="(/cases/{late}/do/supervise/)".*?</form>', page, re.S
    )
    assert order
    given = {
        name: unescape(value)
        for name, value in re.findall(r'name="(version|back)" value="([^"]*)"', order[0])
    }
    reason = re.search(r"<textarea[^>]*>([^<]+)<", order[0])
    assert reason
    answer = client.post(order[1], given | {"reason": unescape(reason[1])})
    assert answer.status_code == 302
    assert Case.objects.get(no=late).supervised
    again = client.get("/wall/phone/").content.decode()
    assert "督办中" in again
    assert f"/cases/{late}/do/supervise/" not in again


def test_who_may_not_order_sees_no_button_and_a_neighbour_no_case(late: str) -> None:
    assert late in browser_of("liqiang").get("/wall/phone/").content.decode()
    for name in ("liqiang", "zhaomin"):
        assert "/do/supervise/" not in browser_of(name).get("/wall/phone/").content.decode()
    assert late not in browser_of("zhaomin").get("/wall/phone/").content.decode()


def test_the_page_is_small_and_goes_down_without_a_script(late: str) -> None:
    client = browser_of("sunzhuren")
    page = client.get("/wall/phone/")
    assert len(gzip.compress(page.content)) < 20_000
    town = re.search(r'href="(/wall/phone/\?area=[^"]+)"><title>东富镇', page.content.decode())
    assert town
    below = client.get(town[1]).content.decode()
    assert "<h1>东富镇</h1>" in below
    assert re.search(r"<title>东富村 在办 1 超期 1<", below)
