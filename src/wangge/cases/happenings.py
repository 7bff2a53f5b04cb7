"""Entries of the log with the case around them: before, after, and all that went before.

For followers that must know more than an event tells. What went before is read from the log
itself, so an entry looks the same however late it is read, and however often.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from wangge.audit.log import LogEntry
from wangge.core.case.events import Beginning, Event, decode
from wangge.core.case.evolve import begin, evolve
from wangge.core.case.facts import Case
from wangge.core.case.hearing import Happening


class Entered(NamedTuple):
    """An entry and what it did."""

    entry: LogEntry
    happening: Happening


def happenings(entries: Sequence[LogEntry]) -> Iterator[Entered]:
    """Every entry about a case, case by case and in the order of each. At most one query."""
    by_case: dict[UUID, list[LogEntry]] = {}
    for entry in entries:
        if entry.kind == "case":
            by_case.setdefault(entry.subject, []).append(entry)
    for of_one in by_case.values():
        of_one.sort(key=lambda entry: entry.seq)
    known = _earlier(by_case)
    for case_id, of_one in by_case.items():
        yield from _lived(of_one, known.get(case_id, {}))


def _lived(entries: list[LogEntry], earlier: dict[int, Event]) -> Iterator[Entered]:
    """Live the case from its beginning to the last entry, and tell of those asked for."""
    asked = {entry.seq: entry for entry in entries}
    case: Case | None = None
    past: list[Event] = []
    for seq in range(1, entries[-1].seq + 1):
        entry = asked.get(seq)
        event = decode(entry.data) if entry else earlier[seq]
        before = case
        if before is None:
            assert isinstance(event, Beginning)
            case = begin(event)
        else:
            case = evolve(before, event)
        if entry is not None:
            yield Entered(entry, Happening(before, event, case, tuple(past)))
        past.append(event)


def _earlier(by_case: dict[UUID, list[LogEntry]]) -> dict[UUID, dict[int, Event]]:
    """The events before and between the entries asked for, by case and number."""
    wanted = {
        case_id: of_one[-1].seq
        for case_id, of_one in by_case.items()
        if len(of_one) < of_one[-1].seq
    }
    found: dict[UUID, dict[int, Event]] = {}
    if not wanted:
        return found
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.subject, e.seq, e.data FROM unnest(%s::uuid[], %s::int[]) AS w(id, most)"
            " JOIN audit_entry e ON e.subject = w.id AND e.seq < w.most",
            [list(wanted), list(wanted.values())],
        )
        for case_id, seq, data in cursor.fetchall():
            found.setdefault(case_id, {})[seq] = decode(data)
    return found
