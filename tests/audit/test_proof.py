"""The log as PostgreSQL keeps it: the application cannot touch it, and whoever does is found."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import ProgrammingError, connection, transaction
from tests.audit.tampering import rewrite, tamper
from tests.core.case.county import NINE, County
from tests.support.logs import EVERYTHING, as_entries, random_life, write, written

from wangge.audit import actions
from wangge.audit.actions import anchor, append
from wangge.audit.log import LogEntry, entries_of
from wangge.audit.proof import log_faults
from wangge.core.proofs import FaultKind
from wangge.lib.chain import anchor_hash
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
    assert found() == [(FaultKind.BROKEN, one.seq, one.subject)]


@pytest.mark.parametrize("column", ["at = at + interval '1 microsecond'", "person = subject"])
def test_another_time_or_person_is_found(log: list[LogEntry], column: str) -> None:
    tamper(f"UPDATE audit_entry SET {column} WHERE position = %s", log[2].position)
    assert found() == [(FaultKind.BROKEN, log[2].seq, log[2].subject)]


def test_a_removed_entry_is_found(log: list[LogEntry]) -> None:
    one = log[2]
    tamper("DELETE FROM audit_entry WHERE position = %s", one.position)
    assert found() == [(FaultKind.REMOVED, one.seq, one.subject)]


def test_every_entry_lies_under_just_one_anchor(log: list[LogEntry]) -> None:
    sealed = 0
    while row := anchor(now=NINE, most=5):
        sealed += row.count
    assert sealed == len(log)
    assert anchor(now=NINE) is None
    assert found() == []


def test_an_anchor_without_a_list_still_shows_that_something_changed(log: list[LogEntry]) -> None:
    """As those sealed by an earlier release, by a root alone."""
    sealed = anchor(now=NINE)
    assert sealed is not None
    old = anchor_hash(b"", bytes(sealed.root), sealed.count)
    tamper("UPDATE audit_anchor SET listed = NULL, hash = %s", old)
    tamper("DELETE FROM audit_sealedpage")
    assert found() == []
    rewrite(entries_of(log[-1].subject)[1:], {"name": "case.forged"})
    assert found() == [(FaultKind.SPAN_CHANGED, 1, None)]


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
