"""A visit without a network, in a real browser: kept, sent once, a case made of what was found."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from tests.web.conftest import OpenAs, Site

from wangge.visits.models import Visit
from wangge.visits.queries.problems import cases_of

pytestmark = pytest.mark.browser


def jpeg() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (320, 240), "teal").save(file, "JPEG")
    return file.getvalue()


def test_a_visit_made_without_a_network_arrives_with_its_problem(
    site: Site, page_as: OpenAs
) -> None:
    page = page_as("wangfang", viewport={"width": 360, "height": 740})
    page.goto("/field/visits/")
    page.wait_for_selector("html[data-pages-kept]", timeout=60_000)
    page.wait_for_timeout(1_000)
    page.context.set_offline(True)
    page.goto("/field/visits/")
    job = page.locator(".job-visit", has_text="王爹")
    job.locator(".btn").click()
    page.wait_for_selector("[data-awake]")
    assert page.inner_text("h1") == "走访 王爹"
    page.locator("label", has_text="户主或本人").click()
    page.locator("label", has_text="用火用电不安全").click()
    page.locator(".visit-problem summary").first.click()
    page.locator(".visit-problem[open] label", has_text="农村用电用气").click()
    photo = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": jpeg()}
    page.locator("input[name=p1-photos]").set_input_files(photo)
    page.wait_for_selector(".visit-problem[open] .photo-list img")
    page.locator("form[data-visit] button[type=submit]").click()
    page.wait_for_url("**/field/visits/?kept=1")
    page.wait_for_selector(".job-visit.is-kept")
    page.goto("/field/drafts/")
    page.wait_for_selector("text=等待上传")
    page.context.set_offline(False)
    page.wait_for_selector("text=走访已登记，1个问题已上报。", timeout=30_000)
    with site.county():
        (visit,) = Visit.objects.filter(found=1).order_by("-received_at")[:1]
        (case,) = cases_of([visit])[visit.pk]
        assert visit.worries == 1  # what was said lies sealed with the site's own keys
        assert case.item == "R03.08"
        assert len(case.as_fact().photos) == 1
