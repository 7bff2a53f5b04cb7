"""The map of open work: single cases near by, numbers by area from afar, a list beside it."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.liling import Liling
from tests.web.desk.conftest import SignedIn, reported

from wangge.audit.followers import registered
from wangge.audit.log import entries_of
from wangge.cases.queries import on_map
from wangge.lib.clock import utc_now


def _features(client: Client, asked: str = "") -> list[dict[str, dict[str, object]]]:
    found: list[dict[str, dict[str, object]]] = client.get(f"/desk/map/data/{asked}").json()[
        "features"
    ]
    return found


def test_a_case_is_a_sign_for_those_who_see_it(liling: Liling, signed_in: SignedIn) -> None:
    case = reported(liling)
    (sign,) = _features(signed_in("liqiang"))
    assert sign["properties"]["no"] == case.no
    assert sign["properties"]["light"] in ("green", "amber", "red")
    assert _features(signed_in("zhaomin")) == []
    assert _features(signed_in("liqiang"), "?box=110,20,111,21") == []
    assert _features(signed_in("liqiang"), "?line=village_affairs") == []


def test_too_many_cases_are_numbers_by_area(
    liling: Liling,
    signed_in: SignedIn,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(on_map, "MOST_POINTS", 3)
    cases = [reported(liling, text=f"井盖{number}") for number in range(4)]
    counting = next(one for one in registered() if one.name == "ledger.tallies")
    for case in cases:
        counting.handle(entries_of(case.id), utc_now())
    client = signed_in("liqiang")
    client.get("/desk/map/")
    with django_assert_max_num_queries(8):
        numbers = _features(client)
    assert sum(int(str(one["properties"]["open"])) for one in numbers) == 4
    with django_assert_max_num_queries(8):
        page = client.get("/desk/map/").content.decode()
    assert page.count("data-row-link") == 4


def test_the_list_is_narrowed_to_what_the_map_shows(liling: Liling, signed_in: SignedIn) -> None:
    case = reported(liling)
    client = signed_in("liqiang")
    assert case.no in client.get("/desk/map/").content.decode()
    there = client.get("/desk/map/?box=110,20,111,21", headers={"HX-Target": "list"})
    assert case.no not in there.content.decode()
