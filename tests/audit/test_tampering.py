"""Each way of touching the log is found, the very entry is named, and nothing else is.

The log holds cases, whose rows say how far they have come, and other things, which have marks;
part of it is sealed by anchors and the end is not, as in a running county.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.db import connection
from tests.audit.tampering import rewrite, swap, tamper
from tests.core.case.county import NINE
from tests.support.logs import EVERYTHING, as_entries, random_life, write, written

from wangge.audit import actions
from wangge.audit.actions import anchor, append
from wangge.audit.log import LogEntry, entries_of
from wangge.audit.proof import Mark, log_faults
from wangge.core.proofs.log import FaultKind, hash_of
from wangge.lib.chain import genesis
from wangge.lib.ids import uuid7

pytestmark = pytest.mark.django_db

Named = tuple[FaultKind, int, object]


@dataclass
class Log:
    """A log under five anchors, with an end that none has sealed yet."""

    case: list[LogEntry]
    other_case: list[LogEntry]
    post: list[LogEntry]
    fresh: list[LogEntry]  #: a subject of which no anchor knows
    marks: list[Mark]

    def faults(self) -> list[Named]:
        found = log_faults(iter(self.marks))
        return [(one.kind, one.seq, one.subject) for one in found]


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Log:
    monkeypatch.setattr(actions, "SAFE_XID", EVERYTHING)
    lives = []
    for seed in range(20):
        life = random_life(seed)
        if len(life) >= 6:
            lives.append(as_entries(uuid7(), life))
        if len(lives) == 3:
            break
    post = uuid7()
    for number in range(5):
        append("post", post, "post.changed", {"number": number}, actor=None, now=NINE)
    write(lives[0])
    write(lives[1][:-2])
    sealed = len(written())
    for _ in range(5):
        anchor(now=NINE, most=sealed // 5 + 1)
    assert anchor(now=NINE) is None
    write(lives[1][-2:])
    for number in range(2):
        append("post", post, "post.changed", {"number": number}, actor=None, now=NINE)
    fresh = uuid7()
    for number in range(4):
        append("area", fresh, "area.changed", {"number": number}, actor=None, now=NINE)
    marks = [(life[0].subject, len(life), life[-1].hash) for life in lives[:2]]
    log = Log(
        case=entries_of(lives[0][0].subject),
        other_case=entries_of(lives[1][0].subject),
        post=entries_of(post),
        fresh=entries_of(fresh),
        marks=sorted(marks),
    )
    assert log.faults() == []
    return log


CHAINS = ("case", "other_case", "post")


@pytest.mark.parametrize("which", CHAINS)
@pytest.mark.parametrize(
    "change",
    [
        "data = '{}'",
        "name = name || 'x'",
        "at = at + interval '1 microsecond'",
        "person = subject",
        "post = subject",
        "kind = 'other'",
        "hash = decode(repeat('ab', 32), 'hex')",
    ],
)
@pytest.mark.parametrize("place", [0, 2])
def test_an_altered_entry(log: Log, which: str, change: str, place: int) -> None:
    entry = getattr(log, which)[place]
    tamper(f"UPDATE audit_entry SET {change} WHERE position = %s", entry.position)
    assert log.faults() == [(FaultKind.ALTERED, entry.seq, entry.subject)]


@pytest.mark.parametrize("which", CHAINS)
@pytest.mark.parametrize("only", [1, 2, 10**9])
def test_an_altered_entry_whose_chain_was_made_to_fit(log: Log, which: str, only: int) -> None:
    """Only its own hash, the next one's too, and all to the end."""
    chain = getattr(log, which)
    rewrite(chain[2:], {"data": "{}"}, only=only)
    assert log.faults() == [(FaultKind.ALTERED, chain[2].seq, chain[2].subject)]


def test_an_altered_end_that_no_anchor_has_sealed(log: Log) -> None:
    last = log.fresh[-1]
    rewrite([last], {"data": "{}"})
    assert [one[1:] for one in log.faults()] == [(1, last.subject)]  # one from there on
    tamper("UPDATE audit_entry SET data = '[]' WHERE position = %s", log.post[-1].position)
    named = {(one[2], one[1]) for one in log.faults()}
    assert named == {(last.subject, 1), (log.post[0].subject, len(log.post))}


@pytest.mark.parametrize("which", CHAINS)
def test_a_removed_entry(log: Log, which: str) -> None:
    entry = getattr(log, which)[2]
    tamper("DELETE FROM audit_entry WHERE position = %s", entry.position)
    assert log.faults() == [(FaultKind.REMOVED, entry.seq, entry.subject)]


def test_a_removed_entry_behind_which_the_others_were_moved_up(log: Log) -> None:
    tamper("DELETE FROM audit_entry WHERE position = %s", log.post[1].position)
    for entry in log.post[2:]:
        tamper("UPDATE audit_entry SET seq = seq - 1 WHERE position = %s", entry.position)
    assert (FaultKind.REMOVED, 2, log.post[0].subject) in log.faults()
    assert {one[2] for one in log.faults()} == {log.post[0].subject}


@pytest.mark.parametrize("which", [*CHAINS, "fresh"])
def test_a_removed_end(log: Log, which: str) -> None:
    chain = getattr(log, which)
    for entry in chain[-3:]:
        tamper("DELETE FROM audit_entry WHERE position = %s", entry.position)
    assert log.faults() == [(FaultKind.TAIL_REMOVED, chain[-3].seq, chain[0].subject)]


@pytest.mark.parametrize("which", [*CHAINS, "fresh"])
def test_a_removed_subject(log: Log, which: str) -> None:
    subject = getattr(log, which)[0].subject
    tamper("DELETE FROM audit_entry WHERE subject = %s", subject)
    assert log.faults() == [(FaultKind.TAIL_REMOVED, 1, subject)]


@pytest.mark.parametrize("which", CHAINS)
def test_a_removed_subject_whose_own_word_was_removed_too(log: Log, which: str) -> None:
    subject = getattr(log, which)[0].subject
    tamper("DELETE FROM audit_entry WHERE subject = %s", subject)
    tamper("DELETE FROM audit_mark WHERE subject = %s", subject)
    log.marks = [one for one in log.marks if one[0] != subject]
    assert log.faults() == [(FaultKind.TAIL_REMOVED, 1, subject)]


def _forge(after: LogEntry, *, position: int | None = None) -> LogEntry:
    forged = after._replace(seq=after.seq + 1, name="case.forged")
    write([forged._replace(hash=hash_of(forged, after.hash))])
    entry = next(one for one in entries_of(after.subject) if one.name == "case.forged")
    if position is not None:
        tamper(
            "UPDATE audit_entry SET position = %s, xid = (SELECT xid FROM audit_entry"
            " WHERE position = %s) WHERE position = %s",
            *(position, after.position, entry.position),
        )
    return entry


@pytest.mark.parametrize("which", [*CHAINS, "fresh"])
def test_an_entry_put_to_the_end(log: Log, which: str) -> None:
    forged = _forge(getattr(log, which)[-1])
    assert log.faults() == [(FaultKind.INSERTED, forged.seq, forged.subject)]


def test_an_entry_slipped_in_between(log: Log) -> None:
    for entry in reversed(log.case[3:]):
        tamper("UPDATE audit_entry SET seq = seq + 1 WHERE position = %s", entry.position)
    forged = _forge(log.case[2], position=-5)
    assert log.faults() == [(FaultKind.INSERTED, forged.seq, forged.subject)]


@pytest.mark.parametrize("kind", ["case", "post"])
def test_a_subject_slipped_in_whole(log: Log, kind: str) -> None:
    subject = uuid7()
    forged = log.case[0]._replace(kind=kind, subject=subject)
    write([forged._replace(hash=hash_of(forged, genesis(subject)))])
    assert log.faults() == [(FaultKind.INSERTED, 1, subject)]


@pytest.mark.parametrize("which", [*CHAINS, "fresh"])
@pytest.mark.parametrize("column", ["seq", "position"])
def test_two_entries_that_changed_places(log: Log, which: str, column: str) -> None:
    chain = getattr(log, which)
    if which == "fresh" and column == "position":
        return  # the order among others is nothing before an anchor has sealed it
    swap(column, chain[1], chain[2])
    (fault,) = log_faults(iter(log.marks))
    assert (fault.kind, fault.subject) == (FaultKind.SWAPPED, chain[0].subject)
    assert {fault.seq, fault.other_seq} == {2, 3}


def test_two_entries_of_two_cases_that_changed_places(log: Log) -> None:
    swap("position", log.case[1], log.other_case[1])
    (fault,) = log_faults(iter(log.marks))
    assert fault.kind is FaultKind.SWAPPED
    assert {fault.subject, fault.other} == {log.case[0].subject, log.other_case[0].subject}


@pytest.mark.parametrize(
    "change",
    [
        "root = decode(repeat('ab', 32), 'hex')",
        "hash = decode(repeat('ab', 32), 'hex')",
        "listed = decode(repeat('ab', 32), 'hex')",
        "at = at + interval '1 second'",
        "count = count + 1",
        "after_position = after_position + 1",
        "to_position = to_position + 1",
    ],
)
@pytest.mark.parametrize("number", [1, 3, 5])
def test_an_altered_anchor(log: Log, change: str, number: int) -> None:
    tamper(f"UPDATE audit_anchor SET {change} WHERE number = %s", number)
    assert log.faults() == [(FaultKind.ANCHOR_ALTERED, number, None)]


@pytest.mark.parametrize("number", [1, 3, 5])
def test_a_removed_anchor(log: Log, number: int) -> None:
    tamper("DELETE FROM audit_anchor WHERE number = %s", number)
    assert log.faults() == [(FaultKind.ANCHOR_REMOVED, number, None)]


def test_a_removed_last_anchor_is_found_by_who_noted_its_hash(log: Log) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT hash FROM audit_anchor WHERE number = 5")
        noted = {5: bytes(cursor.fetchone()[0])}
    tamper("DELETE FROM audit_anchor WHERE number = 5")
    tamper("DELETE FROM audit_sealedpage WHERE number = 5")
    (fault,) = log_faults(iter(log.marks), known_anchors=noted)
    assert (fault.kind, fault.seq) == (FaultKind.ANCHOR_REMOVED, 5)


def test_an_altered_list(log: Log) -> None:
    tamper("UPDATE audit_sealedpage SET leaves = leaves || leaves WHERE number = 2")
    assert log.faults() == [(FaultKind.LIST_ALTERED, 2, None)]


def test_an_altered_mark(log: Log) -> None:
    subject = log.post[0].subject
    tamper("DELETE FROM audit_mark WHERE subject = %s", subject)
    assert log.faults() == [(FaultKind.MARK_ALTERED, len(log.post), subject)]


def test_several_at_once_are_each_named(log: Log) -> None:
    tamper("UPDATE audit_entry SET data = '{}' WHERE position = %s", log.case[1].position)
    tamper("DELETE FROM audit_entry WHERE position = %s", log.post[2].position)
    forged = _forge(log.other_case[-1])
    assert set(log.faults()) == {
        (FaultKind.ALTERED, 2, log.case[0].subject),
        (FaultKind.REMOVED, 3, log.post[0].subject),
        (FaultKind.INSERTED, forged.seq, forged.subject),
    }
