"""What a case counts for, by the measures' own words."""

from __future__ import annotations

import statistics
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.case.county import HERE, County, name
from tests.support.logs import HANDLING, NEXT_TOWN

from wangge.core.case.events import Reported
from wangge.core.case.verbs import Verb
from wangge.core.case.world import Spot
from wangge.core.tally import (
    BUCKETS,
    EDGES_S,
    Life,
    Measure,
    Sums,
    add_change,
    begin_life,
    bucket_of,
    live_on,
    quantile_s,
)

PHOTO = ("d" * 64,)


def life(county: County) -> Life:
    first = county.log[0]
    assert isinstance(first, Reported)
    lived = begin_life(first, HANDLING)
    for event in county.log[1:]:
        lived = live_on(lived, event, HANDLING)
    return lived


def counts(county: County, subject: str = "醴陵市") -> dict[Measure, int]:
    sums: Sums = {}
    add_change(sums, None, life(county))
    found: dict[Measure, int] = {}
    for key, counted in sums.items():
        if key.subject == name(subject) and key.item == "":
            for what, amount in counted.items():
                if isinstance(what, Measure):
                    found[what] = found.get(what, 0) + amount
    return found


@pytest.fixture
def county() -> County:
    county = County()
    county.reports("陈姨")
    return county


def handled(county: County, minutes: int = 30) -> County:
    county.does("李强", Verb.DISPATCH, condition="1")  # two hours
    county.later(minutes=minutes).does("刘师傅", Verb.HANDLE, opinion="已补", photos=PHOTO)
    return county


def verified(county: County, minutes: int = 30) -> County:
    handled(county, minutes).later(hours=10).does("王芳", Verb.VERIFY, opinion="看过了")
    return county


def test_a_report_counts_at_every_area_around_it(county: County) -> None:
    for area in ("醴陵市", "东富镇", "东富村", "东富网格"):
        assert counts(county, area)[Measure.REPORTED] == 1
    assert counts(county, "孙家湾镇") == {}


def test_handled_within_the_limit_is_closed_on_time_however_late_it_is_verified(
    county: County,
) -> None:
    found = counts(verified(county))
    assert found[Measure.CLOSED] == found[Measure.ON_TIME] == found[Measure.HANDLED] == 1
    assert Measure.LATE not in found
    assert found[Measure.HANDLING_S] == 30 * 60


def test_handled_after_the_limit_is_closed_late(county: County) -> None:
    found = counts(verified(county, minutes=121))
    assert found[Measure.LATE] == found[Measure.HANDLED_LATE] == found[Measure.CLOSED] == 1
    assert Measure.ON_TIME not in found


def test_an_extension_moves_the_line_between_on_time_and_late(county: County) -> None:
    county.does("李强", Verb.DISPATCH, condition="1")
    county.does("刘师傅", Verb.ASK_EXTENSION, reason="缺料")
    county.does("李强", Verb.GRANT_EXTENSION)
    county.later(hours=3).does("刘师傅", Verb.HANDLE, opinion="已补", photos=PHOTO)
    county.does("王芳", Verb.VERIFY, opinion="看过了")
    found = counts(county)
    assert found[Measure.ON_TIME] == 1
    assert found[Measure.EXTENDED] == 1


def test_rework_takes_the_handling_back_until_it_is_done_again(county: County) -> None:
    handled(county).does("王芳", Verb.REWORK, reason="还晃")
    found = counts(county)
    assert Measure.HANDLED not in found
    assert found[Measure.REWORKED] == 1
    county.later(minutes=20).does("刘师傅", Verb.HANDLE, opinion="又补", photos=PHOTO)
    found = counts(county)
    assert found[Measure.HANDLED] == 1
    assert found[Measure.HANDLING_S] == 50 * 60


def test_reopening_takes_the_closing_back(county: County) -> None:
    verified(county).does("陈姨", Verb.REOPEN, reason="又坏了")
    found = counts(county)
    assert Measure.CLOSED not in found
    assert Measure.ON_TIME not in found
    assert found[Measure.REOPENED] == found[Measure.FILED] == 1


def test_taking_a_filing_back_takes_its_count_back(county: County) -> None:
    county.does("李强", Verb.ACCEPT, condition="1")
    assert counts(county)[Measure.FILED] == 1
    county.does("李强", Verb.WITHDRAW, reason="点错了")
    assert Measure.FILED not in counts(county)


def test_solved_on_the_spot_is_closed_on_time_and_self_handled(county: County) -> None:
    county.does("王芳", Verb.SELF_HANDLE, opinion="扶正了", photos=PHOTO)
    found = counts(county)
    assert found[Measure.SELF_HANDLED] == found[Measure.CLOSED] == found[Measure.ON_TIME] == 1
    assert Measure.HANDLED not in found


def test_a_rejected_case_is_no_closed_case(county: County) -> None:
    county.does("李强", Verb.REJECT, reason="不归我们")
    found = counts(county)
    assert found[Measure.REJECTED] == 1
    assert Measure.CLOSED not in found


def test_a_return_is_put_down_to_who_returned_not_to_who_gets_it_next(county: County) -> None:
    county.does("李强", Verb.DISPATCH, condition="1")
    county.does("刘师傅", Verb.RETURN, reason="不归我")
    county.does("李强", Verb.DISPATCH, condition="1", post=name("路政二"))
    assert counts(county, "路政") == {Measure.RETURNED: 1, Measure.SENT_BACK: 1}
    assert Measure.RETURNED not in counts(county, "路政二")


def test_only_the_last_rating_of_each_requester_counts(county: County) -> None:
    verified(county)
    county.does("陈姨", Verb.RATE, stars=1)
    county.does("陈姨", Verb.RATE, stars=4)
    found = counts(county)
    assert (found[Measure.RATINGS], found[Measure.STARS]) == (1, 4)


def test_a_case_that_lies_elsewhere_takes_its_counts_along(county: County) -> None:
    spot = Spot(chain=NEXT_TOWN, located="border")
    county.does("李强", Verb.RELOCATE, spot=spot)
    assert counts(county, "东富镇") == {}
    assert counts(county, "孙家湾镇")[Measure.REPORTED] == 1


def test_the_day_is_that_of_shanghai() -> None:
    county = County()
    county.later(hours=15).reports("陈姨", chain=HERE)  # midnight there, 16:00 in Greenwich
    assert life(county).reported_on == date(2026, 11, 24)


@given(st.integers(0, 10**7))
def test_a_time_lies_within_its_bucket(seconds: int) -> None:
    bucket = bucket_of(seconds)
    assert 0 <= bucket < BUCKETS
    if bucket < len(EDGES_S):
        assert seconds <= EDGES_S[bucket]
    if bucket > 0:
        assert seconds > EDGES_S[bucket - 1]


@given(st.lists(st.integers(1, EDGES_S[-1]), min_size=1, max_size=300))
def test_the_median_read_from_buckets_lies_in_the_bucket_of_the_true_one(times: list[int]) -> None:
    spread = [0] * BUCKETS
    for seconds in times:
        spread[bucket_of(seconds)] += 1
    said = quantile_s(spread, 0.5)
    assert said is not None
    assert bucket_of(said) == bucket_of(statistics.median_low(times))


def test_there_is_no_median_of_nothing() -> None:
    assert quantile_s([0] * BUCKETS, 0.5) is None
