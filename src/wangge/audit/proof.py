"""Prove the whole log from its rows: every subject's chain, and every anchor over them.

Reads each entry twice (by subject, then in the order of commits), in one snapshot. What the chains
alone cannot show, that a subject's last entries are gone, shows where an anchor covers them, and
where `tips` says how far a subject has come.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from django.db import connection, transaction

from wangge.audit.log import LogEntry, Place, entries_between, entries_by_subject
from wangge.audit.models import Anchor
from wangge.core.proofs import FaultKind, LogFault, check_anchor, check_chain

_BATCH = 10_000


@dataclass(frozen=True, slots=True)
class _Sealed:
    """An anchor as the proof takes it."""

    number: int
    count: int
    root: bytes
    hash: bytes
    after: Place
    to: Place


def log_faults(tips: Mapping[UUID, tuple[int, bytes]] | None = None) -> list[LogFault]:
    """Every altered, removed or inserted entry and anchor; [] when nobody touched the log.

    `tips`: how far subjects say they have come, (seq, hash) of the last entry they know of.
    """
    alone = not connection.in_atomic_block
    with transaction.atomic():
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        return [*_chain_faults(tips or {}), *_anchor_faults()]


def _chain_faults(tips: Mapping[UUID, tuple[int, bytes]]) -> Iterator[LogFault]:
    waiting = dict(tips)
    for subject, entries in groupby(entries_by_subject(), key=lambda entry: entry.subject):
        found = list(entries)
        yield from check_chain(found)
        tip = waiting.pop(subject, None)
        if tip is not None:
            yield from _tip_faults(subject, tip, found[-1])
    for subject in waiting:
        yield LogFault(FaultKind.TAIL_REMOVED, 1, subject)


def _tip_faults(subject: UUID, tip: tuple[int, bytes], last: LogEntry) -> Iterator[LogFault]:
    seq, digest = tip
    if last.seq < seq:
        yield LogFault(FaultKind.TAIL_REMOVED, last.seq + 1, subject)
    elif last.seq == seq and last.hash != digest:
        yield LogFault(FaultKind.ALTERED, seq, subject)


def _anchor_faults() -> Iterator[LogFault]:
    before: _Sealed | None = None
    for row in Anchor.objects.order_by("number").iterator(100):
        anchor = _Sealed(
            number=row.number,
            count=row.count,
            root=bytes(row.root),
            hash=bytes(row.hash),
            after=(row.after_xid, row.after_position),
            to=(row.to_xid, row.to_position),
        )
        start = before.to if before else (0, 0)
        faults = check_anchor(anchor, before, _hashes(anchor.after, anchor.to, anchor.count))
        yield from faults
        if not faults and anchor.after != start:
            yield LogFault(FaultKind.ANCHOR_ALTERED, anchor.number)
        before = anchor


def _hashes(after: Place, to: Place, count: int) -> list[bytes]:
    """The hashes between two places; one more than `count` is enough to see that it is wrong."""
    return [entry.hash for entry in entries_between(after, to, most=count + 1)]
