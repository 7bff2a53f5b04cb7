"""The pages of personal data: rules seen before they are changed, looks, approvals by another."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.liling import Liling
from tests.web.signed import browser_of

from wangge.accounts.models import User
from wangge.cases.actions.report import Report, report_case
from wangge.cases.models import Reporter
from wangge.lib.clock import utc_now
from wangge.lib.ids import uuid7
from wangge.privacy import access
from wangge.privacy.actions import note_look
from wangge.privacy.actions.approvals import ask
from wangge.privacy.models import Approval, Look, Purpose, Retention, Threshold


@pytest.fixture
def officer(liling: Liling) -> Client:
    """The browser of the security officer."""
    return browser_of(User.objects.get(holdings__post__code="P-430281-security").username)


@pytest.fixture
def auditor(liling: Liling) -> Client:
    """The browser of 何审."""
    return browser_of("heshen")


def _asked(liling: Liling, username: str = "liqiang") -> Approval:
    return ask(
        kind="export",
        what="东富镇人员名册",
        digest=access.digest_of({"town": "东富镇"}),
        rows=5_000,
        reason="部门核对",
        areas=[liling.post("sunzhuren").area_id],
        actor=liling.actor(username, at=utc_now()),
        now=utc_now(),
    )


def _text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_overview_shows_keys_rules_and_purposes(auditor: Client) -> None:
    page = _text(auditor, "/admin/privacy/")
    assert "第1号" in page
    assert "已结案件诉求人的姓名、电话" in page
    assert "受理、办理并答复您反映的问题" in page


def test_the_overview_says_when_the_keys_are_gone(
    auditor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from wangge.privacy import sealing  # why: only here is it broken
    from wangge.privacy.refusals import KeysMissing

    def missing() -> None:
        raise KeysMissing(path="/keys/ring.json")

    monkeypatch.setattr(sealing, "ring", missing)
    assert "找不到密钥文件" in _text(auditor, "/admin/privacy/")


def test_a_rule_says_how_much_it_would_purge_before_it_is_changed(
    liling: Liling, officer: Client
) -> None:
    now = utc_now()
    Look.objects.create(
        at=now - timedelta(days=400), by_id=uuid7(), kind="person", subject=uuid7(), what="phone",
        reason="核实",
    )  # fmt: skip
    here = "/admin/privacy/retention/privacy.look/"
    page = _text(officer, f"{here}?keep_days=365&active=on")
    assert "今晚会清掉1条" in page
    assert Retention.objects.get(code="privacy.look").keep_days == 1_095
    answer = officer.post(here, {"keep_days": "365", "active": "on", "reason": "县里核定"})
    assert answer.status_code == 302
    assert Retention.objects.get(code="privacy.look").keep_days == 365


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"keep_days": "30", "active": "on", "reason": "x"}, "不合法定期限"),
        ({"keep_days": "many", "active": "on", "reason": "x"}, "不合法定期限"),
        ({"keep_days": "365", "active": "on", "reason": ""}, "请写明原因"),
    ],
)
def test_a_wrong_rule_is_refused_in_words(
    officer: Client, given: dict[str, str], words: str
) -> None:
    answer = officer.post("/admin/privacy/retention/privacy.look/", given)
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_a_rule_is_switched_off(officer: Client) -> None:
    officer.post("/admin/privacy/retention/privacy.look/", {"keep_days": "1095", "reason": "诉讼"})
    assert not Retention.objects.get(code="privacy.look").active


def test_the_auditor_changes_nothing(auditor: Client) -> None:
    page = _text(auditor, "/admin/privacy/retention/privacy.look/?keep_days=365")
    assert "<form" not in page.split("<h1>")[1]
    given = {"keep_days": "365", "active": "on", "reason": "x"}
    assert auditor.post("/admin/privacy/retention/privacy.look/", given).status_code == 403


def test_what_a_form_says_is_changed(officer: Client) -> None:
    said = {
        name: f"{name}之词"
        for one in ("title", "basis", "fields", "keep")
        for name in (one, f"{one}_en")
    }
    here = "/admin/privacy/purposes/case.report/"
    assert officer.post(here, said | {"reason": "法制办改"}).status_code == 302
    assert Purpose.objects.get(code="case.report").basis == "basis之词"
    assert officer.post(here, said | {"basis": " ", "reason": "x"}).status_code == 422


def test_a_threshold_is_changed(officer: Client) -> None:
    here = "/admin/privacy/thresholds/export.rows/"
    assert officer.post(here, {"number": "500", "reason": "从严"}).status_code == 302
    assert Threshold.objects.get(code="export.rows").number == 500
    assert officer.post(here, {"number": "0", "reason": "x"}).status_code == 422


@pytest.mark.parametrize("part", ["retention", "purposes", "thresholds"])
def test_what_does_not_exist_is_not_found(officer: Client, part: str) -> None:
    assert officer.get(f"/admin/privacy/{part}/nothing/").status_code == 404


def _looked(liling: Liling, username: str, subject: object = None, kind: str = "person") -> None:
    note_look(
        actor=liling.actor(username),
        kind=kind,
        subject=subject or uuid7(),  # type: ignore[arg-type]
        what="phone",
        reason=f"{username}的理由",
        now=utc_now(),
    )


def test_looks_are_found_by_who_looked(liling: Liling, auditor: Client) -> None:
    _looked(liling, "zhoumin")
    _looked(liling, "liqiang")
    page = _text(auditor, "/admin/privacy/looks/?by=zhoumin")
    assert "zhoumin的理由" in page
    assert "liqiang的理由" not in page
    assert "没有记录" in _text(auditor, "/admin/privacy/looks/?by=nobody")


def test_looks_are_found_by_the_telephone_of_who_was_looked_at(
    liling: Liling, auditor: Client
) -> None:
    given = Report(line="city_management", text="井盖没了", reporter_phone="13800001234")
    case, _ = report_case(given, actor=liling.actor("zhoumin"), now=utc_now())
    _looked(liling, "zhoumin", Reporter.objects.get(case_id=case.id).id, "reporter")
    _looked(liling, "liqiang")
    page = _text(auditor, "/admin/privacy/looks/?subject=138-0000-1234")
    assert "zhoumin的理由" in page
    assert "liqiang的理由" not in page
    assert "13800001234" not in page.split("</form>")[-1]
    assert "没有记录" in _text(auditor, "/admin/privacy/looks/?subject=13800009999")


def test_a_look_into_the_special_domain_does_not_say_at_whom(
    liling: Liling, auditor: Client
) -> None:
    subject = uuid7()
    _looked(liling, "zhoumin", subject, "special_domain")
    page = _text(auditor, "/admin/privacy/looks/")
    assert "特殊人群" in page
    assert str(subject)[-8:] not in page
    assert "没有记录" in _text(auditor, f"/admin/privacy/looks/?subject={subject}")


def test_a_long_list_of_looks_goes_on(liling: Liling, auditor: Client) -> None:
    now, by = utc_now(), uuid7()
    rows = [
        Look(at=now - timedelta(minutes=n // 3), by_id=by, kind="person", subject=uuid7(),
             what="phone", reason=f"第{n}次。")
        for n in range(120)
    ]  # fmt: skip
    Look.objects.bulk_create(rows)
    address, seen = "/admin/privacy/looks/", []
    while address:
        page = _text(auditor, address)
        seen += [n for n in range(120) if f"第{n}次。" in page]
        older = re.search(r'href="(\?before=[^"]+)"', page)
        address = f"/admin/privacy/looks/{older[1]}" if older else ""
    assert sorted(seen) == list(range(120))


def test_revealing_a_reporter_is_a_look(liling: Liling) -> None:
    given = Report(line="city_management", text="井盖没了", reporter_phone="13800001234")
    case, _ = report_case(given, actor=liling.actor("zhoumin"), now=utc_now())
    told = Reporter.objects.get(case_id=case.id)
    address = f"/cases/{case.no}/reporters/{told.id}/"
    assert "13800001234" in browser_of("zhoumin").post(address, {"reason": "回访"}).content.decode()
    look = Look.objects.get(subject=told.id)
    assert (look.kind, look.what, look.reason) == ("reporter", "name,phone", "回访")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_leader_grants_what_another_asked(liling: Liling, language: str) -> None:
    row = _asked(liling)
    leader = browser_of("sunzhuren", language=language)
    assert "东富镇人员名册" in _text(leader, "/admin/privacy/approvals/")
    here = f"/admin/privacy/approvals/{row.id}/"
    assert 'value="grant"' in _text(leader, here)
    assert leader.post(here, {"do": "grant", "opinion": "同意"}).status_code == 302
    assert access.approved(liling.actor("liqiang"), row.digest, utc_now()) is not None
    assert 'value="grant"' not in _text(leader, here)


def test_who_asked_waits_for_another(liling: Liling) -> None:
    row = _asked(liling)
    own = browser_of("liqiang")
    here = f"/admin/privacy/approvals/{row.id}/"
    page = _text(own, here)
    assert "自己的申请自己不能批" in page
    assert 'value="grant"' not in page
    assert own.post(here, {"do": "grant"}).status_code == 403
    assert Approval.objects.get(pk=row.pk).state == "asked"


def test_a_refusal_needs_its_reason(liling: Liling) -> None:
    here, leader = f"/admin/privacy/approvals/{_asked(liling).id}/", browser_of("sunzhuren")
    assert leader.post(here, {"do": "refuse", "opinion": ""}).status_code == 422
    assert leader.post(here, {"do": "refuse", "opinion": "范围太大"}).status_code == 302


def test_another_town_hears_of_no_request(liling: Liling) -> None:
    row = _asked(liling)
    other = browser_of("zhaomin")
    assert "东富镇人员名册" not in _text(other, "/admin/privacy/approvals/")
    assert other.get(f"/admin/privacy/approvals/{row.id}/").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/admin/privacy/",
        "/admin/privacy/retention/case.reporter/?keep_days=365&active=on",
        "/admin/privacy/purposes/case.report/",
        "/admin/privacy/thresholds/export.rows/",
        "/admin/privacy/looks/?by=zhoumin&subject=13800001234",
        "/admin/privacy/approvals/",
    ],
)
def test_every_page_keeps_to_eight_queries(
    liling: Liling,
    auditor: Client,
    address: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    _asked(liling)
    auditor.get(address)
    with django_assert_max_num_queries(8):
        assert auditor.get(address).status_code == 200


def test_who_may_decide_hears_of_a_request_and_who_asked_hears_the_answer(liling: Liling) -> None:
    row = _asked(liling)
    leader, own = browser_of("sunzhuren"), browser_of("liqiang")
    inbox = _text(leader, "/inbox/")
    assert "有一份导出申请等您审批" in inbox
    assert "东富镇人员名册，5000条" in inbox
    (link,) = re.findall(r'href="(/inbox/[0-9a-f-]{36}/)"', inbox)
    assert leader.get(link)["Location"] == f"/admin/privacy/approvals/{row.id}/"
    leader.post(f"/admin/privacy/approvals/{row.id}/", {"do": "refuse", "opinion": "范围太大"})
    assert "您的导出申请没有同意" in _text(own, "/inbox/")
    assert "范围太大" in _text(own, "/inbox/")
