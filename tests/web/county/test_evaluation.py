"""The evaluation and the days: every number leads to its cases, rules are said and kept in time."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from openpyxl import load_workbook
from tests.liling import Liling
from tests.web.county.test_overview import counted
from tests.web.signed import browser_of

from wangge.audit.followers import catch_up
from wangge.audit.log import entries_of
from wangge.cases.actions.gather import GivenPoint
from wangge.cases.actions.report import Report, report_case
from wangge.core.errors import Forbidden
from wangge.core.evaluation import period_of
from wangge.core.evaluation.refusals import BadRules, PastRules
from wangge.ledger.actions.rules import RULES, put_rules
from wangge.ledger.followers import NAME
from wangge.ledger.queries.fresh import fresh
from wangge.ledger.rules import rules_on, shipped
from wangge.lib.clock import SHANGHAI, utc_now
from wangge.territory.access import territory_index

_OF = re.compile(r'class="eval-of"><a href="([^"]+)">(\d+)</a>/<a href="([^"]+)">(\d+)</a>')
_COUNT = re.compile(r'data-count="(\d+)')


@pytest.fixture
def leader(liling: Liling) -> Client:
    """The county's leader, with three reports of last month behind him."""
    now = utc_now()
    last_month = now - timedelta(days=now.astimezone(SHANGHAI).day + 3)
    for village in ("东富村", "东富村", "美田桥村"):
        lon, lat = liling.point_in(village)
        given = Report(
            line="city_management",
            item="C01.02",
            text=f"{village}井盖不见了",
            point=GivenPoint(lon=lon, lat=lat, datum="wgs84"),
        )
        actor = liling.actor("chenyi", at=last_month)
        case, _ = report_case(given, actor=actor, now=last_month)
        counted(case)
    return browser_of("sunzhuren")


def test_every_number_of_the_evaluation_lists_just_its_cases(leader: Client) -> None:
    page = leader.get("/county/evaluation/").content.decode()
    assert "案件过少，不排名" in page
    numbers = {
        (unescape(href), int(count))
        for row in _OF.findall(page)
        for href, count in (row[:2], row[2:])
    }
    assert {count for _, count in numbers} >= {0, 2}
    some = [one for one in numbers if one[1]] + sorted(numbers)[:6]
    for href, count in some:
        listed = leader.get(href).content.decode()
        assert _COUNT.findall(listed) == [str(count)], href


def test_the_page_says_every_rule_in_words_and_claims_nothing(leader: Client) -> None:
    page = unescape(leader.get("/county/evaluation/?by=department").content.decode())
    assert "(应处置 \u2212 到期未处置 \u2212 到期超期处置) ÷ 应处置" in page
    assert page.count("未核实") >= 8
    assert "超时申诉" in page


@pytest.mark.parametrize("by", ["area", "department", "post", "collector"])
@pytest.mark.parametrize("period", ["2026-10", "2026-Q3", "2025"])
def test_everybody_is_evaluated_over_any_period(leader: Client, by: str, period: str) -> None:
    assert leader.get(f"/county/evaluation/?by={by}&period={period}").status_code == 200


@pytest.mark.parametrize("asked", ["by=nobody", "period=2026-13", "period=2099", "area=x"])
def test_what_there_is_not_is_not_found(leader: Client, asked: str) -> None:
    assert leader.get(f"/county/evaluation/?{asked}").status_code == 404


def test_it_can_be_taken_out_as_a_spreadsheet(leader: Client) -> None:
    county = territory_index().county_id
    address = f"/exports/new/county.evaluation/?by=area&area={county}"
    answer = leader.post(address, {"do": "export"})
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[arg-type]
    words = {str(cell.value) for row in sheet.active.iter_rows() for cell in row}  # type: ignore[union-attr]
    assert {"按期处置率", "案件过少，不排名"} <= words


def test_past_months_keep_their_formulas(liling: Liling) -> None:
    now = liling.now
    month = period_of(now.astimezone(SHANGHAI).date())
    admin = liling.actor("admin")
    other = shipped().replace("title: 按期处置率", "title: 如期处置率")
    put_rules(other, since=month.since, reason="县里定的", actor=admin, now=now)
    scheme = rules_on(month.since).rules.schemes[0]
    assert scheme.indicators[0].title == "如期处置率"
    before = rules_on(month.moved(-1).since)
    assert before.since is None
    assert before.rules.schemes[0].indicators[0].title == "按期处置率"
    (entry,) = entries_of(RULES)
    assert entry.name == "evaluation.rules_set"
    with pytest.raises(PastRules):
        put_rules(other, since=month.moved(-1).since, reason="补", actor=admin, now=now)


def test_who_may_not_or_writes_nonsense_changes_nothing(liling: Liling) -> None:
    now, since = liling.now, liling.now.astimezone(SHANGHAI).date()
    with pytest.raises(Forbidden):
        put_rules(shipped(), since=since, reason="x", actor=liling.actor("sunzhuren"), now=now)
    for text in ("schemes: [", "schemes: 3", shipped().replace("- undone", "- nonsense")):
        with pytest.raises(BadRules):
            put_rules(text, since=since, reason="x", actor=liling.actor("admin"), now=now)
    assert rules_on(since).since is None


def test_the_administrator_changes_rules_on_the_page(liling: Liling) -> None:
    admin = browser_of("admin")
    since = utc_now().astimezone(SHANGHAI).date().isoformat()
    wrong = {"text": "schemes: [", "since": since, "reason": "试试"}
    answer = admin.post("/county/evaluation/rules/", wrong)
    assert answer.status_code == 422
    assert "评价规则有误" in answer.content.decode()
    right = {"text": shipped(), "since": since, "reason": "照搬"}
    assert admin.post("/county/evaluation/rules/", right).status_code == 302
    assert since in admin.get("/county/evaluation/rules/").content.decode()


def test_the_days_tell_what_stood_open_and_list_it(leader: Client) -> None:
    county = territory_index().county_id
    page = leader.get(f"/county/areas/{county}/days/").content.decode()
    assert "待受理" in page
    href, count = re.findall(r'<a href="([^"]*/stood/[^"]*)">(\d+)</a>', page)[0]
    assert int(count) == 3
    listed = leader.get(unescape(href)).content.decode()
    assert _COUNT.findall(listed) == [count]
    assert listed.count('class="case-row') == 3


def test_the_page_says_how_old_its_figures_are(leader: Client) -> None:
    """What is written and not yet counted is no secret."""
    county = territory_index().county_id
    for address in ("/county/", "/county/evaluation/", f"/county/areas/{county}/days/"):
        assert "统计截至" in leader.get(address).content.decode()
    assert "之后的还在统计" in leader.get("/county/").content.decode()
    catch_up(now=utc_now(), names=[NAME])
    assert fresh().waiting_since is None or "之后" in leader.get("/county/").content.decode()
