"""Many cases at once: dispatched each on its own, merged all or none."""

from __future__ import annotations

from tests.liling import Liling
from tests.web.desk.conftest import SignedIn, reported, say

from wangge.cases.models import Case as Row
from wangge.core.case.verbs import Verb


def _versions(*cases: object) -> dict[str, object]:
    return {
        "pick": [case.no for case in cases],  # type: ignore[attr-defined]
        **{f"version-{case.no}": case.version for case in cases},  # type: ignore[attr-defined]
    }


def test_picked_cases_are_dispatched_together(liling: Liling, signed_in: SignedIn) -> None:
    cases = [reported(liling, text=f"井盖{n}") for n in range(3)]
    client = signed_in("liqiang")
    page = client.get("/desk/dispatch/", {"pick": [case.no for case in cases]}).content.decode()
    assert all(case.no in page for case in cases)
    answer = client.post("/desk/dispatch/", {**_versions(*cases), "opinion": "统一处理"})
    assert answer.status_code == 302
    assert set(Row.objects.values_list("state", flat=True)) == {"handling"}


def test_one_refused_dispatch_does_not_hold_up_the_others(
    liling: Liling, signed_in: SignedIn
) -> None:
    first, second = reported(liling), reported(liling)
    given = _versions(first, second)
    say(liling, "zhoumin", second, Verb.COMMENT, opinion="等一下")
    answer = signed_in("liqiang").post("/desk/dispatch/", given)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert second.no in page
    assert "案件刚被他人更新" in page
    assert Row.objects.get(no=first.no).state == "handling"
    assert Row.objects.get(no=second.no).state == "reported"


def test_somebody_elses_case_cannot_be_slipped_in(liling: Liling, signed_in: SignedIn) -> None:
    case = reported(liling)
    answer = signed_in("zhaomin").post("/desk/dispatch/", _versions(case))
    assert answer.status_code == 404
    assert Row.objects.get(no=case.no).version == 1


def test_five_become_one_and_every_reporter_stays(liling: Liling, signed_in: SignedIn) -> None:
    cases = [reported(liling, "chenyi" if n % 2 else "wangdie", text=f"盖{n}") for n in range(5)]
    main = cases[3]
    client = signed_in("liqiang")
    page = client.get("/desk/merge/", {"pick": [case.no for case in cases]}).content.decode()
    assert page.count('name="main"') == 5
    answer = client.post("/desk/merge/", {**_versions(*cases), "main": main.no, "opinion": "同"})
    assert answer.status_code == 302
    kept = Row.objects.get(no=main.no)
    assert kept.duplicates == 4
    assert len(kept.as_fact().reporters) == 5
    assert Row.objects.filter(state="merged").count() == 4


def test_a_merge_is_done_whole_or_not_at_all(liling: Liling, signed_in: SignedIn) -> None:
    first, second, third = (reported(liling) for _ in range(3))
    given = _versions(first, second, third)
    say(liling, "zhoumin", third, Verb.COMMENT, opinion="先别动")
    answer = signed_in("liqiang").post(
        "/desk/merge/", {**given, "main": first.no, "opinion": "写好的意见"}
    )
    assert answer.status_code == 409
    assert "写好的意见" in answer.content.decode()
    assert not Row.objects.filter(state="merged").exists()


def test_one_alone_cannot_be_merged(liling: Liling, signed_in: SignedIn) -> None:
    case = reported(liling)
    answer = signed_in("liqiang").post("/desk/merge/", {**_versions(case), "main": case.no})
    assert answer.status_code == 422
    assert "至少要勾选两件" in answer.content.decode()
