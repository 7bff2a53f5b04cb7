"""What was kept for long enough goes at night; nothing else does, and nobody is named."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from tests.liling import Liling

from wangge.accounts.models import SignInAttempt
from wangge.audit.models import Entry
from wangge.cases.actions.act import Act, act, merge_cases
from wangge.cases.actions.report import Report, report_case
from wangge.cases.models import Case as Row
from wangge.cases.models import Reporter
from wangge.core.case.facts import Case
from wangge.core.case.verbs import Verb
from wangge.core.errors import Forbidden, Invalid
from wangge.lib.ids import uuid7
from wangge.privacy.access import rules_for
from wangge.privacy.actions import retention
from wangge.privacy.actions.retention import purge_due
from wangge.privacy.actions.rules import set_rule
from wangge.privacy.jobs import at_night
from wangge.privacy.models import Look, Retention
from wangge.privacy.retention import purger_of

_LATER = timedelta(days=731)


def _reported(liling: Liling, phone: str = "13800001234") -> Case:
    given = Report(
        line="city_management",
        text="井盖没了",
        reporter_name="陈美华",
        reporter_phone=phone,
        source="hotline",
    )
    return report_case(given, actor=liling.actor("zhoumin"), now=liling.now)[0]


def _closed(liling: Liling, case: Case) -> Case:
    return act(
        case.no,
        Act(action=Verb.VOID, version=case.version, reason="重复录入", opinion="作废"),
        actor=liling.actor("zhoumin"),
        now=liling.now,
    )


def _told(case: Case) -> tuple[str, str]:
    told = Reporter.objects.get(case_id=case.id)
    return told.name, told.phone


def _purge_reporters(at: datetime) -> int:
    return purge_due(now=at)["case.reporter"]


def test_who_reported_is_forgotten_two_years_after_closing(liling: Liling) -> None:
    case = _closed(liling, _reported(liling))
    assert _purge_reporters(liling.now + timedelta(days=729)) == 0
    assert _told(case) == ("陈美华", "13800001234")
    assert _purge_reporters(liling.now + _LATER) == 1
    assert _told(case) == ("", "")
    assert Row.objects.get(pk=case.id).text == "井盖没了"


def test_an_open_case_keeps_its_reporter_however_old(liling: Liling) -> None:
    case = _reported(liling)
    assert _purge_reporters(liling.now + _LATER) == 0
    assert _told(case) == ("陈美华", "13800001234")


def test_who_reported_a_duplicate_is_kept_as_long_as_the_main_case(liling: Liling) -> None:
    main, other = _reported(liling), _reported(liling, "13800001235")
    rows = [Row.objects.get(pk=other.id)]
    clerk = liling.actor("zhoumin")
    merge_cases(main.no, rows, Act(action=Verb.MERGE), actor=clerk, now=liling.now)
    assert Row.objects.get(pk=other.id).closed_at is not None
    assert _purge_reporters(liling.now + _LATER) == 0
    assert _told(other) == ("陈美华", "13800001235")
    main = Row.objects.get(pk=main.id).as_fact()
    _closed(liling, main)
    assert _purge_reporters(liling.now + _LATER) == 2


def test_a_long_list_goes_in_batches(liling: Liling, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "BATCH", 2)
    for _ in range(5):
        _closed(liling, _reported(liling))
    assert _purge_reporters(liling.now + _LATER) == 5


def test_a_turn_that_runs_out_of_time_goes_on_with_the_next(
    liling: Liling, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "BATCH", 1)
    for _ in range(3):
        _closed(liling, _reported(liling))
    later = liling.now + _LATER
    assert purge_due(now=later, seconds=0) == {}
    assert _purge_reporters(later) == 3


def test_the_log_holds_counts_and_no_names(liling: Liling) -> None:
    _closed(liling, _reported(liling))
    _purge_reporters(liling.now + _LATER)
    entry = Entry.objects.get(name="retention.purged")
    assert '"rows":1' in entry.data
    assert "陈" not in entry.data
    rule = Retention.objects.get(code="case.reporter")
    assert (rule.purged, rule.purged_last) == (1, 1)


def test_a_rule_that_is_off_purges_nothing(liling: Liling) -> None:
    _closed(liling, _reported(liling))
    Retention.objects.filter(code="case.reporter").update(active=False)
    assert "case.reporter" not in purge_due(now=liling.now + _LATER)


def test_old_tries_to_sign_in_are_forgotten(liling: Liling) -> None:
    for days in (0, 400):
        SignInAttempt.objects.create(
            at=liling.now - timedelta(days=days), username="x", outcome="wrong"
        )
    assert purge_due(now=liling.now)["account.attempt"] == 1
    assert SignInAttempt.objects.filter(username="x").count() == 1


def test_looks_are_forgotten_after_three_years_though_nobody_may_delete_them(
    liling: Liling,
) -> None:
    for days in (0, 1_000, 1_200):
        Look.objects.create(
            at=liling.now - timedelta(days=days),
            by_id=uuid7(),
            kind="person",
            subject=uuid7(),
            what="phone",
            reason="核实",
        )
    assert purge_due(now=liling.now)["privacy.look"] == 1
    assert Look.objects.count() == 2


@pytest.mark.parametrize(("hour", "runs"), [(3, True), (12, False), (23, False)])
def test_it_is_night_work(liling: Liling, hour: int, runs: bool) -> None:
    at = datetime(2029, 1, 2, (hour - 8) % 24, 30, tzinfo=UTC)
    at_night(at)
    assert Retention.objects.filter(purged_at=at).exists() == runs


def test_a_night_that_found_nothing_more_is_over(liling: Liling) -> None:
    at = datetime(2029, 1, 1, 19, 0, tzinfo=UTC)
    at_night(at)
    at_night(at + timedelta(minutes=30))
    assert set(Retention.objects.exclude(purged_at=None).values_list("purged_at", flat=True)) == {
        at
    }


def test_every_shipped_rule_has_somebody_who_carries_it_out() -> None:
    from wangge.privacy.purposes import shipped  # why: the rows as they are shipped

    assert [row["code"] for row in shipped("retention") if purger_of(row["code"]) is None] == []


@pytest.mark.django_db
def test_every_purger_can_say_beforehand_how_much_it_would_purge(liling: Liling) -> None:
    _closed(liling, _reported(liling))
    due = {
        rule.code: purger.due(liling.now + _LATER)
        for rule in Retention.objects.all()
        if (purger := purger_of(rule.code))
    }
    assert due["case.reporter"] == 1


def test_the_security_officer_sets_the_days(liling: Liling) -> None:
    officer = liling.actor("p430281-security")
    set_rule(
        "case.reporter", keep_days=365, active=True, reason="县法制办核定", actor=officer,
        now=liling.now,
    )  # fmt: skip
    rule = rules_for(officer).get(code="case.reporter")
    assert (rule.keep_days, rule.provenance) == (365, "L")
    assert '"keep_days":730' in Entry.objects.get(name="retention.changed").data


@pytest.mark.parametrize(
    ("who", "days", "reason", "refused"),
    [
        ("zhoumin", 365, "想改", Forbidden),
        ("p430281-security", 30, "想改", Invalid),
        ("p430281-security", 365, " ", Invalid),
    ],
)
def test_rules_are_not_changed_by_anybody_or_anyhow(
    liling: Liling, who: str, days: int, reason: str, refused: type[Exception]
) -> None:
    with pytest.raises(refused):
        set_rule(
            "case.reporter", keep_days=days, active=True, reason=reason, actor=liling.actor(who),
            now=liling.now,
        )  # fmt: skip


def test_the_search_for_whom_to_forget_uses_its_index(liling: Liling) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT count(*) FROM cases_reporter told WHERE told.at < now() AND"
            " (told.name <> '' OR told.name_sealed IS NOT NULL OR told.phone_sealed IS NOT NULL)"
        )
        assert "cases_reporter_named" in str(cursor.fetchall())
