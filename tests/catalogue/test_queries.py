"""The catalogue as programs read it, and the page of what the county must set."""

from __future__ import annotations

import json
from datetime import datetime

import pytest

from wangge.catalogue.access import catalogue
from wangge.catalogue.actions import install_packs, seed_calendar
from wangge.catalogue.queries import catalogue_json, pack_problems, settings_overview

pytestmark = pytest.mark.usefixtures("empty")


@pytest.fixture(autouse=True)
def _county(empty: None, now: datetime) -> None:
    seed_calendar(now=now)
    install_packs(now=now)


def test_the_catalogue_can_be_sent_as_json() -> None:
    told = json.loads(json.dumps(catalogue_json()))
    city = next(line for line in told["lines"] if line["code"] == "city_management")
    lamp = next(item for item in city["items"] if item["code"] == "C01.37")
    assert lamp["conditions"][1]["limit_said"] == "2个工作日"
    assert lamp["conditions"][1]["limit_said_en"] == "2 working days"
    assert {"city_case", "village_case"} <= {flow["code"] for flow in told["flows"]}


def test_what_the_json_names_exists() -> None:
    told = json.loads(json.dumps(catalogue_json()))
    flows = {flow["code"] for flow in told["flows"]}
    for line in told["lines"]:
        assert line["flow"] in flows
        assert line["default_item"] in {item["code"] for item in line["items"]}
        assert catalogue().calendar(line["calendar"])


def test_the_settings_page_counts_what_nobody_has_checked() -> None:
    page = {setting.code: setting for setting in settings_overview()}
    assert page["limits"].unchecked > 0
    assert "2026" in page["holidays"].now
    assert "08:00-12:00" in page["hours"].now
    assert page["duty"].unchecked > 0
    assert all(setting.now and setting.now_en and setting.basis for setting in page.values())


def test_the_packs_that_come_with_wangge_have_no_problems() -> None:
    assert pack_problems() == ()
