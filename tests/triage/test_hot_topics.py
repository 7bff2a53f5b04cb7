"""Hot topics: the same trouble told by several people, and nobody's name in it."""

from __future__ import annotations

from django.test import Client
from tests.liling import Liling
from tests.triage.conftest import Told
from tests.web.signed import browser_of

from wangge.core.territory.level import Level
from wangge.territory.access import territory_index
from wangge.triage import hot
from wangge.triage.queries import hot_topics

SAYINGS = (
    "赵铁柱家门口水管爆了",
    "桥边水管爆了，13800009999",
    "水管爆了一直喷",
    "自来水管爆了没有水",
)


def _county_topics(liling: Liling) -> list[str]:
    hot.renew(now=liling.now)
    return [one.title for one in hot_topics(Level.COUNTY, territory_index().county_id, liling.now)]


def test_what_several_people_tell_is_a_topic_without_names(liling: Liling, told: Told) -> None:
    for number, text in enumerate(SAYINGS):
        told(text, f"1380000000{number}")
    told("小广告贴满墙", "13800000009")
    assert _county_topics(liling) == ["供水管道破裂：水管爆"]
    found = hot_topics(Level.COUNTY, territory_index().county_id, liling.now)[0]
    assert (found.count, found.people, found.villages) == (4, 4, ("东富村",))


def test_one_person_telling_four_times_is_no_topic(liling: Liling, told: Told) -> None:
    for text in SAYINGS:
        told(text, "13800000000")
    assert _county_topics(liling) == []


def test_what_was_told_in_confidence_is_left_out(liling: Liling, told: Told) -> None:
    for number, text in enumerate(SAYINGS):
        told(text, f"1380000000{number}", confidential=number < 2)
    assert _county_topics(liling) == []


def test_the_page_leads_to_the_cases_one_sees(liling: Liling, told: Told) -> None:
    cases = [told(text, f"1380000000{n}") for n, text in enumerate(SAYINGS)]
    hot.renew(now=liling.now)
    leader: Client = browser_of("sunzhuren")
    page = leader.get("/county/hot/").content.decode()
    assert "近7天没有" in page or cases[0].no in page
    part = leader.get("/county/hot/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
