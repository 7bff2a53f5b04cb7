"""The log as PostgreSQL keeps it: the application cannot touch it, and whoever does is found."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import ProgrammingError, connection, transaction
from tests.core.case.county import NINE, County
from tests.support.connections import as_owner_of_tables
from tests.support.logs import EVERYTHING, as_entries, random_life, write, written

from wangge.audit import actions
from wangge.audit.actions import anchor, append
from wangge.audit.log import LogEntry, entries_of
from wangge.audit.models import Anchor
from wangge.audit.proof import log_faults
from wangge.core.proofs import FaultKind, hash_of
from wangge.lib.ids import uuid7

pytestmark = pytest.mark.django_db

CASES = 4


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> list[LogEntry]:
    """A few random lives; anchors see the test's own transaction, too."""
    monkeypatch.setattr(actions, "SAFE_XID", EVERYTHING)
    for seed in range(CASES):
        write(as_entries(uuid7(), random_life(seed)))
    return written()


def tamper(statement: str, *values: object) -> None:
    with as_owner_of_tables(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def found() -> list[tuple[FaultKind, int, UUID | None]]:
    return [(one.kind, one.seq, one.subject) for one in log_faults()]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET data = '{}'",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
        "DROP TABLE audit_entry",
        "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
    ],
)
def test_the_application_can_only_add(log: list[LogEntry], statement: str) -> None:
    refused = pytest.raises(ProgrammingError, match=r"permission denied|must be owner")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert written() == log


def test_a_log_nobody_touched_has_no_faults(log: list[LogEntry]) -> None:
    anchor(now=NINE)
    assert found() == []


def test_an_altered_entry_is_found(log: list[LogEntry]) -> None:
    one = log[2]
    tamper("UPDATE audit_entry SET data = '{}' WHERE position = %s", one.position)
    assert found() == [(FaultKind.ALTERED, one.seq, one.subject)]


@pytest.mark.parametrize("column", ["at = at + interval '1 microsecond'", "person = subject"])
def test_another_time_or_person_is_found(log: list[LogEntry], column: str) -> None:
    tamper(f"UPDATE audit_entry SET {column} WHERE position = %s", log[2].position)
    assert found() == [(FaultKind.ALTERED, log[2].seq, log[2].subject)]


def test_a_removed_entry_is_found(log: list[LogEntry]) -> None:
    one = log[2]
    tamper("DELETE FROM audit_entry WHERE position = %s", one.position)
    assert found() == [(FaultKind.REMOVED, one.seq, one.subject)]


def test_a_removed_tail_is_found_by_who_knows_how_far_it_went(log: list[LogEntry]) -> None:
    last = log[-1]
    tips = {last.subject: (last.seq, last.hash)}
    assert log_faults(tips) == []
    tamper("DELETE FROM audit_entry WHERE position = %s", last.position)
    assert found() == []
    (fault,) = log_faults(tips)
    assert (fault.kind, fault.seq) == (FaultKind.TAIL_REMOVED, last.seq)


def test_a_removed_case_is_found_by_who_knows_it(log: list[LogEntry]) -> None:
    last = log[-1]
    tamper("DELETE FROM audit_entry WHERE subject = %s", last.subject)
    (fault,) = log_faults({last.subject: (last.seq, last.hash)})
    assert (fault.kind, fault.subject) == (FaultKind.TAIL_REMOVED, last.subject)


def test_a_case_rewritten_to_its_end_is_found_by_its_anchor(log: list[LogEntry]) -> None:
    anchor(now=NINE)
    chain = entries_of(log[0].subject)
    before = chain[0].hash
    for entry in chain[1:]:
        forged = entry._replace(name="case.forged")
        before = hash_of(forged, before)
        tamper(
            "UPDATE audit_entry SET name = %s, hash = %s WHERE position = %s",
            "case.forged",
            before,
            entry.position,
        )
    assert found() == [(FaultKind.SPAN_CHANGED, 1, None)]


def test_a_whole_case_slipped_in_under_an_anchor_is_found(log: list[LogEntry]) -> None:
    anchor(now=NINE)
    moved = log[-1].position + 1_000
    tamper("UPDATE audit_entry SET position = %s WHERE position = %s", moved, log[0].position)
    assert (FaultKind.SPAN_CHANGED, 1, None) in found()


def test_every_entry_lies_under_just_one_anchor(log: list[LogEntry]) -> None:
    sealed = 0
    while row := anchor(now=NINE, most=5):
        sealed += row.count
    assert sealed == len(log)
    assert anchor(now=NINE) is None
    assert found() == []


def test_a_removed_anchor_is_found(log: list[LogEntry]) -> None:
    while anchor(now=NINE, most=5):
        pass
    with as_owner_of_tables():
        Anchor.objects.filter(number=2).delete()
    assert (FaultKind.ANCHOR_REMOVED, 2, None) in found()


def test_an_anchor_made_to_fit_is_found(log: list[LogEntry]) -> None:
    while anchor(now=NINE, most=5):
        pass
    first = Anchor.objects.get(number=1)
    second = Anchor.objects.get(number=2)
    with as_owner_of_tables():
        Anchor.objects.filter(number=2).update(root=bytes(first.root))
    assert second.count == 5
    assert {one.kind for one in log_faults()} == {
        FaultKind.ANCHOR_ALTERED,
        FaultKind.SPAN_CHANGED,
    }


def test_what_is_appended_is_chained(log: list[LogEntry]) -> None:
    subject, actor = uuid7(), County().actor("王芳")
    for number in range(3):
        append("post", subject, "post.changed", {"number": number}, actor=actor, now=NINE)
    entries = entries_of(subject)
    assert [one.seq for one in entries] == [1, 2, 3]
    assert {one.person for one in entries} == {actor.user_id}
    assert found() == []


def test_two_entries_cannot_claim_the_same_place(log: list[LogEntry]) -> None:
    with pytest.raises(Exception, match="audit_entry_once"), transaction.atomic():
        write([log[0]])
