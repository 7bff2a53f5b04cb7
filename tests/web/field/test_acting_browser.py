"""王芳 verifies on the spot: without network, and after somebody else was first."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from tests.web.conftest import OpenAs, Site
from tests.web.field.test_field_browser import PHONE, ready_for_no_network, until_none_waits
from tests.web.field.test_queue import to_verify

from wangge.cases.actions.act import Act, act
from wangge.cases.models import Case as Row
from wangge.core.case.facts import Case
from wangge.core.case.verbs import Verb
from wangge.lib.clock import utc_now

pytestmark = pytest.mark.browser


def waiting(site: Site) -> Case:
    """A case that waits for 王芳 to look."""
    with site.county() as liling:
        return to_verify(liling)


def verify(page: Page, no: str, words: str) -> None:
    page.goto(f"/field/cases/{no}/")
    page.locator("#act-verify summary").click()
    page.fill("#verify-opinion", words)
    page.locator("#act-verify button[type=submit]").click()


def test_verifying_without_network_is_done_when_it_returns(site: Site, page_as: OpenAs) -> None:
    case = waiting(site)
    page = page_as("wangfang", **PHONE)
    ready_for_no_network(page)
    page.goto(f"/field/cases/{case.no}/")  # seen once with a network
    page.context.set_offline(True)
    verify(page, case.no, "现场看过，井盖已补")
    page.wait_for_url("**/field/?kept=1")
    page.context.set_offline(False)
    until_none_waits(page)
    with site.county():
        row = Row.objects.get(pk=case.id)
        assert (row.state, row.version) == ("closed", case.version + 1)


def test_a_stale_one_shows_what_changed_and_keeps_the_words(site: Site, page_as: OpenAs) -> None:
    case = waiting(site)
    page = page_as("wangfang", **PHONE)
    ready_for_no_network(page)
    page.goto(f"/field/cases/{case.no}/")
    page.context.set_offline(True)
    verify(page, case.no, "看过了，没有问题")
    page.wait_for_url("**/field/?kept=1")
    with site.county() as liling:
        now = utc_now()
        note = Act(action=Verb.COMMENT, opinion="再看看周边")
        act(case.no, note, actor=liling.actor("liqiang", at=now), now=now)
    page.context.set_offline(False)
    page.goto("/field/drafts/")
    draft = page.locator(".draft")
    expect(draft.locator(".draft-changed")).to_contain_text("再看看周边")
    expect(draft).to_contain_text("看过了，没有问题")
    draft.get_by_role("button", name="按最新情况提交").click()
    until_none_waits(page)
    with site.county():
        assert Row.objects.get(pk=case.id).state == "closed"


def test_with_a_network_the_answer_comes_to_the_page(site: Site, page_as: OpenAs) -> None:
    case = waiting(site)
    page = page_as("wangfang", **PHONE)
    page.goto("/field/")
    verify(page, case.no, "")
    expect(page.locator("[data-draft-problem]")).to_contain_text("办理意见")
    page.fill("#verify-opinion", "看过了")
    page.locator("#act-verify button[type=submit]").click()
    expect(page.locator(".chip").first).to_contain_text("已结案")
