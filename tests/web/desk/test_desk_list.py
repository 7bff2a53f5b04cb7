"""The boxes of a desk: whose cases, in which order, found how, at what cost."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.liling import Liling
from tests.web.desk.conftest import SignedIn, reported, say

from wangge.cases.actions.boxes import involve, make_searchable
from wangge.cases.models import Case as Row
from wangge.core.case.verbs import Verb
from wangge.lib.clock import utc_now


def test_the_box_holds_what_ones_own_posts_owe(liling: Liling, signed_in: SignedIn) -> None:
    case = reported(liling)
    assert case.no in signed_in("liqiang").get("/desk/").content.decode()
    assert case.no not in signed_in("zhaomin").get("/desk/").content.decode()
    say(liling, "liqiang", case, Verb.DISPATCH)
    assert case.no not in signed_in("liqiang").get("/desk/").content.decode()
    assert case.no in signed_in("liushifu").get("/desk/").content.decode()


def test_the_most_pressing_comes_first(liling: Liling, signed_in: SignedIn) -> None:
    cases = [reported(liling) for _ in range(3)]
    for place, case in enumerate(cases):
        due = utc_now() + timedelta(hours=3 - place)
        Row.objects.filter(pk=case.id).update(due_at=due)
    page = signed_in("liqiang").get("/desk/").content.decode()
    assert page.index(cases[2].no) < page.index(cases[1].no) < page.index(cases[0].no)


def test_residents_and_strangers_have_no_desk(
    liling: Liling, signed_in: SignedIn, client: Client
) -> None:
    assert signed_in("chenyi").get("/desk/").status_code == 404
    assert client.get("/desk/").status_code == 302


def test_a_full_desk_costs_at_most_eight_queries(
    liling: Liling,
    signed_in: SignedIn,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(12):
        reported(liling, text=f"井盖{number}")
    client = signed_in("liqiang")
    client.get("/desk/")
    for box in ("todo", "done", "overdue", "supervised", "all"):
        with django_assert_max_num_queries(8):
            client.get(f"/desk/?box={box}")


def test_filters_narrow_the_list(liling: Liling, signed_in: SignedIn) -> None:
    case = reported(liling)
    other = reported(liling, item="E01.01", text="垃圾没人清")
    client = signed_in("liqiang")
    page = client.get("/desk/", {"item": "E01.01"}).content.decode()
    assert other.no in page
    assert case.no not in page
    page = client.get("/desk/", {"area": str(case.chain.village)}).content.decode()
    assert case.no in page
    page = client.get("/desk/", {"line": "village_affairs"}).content.decode()
    assert case.no not in page
    assert "没有符合条件的案件" in page


def test_the_deadline_filter_asks_for_what_is_due_soon(liling: Liling, signed_in: SignedIn) -> None:
    soon, later = reported(liling), reported(liling)
    for case, hours in ((soon, 0.5), (later, 300)):
        due = utc_now() + timedelta(hours=hours)
        Row.objects.filter(pk=case.id).update(due_at=due)
    page = signed_in("liqiang").get("/desk/", {"due": "hour"}).content.decode()
    assert soon.no in page
    assert later.no not in page


def test_rubbish_in_the_address_is_left_out(liling: Liling, signed_in: SignedIn) -> None:
    case = reported(liling)
    client = signed_in("liqiang")
    for rubbish in ({"area": "nowhere"}, {"box": "moon"}, {"line": "'; DROP"}, {"due": "<b>"}):
        answer = client.get("/desk/", rubbish)
        assert answer.status_code == 200
        assert case.no in answer.content.decode()
    page = client.get("/desk/", {"cursor": "forged.cursor"})
    assert "翻页标记无效" in page.content.decode()


def test_two_characters_find_a_case(liling: Liling, signed_in: SignedIn) -> None:
    case = reported(liling, text="三角塘路灯不亮")
    make_searchable({case.id})
    client = signed_in("liqiang")
    assert case.no in client.get("/desk/", {"q": "角塘"}).content.decode()
    assert case.no in client.get("/desk/", {"q": case.no}).content.decode()
    assert case.no in client.get("/desk/", {"q": "13812345678"}).content.decode()
    assert "没有找到" in client.get("/desk/", {"q": "轮船"}).content.decode()
    assert "请至少输入两个字" in client.get("/desk/", {"q": "塘"}).content.decode()
    assert case.no not in signed_in("zhaomin").get("/desk/", {"q": "角塘"}).content.decode()


def test_the_list_goes_on_by_key(liling: Liling, signed_in: SignedIn) -> None:
    cases = {reported(liling, text=f"井盖{number}").no for number in range(53)}
    client = signed_in("liqiang")
    first = client.get("/desk/?box=all").content.decode()
    href = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = client.get(href).content.decode()
    on_first = {no for no in cases if no in first}
    on_second = {no for no in cases if no in second}
    assert on_first | on_second == cases
    assert not on_first & on_second
    assert "回到开头" in second


def test_an_opened_case_leads_back_to_its_place_in_the_list(
    liling: Liling, signed_in: SignedIn
) -> None:
    case = reported(liling)
    client = signed_in("liqiang")
    page = client.get("/desk/?box=all&item=C01.02").content.decode()
    href = page.split(f'href="/cases/{case.no}/')[1].split('"')[0].replace("&amp;", "&")
    opened = client.get(f"/cases/{case.no}/{href}").content.decode()
    assert 'href="/desk/?box=all&amp;item=C01.02"' in opened


def test_back_never_leads_out_of_the_house(liling: Liling, signed_in: SignedIn) -> None:
    case = reported(liling)
    page = signed_in("liqiang").get(f"/cases/{case.no}/?back=https://evil.example/")
    assert 'href="https://evil' not in page.content.decode()
    assert "返回列表" not in page.content.decode()


def test_what_one_has_done_is_in_the_done_box(liling: Liling, signed_in: SignedIn) -> None:
    case = say(liling, "liqiang", reported(liling), Verb.DISPATCH)
    involve({(liling.post("liqiang").id, case.id): (liling.now, Verb.DISPATCH)})
    assert case.no in signed_in("liqiang").get("/desk/?box=done").content.decode()
