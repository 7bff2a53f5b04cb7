"""One reads what concerns oneself or one's posts, and nothing of anybody else."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries
from tests.liling import Liling
from tests.web.signed import browser_of

from wangge.audit.log import entries_of
from wangge.cases.actions.gather import GivenPoint
from wangge.cases.actions.report import Report, report_case
from wangge.cases.notices import follow
from wangge.core.case.facts import Case
from wangge.lib.clock import utc_now
from wangge.notify.access import notices_for
from wangge.notify.models import Notice, Preference


@pytest.fixture
def case(liling: Liling) -> Case:
    """陈姨's report, and everybody told."""
    lon, lat = liling.point_in("东富村")
    given = Report(
        line="city_management",
        item="C01.02",
        text="井盖不见了",
        point=GivenPoint(lon=lon, lat=lat, datum="wgs84"),
    )
    made, _ = report_case(given, actor=liling.actor("chenyi"), now=utc_now())
    follow(entries_of(made.id), utc_now())
    return made


def of(liling: Liling, case: Case, who: str) -> Notice:
    return notices_for(liling.actor(who)).get(subject_id=case.id)


def test_who_must_act_reads_of_it_and_goes_to_the_case(liling: Liling, case: Case) -> None:
    browser = browser_of("liqiang")
    page = browser.get("/inbox/").content.decode()
    assert case.no in page
    answer = browser.get(f"/inbox/{of(liling, case, 'liqiang').pk}/")
    assert answer.headers["location"] == f"/cases/{case.no}/"
    assert of(liling, case, "liqiang").read_at is not None


def test_somebody_elses_notice_is_not_there(liling: Liling, case: Case) -> None:
    notice = of(liling, case, "liqiang")
    assert browser_of("zhaomin").get(f"/inbox/{notice.pk}/").status_code == 404
    assert case.no not in browser_of("zhaomin").get("/inbox/").content.decode()


def test_all_are_marked_read_at_once(liling: Liling, case: Case) -> None:
    browser = browser_of("liqiang")
    browser.post("/inbox/")
    assert case.no not in browser.get("/inbox/?unread=1").content.decode()


def test_rubbish_in_the_address_shows_the_first_page(liling: Liling, case: Case) -> None:
    page = browser_of("liqiang").get("/inbox/?after=%00~1&unread=x")
    assert case.no in page.content.decode()


def test_a_muted_kind_is_no_longer_shown(liling: Liling, case: Case) -> None:
    browser = browser_of("liqiang")
    answer = browser.post("/inbox/settings/", {"address": ""})
    assert answer.status_code == 302
    assert Preference.objects.get(user_id=liling.actor("liqiang").user_id).muted


def test_mail_without_an_address_is_refused_in_words(liling: Liling) -> None:
    answer = browser_of("liqiang").post("/inbox/settings/", {"mail": "on", "address": "x@"})
    assert answer.status_code == 422
    assert "x@" in answer.content.decode()


def test_the_inbox_keeps_within_its_budget(
    liling: Liling, case: Case, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser = browser_of("liqiang")
    with django_assert_max_num_queries(8):
        browser.get("/inbox/")
