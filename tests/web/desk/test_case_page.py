"""The page of a case: who sees it, what it says, what it costs."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.liling import Liling
from tests.web.desk.conftest import SignedIn, kept_photo, reported, say

from wangge.audit.models import Entry
from wangge.cases.models import Case as Row
from wangge.core.case.verbs import Verb


def test_the_next_towns_dispatcher_gets_404(liling: Liling, signed_in: SignedIn) -> None:
    case = reported(liling)
    zhaomin = signed_in("zhaomin")
    for rest in ("", "do/dispatch/", "map.json", "similar/", "print/"):
        answer = zhaomin.get(f"/cases/{case.no}/{rest}")
        assert answer.status_code == 404, rest
        assert "污水井盖" not in answer.content.decode()


def test_a_number_that_is_none_looks_the_same_as_one_that_is_not_yours(
    liling: Liling, signed_in: SignedIn
) -> None:
    case = reported(liling)
    zhaomin = signed_in("zhaomin")
    real = zhaomin.get(f"/cases/{case.no}/").content.decode().replace(case.no, "X")
    none = zhaomin.get("/cases/C-19990101-0001/").content.decode().replace("C-19990101-0001", "X")
    assert [line for line in real.splitlines() if "csrf" not in line] == [
        line for line in none.splitlines() if "csrf" not in line
    ]


def test_who_has_not_signed_in_is_asked_to_and_comes_back(liling: Liling, client: Client) -> None:
    case = reported(liling)
    answer = client.get(f"/cases/{case.no}/")
    assert answer.status_code == 302
    assert answer["Location"] == f"/sign-in/?next=%2Fcases%2F{case.no}%2F"


def test_a_resident_has_no_business_here(liling: Liling, signed_in: SignedIn) -> None:
    case = reported(liling)
    assert signed_in("chenyi").get(f"/cases/{case.no}/").status_code == 404


def test_it_says_who_owes_the_next_step_and_why(liling: Liling, signed_in: SignedIn) -> None:
    case = reported(liling)
    page = signed_in("liqiang").get(f"/cases/{case.no}/").content.decode()
    assert "东富镇派遣岗" in page
    assert case.owner_why in page
    assert case.clock is not None
    assert case.clock.explained in page
    assert "日志1条，校验一致" in page


def test_only_what_may_be_done_now_is_offered(liling: Liling, signed_in: SignedIn) -> None:
    case = say(liling, "liqiang", reported(liling), Verb.DISPATCH)
    page = signed_in("liushifu").get(f"/cases/{case.no}/").content.decode()
    assert f"/cases/{case.no}/do/handle/" in page
    assert "/do/verify/" not in page
    assert "/do/dispatch/" not in page


def test_a_broken_chain_is_said_aloud(liling: Liling, signed_in: SignedIn) -> None:
    case = reported(liling)
    Row.objects.filter(pk=case.id).update(log_hash=b"\0" * 32)
    page = signed_in("liqiang").get(f"/cases/{case.no}/").content.decode()
    assert "日志校验不一致" in page


def test_it_costs_at_most_eight_queries(
    liling: Liling,
    signed_in: SignedIn,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    case = reported(liling, photos=(kept_photo(liling),))
    case = say(liling, "liqiang", case, Verb.DISPATCH)
    case = say(liling, "liushifu", case, Verb.HANDLE, opinion="已补", photos=(kept_photo(liling),))
    client = signed_in("liqiang")
    client.get(f"/cases/{case.no}/")  # caches that last a second
    with django_assert_max_num_queries(8):
        client.get(f"/cases/{case.no}/")


def test_reporters_are_masked_until_somebody_says_why(liling: Liling, signed_in: SignedIn) -> None:
    case = reported(liling, "liqiang")
    client = signed_in("liqiang")
    page = client.get(f"/cases/{case.no}/").content.decode()
    assert "13812345678" not in page
    assert "138****5678" in page
    address = f"/cases/{case.no}/reporters/{case.reporters[0]}/"
    refused = client.post(address, {"reason": " "})
    assert refused.status_code == 422
    assert "13812345678" not in refused.content.decode()
    shown = client.post(address, {"reason": "电话核实地点"})
    assert "13812345678" in shown.content.decode()
    entry = Entry.objects.get(name="case.reporter_revealed")
    assert entry.subject == case.reporters[0]
    assert "电话核实地点" in entry.data


def test_a_look_at_a_name_leaves_the_log_of_the_case_alone(
    liling: Liling, signed_in: SignedIn
) -> None:
    case = reported(liling, "liqiang")
    signed_in("liqiang").post(
        f"/cases/{case.no}/reporters/{case.reporters[0]}/", {"reason": "回访"}
    )
    assert say(liling, "liqiang", case, Verb.DISPATCH).state == "handling"


def test_a_leader_sees_the_case_but_no_names(liling: Liling, signed_in: SignedIn) -> None:
    case = reported(liling, "liqiang")
    client = signed_in("sunzhuren")
    page = client.get(f"/cases/{case.no}/").content.decode()
    assert "陈*华" in page
    assert "查看完整" not in page
    address = f"/cases/{case.no}/reporters/{case.reporters[0]}/"
    assert client.post(address, {"reason": "看看"}).status_code == 403


def test_a_photo_is_served_only_with_its_case(liling: Liling, signed_in: SignedIn) -> None:
    mine, other = kept_photo(liling, "red"), kept_photo(liling, "blue")
    case = reported(liling, photos=(mine,))
    client = signed_in("liqiang")
    answer = client.get(f"/cases/{case.no}/photos/{mine}")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Cache-Control"].startswith("private")
    assert client.get(f"/cases/{case.no}/photos/{other}").status_code == 404
    assert client.get(f"/cases/{case.no}/photos/..%2Fsecret-key").status_code == 404
    assert signed_in("zhaomin").get(f"/cases/{case.no}/photos/{mine}").status_code == 404


def test_the_photo_of_whoever_checked_is_served_too(liling: Liling, signed_in: SignedIn) -> None:
    case = say(liling, "liqiang", reported(liling), Verb.DISPATCH)
    done, seen = kept_photo(liling, "red"), kept_photo(liling, "blue")
    case = say(liling, "liushifu", case, Verb.HANDLE, opinion="已补", photos=(done,))
    say(liling, "wangfang", case, Verb.VERIFY, opinion="补好了", photos=(seen,))
    address = f"/cases/{case.no}/photos/"
    assert signed_in("liqiang").get(address + seen).status_code == 200
    assert signed_in("zhaomin").get(address + seen).status_code == 404


def test_likely_duplicates_stand_beside_it(liling: Liling, signed_in: SignedIn) -> None:
    case, twin = reported(liling), reported(liling, "wangdie", text="污水井盖不见了")
    page = signed_in("liqiang").get(f"/cases/{case.no}/similar/").content.decode()
    assert twin.no in page
    assert "相距0米" in page


def test_the_map_shows_its_grid_and_no_strangers_land(liling: Liling, signed_in: SignedIn) -> None:
    case = reported(liling)
    data = signed_in("liqiang").get(f"/cases/{case.no}/map.json").json()
    own = [one for one in data["features"] if one["properties"].get("load")]
    assert [one["properties"]["id"] for one in own] == [str(case.chain.grid)]


def test_words_with_tags_in_them_are_only_words(liling: Liling, signed_in: SignedIn) -> None:
    case = reported(liling, text="<script>alert(1)</script>井盖")
    page = signed_in("liqiang").get(f"/cases/{case.no}/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("who", ["liqiang", "liushifu", "wangfang", "sunzhuren", "zhoumin"])
def test_a_work_order_can_be_printed(liling: Liling, signed_in: SignedIn, who: str) -> None:
    case = say(liling, "liqiang", reported(liling), Verb.DISPATCH)
    page = signed_in(who).get(f"/cases/{case.no}/print/")
    assert page.status_code == 200
    assert "案件处置工单" in page.content.decode()
    assert "13812345678" not in page.content.decode()
