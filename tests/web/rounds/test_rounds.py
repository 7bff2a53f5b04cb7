"""Rounds on pages: make a list, visit with the checklist, see what is behind every number."""

from __future__ import annotations

import html
import io
import re
from datetime import datetime
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.liling import Liling
from tests.queries import own_queries
from tests.web.signed import browser_of

from wangge.accounts.models import User
from wangge.cases.models import Case
from wangge.core.duty import SYSTEM
from wangge.core.registry.kinds import KINDS
from wangge.lib.clock import utc_now
from wangge.packs.lookback.checklist import checklist, code
from wangge.registry.actions import put
from wangge.territory.models import Area, Post
from wangge.visits.models import Round, Visit


@pytest.fixture
def now(liling: Liling) -> datetime:
    return utc_now()


@pytest.fixture
def homes(liling: Liling, now: datetime) -> list[UUID]:
    """Three households in 王芳's grid; in the first somebody of low income."""
    grid = liling.post("wangfang").area_id
    rows = [
        put(
            KINDS["household"],
            {"no": f"R{n}", "grid": grid, "address": f"{n}组"},
            actor=SYSTEM,
            now=now,
        )
        for n in (1, 2, 3)
    ]
    person = {"name": "周老三", "household": "R1", "grid": grid, "categories": ("low_income",)}
    put(KINDS["person"], person, actor=SYSTEM, now=now)
    return [row.pk for row in rows]


@pytest.fixture
def round_(homes: list[UUID]) -> Round:
    made = {"code": "t-1", "title": "春季回头看", "kind": "lookback", "numbers": "R1 R2、R3"}
    answer = browser_of("liqiang").post("/rounds/new/", made)
    assert answer.status_code == 302
    return Round.objects.get()


def text_of(answer: object) -> str:
    content = answer.content.decode()  # type: ignore[attr-defined]
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", content)))


def fine() -> dict[str, str]:
    return {code(point): "fine" for point in checklist().points} | {"kind": "home"}


def test_a_list_of_numbers_makes_a_round(round_: Round) -> None:
    assert round_.targets.count() == 3
    assert round_.line == "lookback"


def test_a_list_may_be_those_with_somebody_in_a_category(homes: list[UUID]) -> None:
    made = {"code": "t-2", "title": "低保户", "kind": "lookback", "categories": ["low_income"]}
    browser_of("liqiang").post("/rounds/new/", made)
    assert [one.household_id for one in Round.objects.get().targets.all()] == [homes[0]]


def test_a_list_without_anybody_is_not_made(homes: list[UUID]) -> None:
    made = {"code": "t-3", "title": "没有人", "kind": "lookback", "numbers": "X9"}
    answer = browser_of("liqiang").post("/rounds/new/", made)
    assert answer.status_code == 422
    assert not Round.objects.exists()


def test_households_of_other_towns_are_never_on_it(homes: list[UUID]) -> None:
    made = {"code": "t-4", "title": "别镇", "kind": "lookback", "numbers": "R1"}
    assert browser_of("zhaomin").post("/rounds/new/", made).status_code == 422


def test_a_visit_that_finds_bad_water_makes_a_case(round_: Round, homes: list[UUID]) -> None:
    wangfang = browser_of("wangfang")
    there = f"/rounds/{round_.pk}/homes/{homes[0]}/"
    page = wangfang.get(there).content.decode()
    assert page.count("rounds-point") == len(checklist().points)
    given = fine() | {"lookback_water": "wrong", "words-lookback_water": "井水发黄"}
    assert wangfang.post(there, given).status_code == 302
    case = Case.objects.get(line="lookback")
    assert (case.item, case.text) == ("H02.02", "井水发黄")
    assert round_.targets.filter(done_at__isnull=False).count() == 1


def test_a_form_sent_twice_is_one_visit(round_: Round, homes: list[UUID]) -> None:
    wangfang = browser_of("wangfang")
    there = f"/rounds/{round_.pk}/homes/{homes[0]}/"
    given = fine() | {"id": "019b0000-0000-7000-8000-0000000000aa", "lookback_house": "wrong"}
    wangfang.post(there, given)
    wangfang.post(there, given)
    assert (Visit.objects.count(), Case.objects.filter(line="lookback").count()) == (1, 1)


def test_nobody_met_is_no_visit_done(round_: Round, homes: list[UUID]) -> None:
    browser_of("wangfang").post(f"/rounds/{round_.pk}/homes/{homes[0]}/", {"kind": "missed"})
    assert not round_.targets.filter(done_at__isnull=False).exists()


def test_a_round_that_is_closed_takes_no_visit(
    round_: Round, homes: list[UUID], now: datetime
) -> None:
    Round.objects.filter(pk=round_.pk).update(closed_at=now)
    answer = browser_of("wangfang").post(f"/rounds/{round_.pk}/homes/{homes[0]}/", fine())
    assert answer.status_code >= 400
    assert not Visit.objects.exists()


def test_every_number_leads_to_what_it_counts(round_: Round, homes: list[UUID]) -> None:
    browser_of("wangfang").post(
        f"/rounds/{round_.pk}/homes/{homes[0]}/", fine() | {"lookback_water": "wrong"}
    )
    leader = browser_of("sunzhuren")
    page = leader.get(f"/rounds/{round_.pk}/")
    assert "1 / 3户" in text_of(page)
    for href in re.findall(rf'href="(/rounds/{round_.pk}/[^"]+)"', page.content.decode()):
        assert leader.get(html.unescape(href)).status_code == 200, href
    left = leader.get(f"/rounds/{round_.pk}/problems/?step=left").content.decode()
    assert 'data-count="1"' in left
    assert (
        leader.get(f"/rounds/{round_.pk}/problems/?step=cleared")
        .content.decode()
        .count('data-count="0"')
        == 1
    )


def test_leaders_see_names_masked(round_: Round, homes: list[UUID], liling: Liling) -> None:
    text = text_of(browser_of("sunzhuren").get(f"/rounds/{round_.pk}/homes/"))
    assert "R1" in text
    assert "1组" not in text


def test_another_town_hears_of_no_household_here(round_: Round, homes: list[UUID]) -> None:
    other = browser_of("zhaomin")
    assert other.get(f"/rounds/{round_.pk}/homes/{homes[0]}/").status_code == 404
    assert "R1" not in text_of(other.get(f"/rounds/{round_.pk}/homes/"))


def test_the_board_of_the_day_counts_who_is_due(liling: Liling, now: datetime) -> None:
    boss = browser_of(User.objects.get(holdings__post__code="P-430281-centre").username)
    names = (
        "姓名,电话,村（社区）,类别\n张三,13800000009,东富村,密切接触者\n李四,13800000008,没有村,\n"
    )
    file = io.BytesIO(names.encode())
    file.name = "名单.csv"
    text = text_of(boss.post("/rounds/clearance/list/", {"list": file}))
    assert "新登记1人" in text
    assert "第3行" in text
    board = text_of(boss.get("/rounds/clearance/"))
    assert "张三" not in board
    listed = boss.get("/rounds/clearance/cases/?state=left").content.decode()
    assert 'data-count="1"' in listed
    assert "张三" not in listed
    with CaptureQueriesContext(connection) as asked:
        boss.get("/rounds/clearance/")
    assert len(own_queries(asked)) <= 8


def test_a_dispatcher_sends_a_team_and_calls_it_home(liling: Liling) -> None:
    village = Area.objects.get(level="village", name="东富村")
    sender = browser_of("liqiang")
    wrong = sender.post("/rounds/teams/", {"village": str(village.pk), "people": "niemand"})
    assert wrong.status_code == 422
    assert "niemand" in text_of(wrong)
    sent = {"village": str(village.pk), "people": "chenyi", "until": "2099-01-01"}
    assert sender.post("/rounds/teams/", sent).status_code == 302
    post = Post.objects.get(role_id="team")
    member = browser_of("chenyi")
    assert member.get("/rounds/clearance/").status_code == 200
    assert member.get("/rounds/new/").status_code == 404
    assert sender.post("/rounds/teams/", {"recall": post.code}).status_code == 302
    assert browser_of("chenyi").get("/rounds/clearance/").status_code == 404


def test_a_flows_own_questions_stand_on_the_form_of_its_verb(liling: Liling, now: datetime) -> None:
    boss = browser_of(User.objects.get(holdings__post__code="P-430281-centre").username)
    file = io.BytesIO("姓名,村（社区）\n张三,东富村\n".encode())
    file.name = "名单.csv"
    boss.post("/rounds/clearance/list/", {"list": file})
    case = Case.objects.get(line="epidemic")
    worker = browser_of("wangfang")
    there = f"/cases/{case.no}/do/precheck/"
    assert "有无症状" in worker.get(there).content.decode()
    given = {"version": case.version, "answers.found": "reached"}
    assert worker.post(there, given).status_code == 422
    assert worker.post(there, given | {"answers.symptoms": "none"}).status_code in (204, 302)
    case.refresh_from_db()
    assert (case.state, case.as_fact().extra["symptoms"]) == ("screened", "none")
    assert "排查结果：已联系到本人" in text_of(worker.get(f"/cases/{case.no}/"))
