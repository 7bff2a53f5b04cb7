"""Looks are on record for good, approvals are another's to give, forms say their purpose."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError
from tests.liling import Liling

from wangge.audit.models import Entry
from wangge.core.duty import Actor
from wangge.core.errors import Forbidden, NotFound, Stale
from wangge.lib.ids import uuid7
from wangge.privacy import access
from wangge.privacy.actions import install_privacy, note_look
from wangge.privacy.actions.approvals import ask, grant, note_export, refuse
from wangge.privacy.actions.looks import digest
from wangge.privacy.models import Approval, Look, Purpose, Retention
from wangge.privacy.purposes import forget_purposes, purpose, shipped
from wangge.privacy.refusals import NoReason

_DIGEST = access.digest_of({"kind": "person", "town": "东富镇"})


def _look(liling: Liling, username: str = "zhoumin", subject: UUID | None = None) -> Look:
    return note_look(
        actor=liling.actor(username),
        kind="person",
        subject=subject or uuid7(),
        what="phone",
        reason="电话核实",
        now=liling.now,
    )


def _county(liling: Liling) -> UUID:
    return liling.post("sunzhuren").area_id


def _asked(liling: Liling, rows: int = 5_000) -> Approval:
    return ask(
        kind="export",
        what="东富镇人员名册",
        digest=_DIGEST,
        rows=rows,
        reason="部门核对",
        areas=[_county(liling)],
        actor=liling.actor("liqiang"),
        now=liling.now,
    )


def test_a_look_says_who_what_when_and_why(liling: Liling) -> None:
    subject = uuid7()
    _look(liling, subject=subject)
    (row,) = access.looks_at(subject)
    assert row.by_id == liling.actor("zhoumin").user_id
    assert (row.what, row.reason, row.at) == ("phone", "电话核实", liling.now)


def test_a_look_without_a_reason_is_refused(liling: Liling) -> None:
    with pytest.raises(NoReason):
        note_look(
            actor=liling.actor("zhoumin"),
            kind="person",
            subject=uuid7(),
            what="phone",
            reason="  ",
            now=liling.now,
        )


def test_the_log_betrays_an_altered_look_and_names_nobody(liling: Liling) -> None:
    look = _look(liling)
    entry = Entry.objects.get(subject=look.id)
    assert digest(Look.objects.get(pk=look.pk)) in entry.data
    assert str(look.subject) not in entry.data
    assert "电话" not in entry.data


@pytest.mark.parametrize(
    "change", ["UPDATE privacy_look SET reason = 'x'", "DELETE FROM privacy_look"]
)
def test_the_application_cannot_touch_a_look(liling: Liling, change: str) -> None:
    _look(liling)
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)


def test_the_one_way_out_spares_looks_of_the_last_half_year(liling: Liling) -> None:
    _look(liling)
    with connection.cursor() as cursor:
        cursor.execute("SELECT privacy_forget_looks(now() + interval '1 day', 100)")
        assert cursor.fetchone()[0] == 0


def test_only_the_auditor_reads_the_looks_of_others(liling: Liling) -> None:
    _look(liling, "zhoumin")
    assert access.looks_for(liling.actor("heshen")).count() == 1
    assert access.looks_for(liling.actor("zhoumin")).count() == 1, "one's own"
    assert access.looks_for(liling.actor("zhaomin")).count() == 0
    assert access.looks_for(Actor()).count() == 0


def test_what_was_granted_holds_for_its_asker_its_export_and_its_time(liling: Liling) -> None:
    row, asker = _asked(liling), liling.actor("liqiang")
    assert access.approved(asker, _DIGEST, liling.now) is None
    grant(row.id, actor=liling.actor("sunzhuren"), now=liling.now)
    assert access.approved(asker, _DIGEST, liling.now, rows=5_000) is not None
    assert access.approved(asker, _DIGEST, liling.now, rows=50_000) is None, "far more than asked"
    assert access.approved(asker, "another", liling.now) is None
    assert access.approved(liling.actor("zhoumin"), _DIGEST, liling.now) is None
    assert access.approved(asker, _DIGEST, liling.now + timedelta(hours=73)) is None


def test_who_asks_may_not_grant(liling: Liling) -> None:
    leader = liling.actor("sunzhuren")
    row = ask(
        kind="export",
        what="全县名册",
        digest=_DIGEST,
        rows=5_000,
        reason="自查",
        areas=[_county(liling)],
        actor=leader,
        now=liling.now,
    )
    with pytest.raises(Forbidden):
        grant(row.id, actor=leader, now=liling.now)


def test_the_database_itself_refuses_who_grants_to_himself(liling: Liling) -> None:
    row = _asked(liling)
    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.filter(pk=row.pk).update(
            state="granted", decided_by=row.asked_by, expires_at=liling.now
        )


def test_who_has_no_right_to_approve_hears_of_no_request(liling: Liling) -> None:
    row = _asked(liling)
    with pytest.raises(NotFound):
        grant(row.id, actor=liling.actor("zhaomin"), now=liling.now)


def test_a_request_is_decided_once(liling: Liling) -> None:
    row, leader = _asked(liling), liling.actor("sunzhuren")
    refuse(row.id, opinion="范围太大", actor=leader, now=liling.now)
    with pytest.raises(Stale):
        grant(row.id, actor=leader, now=liling.now)
    assert access.approved(liling.actor("liqiang"), _DIGEST, liling.now) is None


def test_a_refusal_has_a_reason(liling: Liling) -> None:
    with pytest.raises(NoReason):
        refuse(_asked(liling).id, opinion="", actor=liling.actor("sunzhuren"), now=liling.now)


def test_asking_twice_is_asking_once(liling: Liling) -> None:
    assert _asked(liling).id == _asked(liling).id


def test_asking_granting_and_taking_out_are_in_the_log(liling: Liling) -> None:
    row = _asked(liling)
    grant(row.id, actor=liling.actor("sunzhuren"), now=liling.now)
    note_export(row, rows=4_990, actor=liling.actor("liqiang"), now=liling.now)
    names = Entry.objects.filter(subject=row.id).order_by("seq").values_list("name", flat=True)
    assert list(names) == ["approval.asked", "approval.granted", "approval.used"]


def test_a_digest_depends_on_what_is_asked_and_not_on_its_order() -> None:
    one = access.digest_of({"kind": "person", "town": "a"})
    assert one == access.digest_of({"town": "a", "kind": "person"})
    assert one != access.digest_of({"kind": "person", "town": "b"})
    assert len(one) == len(sha256().hexdigest())


def test_thresholds_are_rows(liling: Liling) -> None:
    assert access.threshold("export.rows") == 1_000
    with pytest.raises(NotFound):
        access.threshold("nothing")


def test_installing_again_keeps_what_the_county_changed(liling: Liling) -> None:
    Retention.objects.filter(code="case.reporter").update(keep_days=400)
    install_privacy(liling.now)
    assert Retention.objects.get(code="case.reporter").keep_days == 400
    assert Purpose.objects.count() == len(shipped("purposes"))


def test_no_rule_keeps_shorter_than_it_must(liling: Liling) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Retention.objects.filter(code="case.reporter").update(keep_days=1)


def test_a_purpose_says_the_days_of_its_rule(liling: Liling) -> None:
    Retention.objects.filter(code="case.reporter").update(keep_days=400)
    forget_purposes()
    said = purpose("case.report", "zh-hans")
    assert "400天" in said.keep
    assert "第十三条" in said.basis
    assert said.unverified
    assert "400 days" in purpose("case.report", "en").keep
    forget_purposes()


def test_a_purpose_nobody_wrote_is_refused(liling: Liling) -> None:
    with pytest.raises(NotFound):
        purpose("nothing", "zh")


@pytest.mark.parametrize("part", ["purposes", "retention", "thresholds"])
def test_what_is_shipped_is_whole(part: str) -> None:
    for row in shipped(part):
        empty = [name for name, value in row.items() if value in ("", None)]
        assert not empty, row["code"]
