"""Acting on a case from its page: forms, refusals that keep words, others who were first."""

from __future__ import annotations

from tests.liling import Liling
from tests.web.desk.conftest import SignedIn, a_photo, kept_photo, reported, say

from wangge.cases.models import Case as Row
from wangge.core.case.verbs import Verb
from wangge.lib.clock import utc_now
from wangge.territory.access import territory_index


def test_the_story_runs_through_plain_forms(liling: Liling, signed_in: SignedIn) -> None:
    case = reported(liling)
    address = f"/cases/{case.no}/do"
    liqiang = signed_in("liqiang")
    answer = liqiang.post(
        f"{address}/dispatch/", {"version": 1, "condition": "missing", "opinion": "请快"}
    )
    assert answer.status_code == 302
    assert answer["Location"] == f"/cases/{case.no}/"
    liushifu = signed_in("liushifu")
    given = {"version": 2, "opinion": "已补", "photos": [a_photo("blue")]}
    assert liushifu.post(f"{address}/handle/", given).status_code == 302
    wangfang = signed_in("wangfang")
    assert wangfang.post(f"{address}/verify/", {"version": 3, "opinion": "看过"}).status_code == 302
    row = Row.objects.get(no=case.no)
    assert row.state == "closed"
    assert len(row.as_fact().after) == 1


def test_the_form_of_a_dispatch_names_conditions_with_limit_and_provenance(
    liling: Liling, signed_in: SignedIn
) -> None:
    case = reported(liling)
    page = signed_in("liqiang").get(f"/cases/{case.no}/do/dispatch/").content.decode()
    assert "2个紧急工作时" in page
    assert "[F1]" in page
    assert "按职责表自动派给责任岗位" in page
    assert liling.post("liushifu").title in page


def test_a_refusal_keeps_the_words_and_stands_at_its_field(
    liling: Liling, signed_in: SignedIn
) -> None:
    case = say(liling, "liqiang", reported(liling), Verb.DISPATCH)
    answer = signed_in("liushifu").post(
        f"/cases/{case.no}/do/handle/", {"version": 2, "opinion": "已经补好了，但是忘了拍照"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "已经补好了，但是忘了拍照" in page
    assert "处置反馈还缺少“照片”" in page


def test_photos_sent_with_a_refused_form_are_kept(liling: Liling, signed_in: SignedIn) -> None:
    case = say(liling, "liqiang", reported(liling), Verb.DISPATCH)
    client = signed_in("liushifu")
    address = f"/cases/{case.no}/do/handle/"
    refused = client.post(address, {"version": 2, "opinion": "x" * 4001, "photos": [a_photo()]})
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "已保留1张照片" in page
    kept = page.split('name="kept" value="')[1].split('"')[0]
    again = client.post(address, {"version": 2, "opinion": "已补", "kept": [kept]})
    assert again.status_code == 302
    assert Row.objects.get(no=case.no).as_fact().after == (kept,)


def test_something_that_is_no_photo_is_refused_in_words(
    liling: Liling, signed_in: SignedIn
) -> None:
    case = say(liling, "liqiang", reported(liling), Verb.DISPATCH)
    fake = a_photo()
    fake.write(b"not a picture at all")
    fake.seek(0)
    fake.truncate(20)
    answer = signed_in("liushifu").post(
        f"/cases/{case.no}/do/handle/", {"version": 2, "opinion": "已补", "photos": [fake]}
    )
    assert answer.status_code == 422
    assert "已补" in answer.content.decode()


def test_the_second_of_two_hands_sees_what_changed_and_keeps_the_words(
    liling: Liling, signed_in: SignedIn
) -> None:
    case = reported(liling)
    client = signed_in("liqiang")
    say(liling, "zhoumin", case, Verb.COMMENT, opinion="我在联系村里")
    answer = client.post(
        f"/cases/{case.no}/do/dispatch/",
        {"version": 1, "condition": "missing", "opinion": "马上去"},
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "我在联系村里" in page
    assert "马上去" in page
    assert 'name="version" value="2"' in page
    again = client.post(
        f"/cases/{case.no}/do/dispatch/",
        {"version": 2, "condition": "missing", "opinion": "马上去"},
    )
    assert again.status_code == 302


def test_what_is_no_longer_possible_says_so_and_gives_the_words_back(
    liling: Liling, signed_in: SignedIn
) -> None:
    case = reported(liling)
    say(liling, "zhoumin", case, Verb.REJECT, reason="不属本县职责")
    answer = signed_in("liqiang").post(
        f"/cases/{case.no}/do/dispatch/",
        {"version": 1, "condition": "missing", "opinion": "写了很久的意见"},
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "不属本县职责" in page
    assert "写了很久的意见" in page


def test_a_verb_nobody_knows_is_404(liling: Liling, signed_in: SignedIn) -> None:
    case = reported(liling)
    assert signed_in("liqiang").get(f"/cases/{case.no}/do/explode/").status_code == 404


def test_who_may_not_is_told_so(liling: Liling, signed_in: SignedIn) -> None:
    case = reported(liling)
    answer = signed_in("wangfang").post(f"/cases/{case.no}/do/dispatch/", {"version": 1})
    assert answer.status_code == 403
    assert Row.objects.get(no=case.no).version == 1


def test_a_suspension_ends_on_the_day_given(liling: Liling, signed_in: SignedIn) -> None:
    case = say(liling, "liqiang", reported(liling), Verb.DISPATCH)
    answer = signed_in("liqiang").post(
        f"/cases/{case.no}/do/suspend/",
        {"version": 2, "reason": "等材料", "until": f"{utc_now().year + 1}-01-15"},
    )
    assert answer.status_code == 302
    clock = Row.objects.get(no=case.no).as_fact().clock
    assert clock is not None
    assert clock.paused_until is not None
    assert clock.paused_until.day == 15


def test_a_case_can_be_moved_to_another_village(liling: Liling, signed_in: SignedIn) -> None:
    case = reported(liling)
    areas = territory_index().areas.values()
    other = next(one for one in areas if one.level == "village" and one.name == "莲石村")
    assert case.point is not None
    answer = signed_in("liqiang").post(
        f"/cases/{case.no}/do/relocate/",
        {
            "version": 1,
            "lon": str(case.point.lon),
            "lat": str(case.point.lat),
            "datum": "wgs84",
            "area": str(other.id),
        },
    )
    assert answer.status_code == 302, answer.content.decode()[:500]
    assert Row.objects.get(no=case.no).village_id == other.id


def test_htmx_gets_the_form_alone_and_a_word_when_it_is_done(
    liling: Liling, signed_in: SignedIn
) -> None:
    case = reported(liling)
    client = signed_in("liqiang")
    address = f"/cases/{case.no}/do/urge/"
    form = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in form
    done = client.post(address, {"version": 1, "opinion": "快"}, headers={"HX-Request": "true"})
    assert done.status_code == 204
    assert case.no in done["HX-Trigger"]


def test_merging_offers_the_likely_twins(liling: Liling, signed_in: SignedIn) -> None:
    case, main = reported(liling), reported(liling, "wangdie", photos=(kept_photo(liling),))
    client = signed_in("liqiang")
    page = client.get(f"/cases/{case.no}/do/merge/").content.decode()
    assert main.no in page
    answer = client.post(f"/cases/{case.no}/do/merge/", {"version": 1, "twin": main.no})
    assert answer.status_code == 302
    assert Row.objects.get(no=case.no).state == "merged"
    assert Row.objects.get(no=main.no).duplicates == 1
