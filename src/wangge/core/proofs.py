"""Prove a log: that nobody altered, removed or inserted an entry. 日志防篡改。

Each entry's hash covers the one before it, so a change shows at the entry or right after it. Who
rewrites a whole chain to its end is found by the anchors; whoever rewrites these too, by any
anchor's hash that was noted elsewhere. Pure: `audit.proof` brings the entries.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from wangge.lib.chain import anchor_hash, genesis, link, merkle_root


class Chained(Protocol):
    """An entry of a log, as far as it is proven."""

    @property
    def subject(self) -> UUID:
        """What it is about."""

    @property
    def seq(self) -> int:
        """1, 2, 3 … of its subject."""

    @property
    def name(self) -> str:
        """What happened."""

    @property
    def at(self) -> datetime:
        """When."""

    @property
    def post(self) -> UUID | None:
        """By which post."""

    @property
    def person(self) -> UUID | None:
        """By whom."""

    @property
    def data(self) -> str:
        """The event, canonical JSON."""

    @property
    def hash(self) -> bytes:
        """What it claims to be."""


class Anchored(Protocol):
    """An anchor over a span of the log."""

    @property
    def number(self) -> int:
        """1, 2, 3 …"""

    @property
    def count(self) -> int:
        """How many entries it seals."""

    @property
    def root(self) -> bytes:
        """Their Merkle root."""

    @property
    def hash(self) -> bytes:
        """What it claims to be."""


class FaultKind(StrEnum):
    """What is wrong with a log."""

    ALTERED = "altered"  #: an entry, or the one before it, is not what it was
    REMOVED = "removed"  #: an entry is missing
    INSERTED = "inserted"  #: an entry stands twice
    TAIL_REMOVED = "tail_removed"  #: the subject has gone further than its log
    SPAN_CHANGED = "span_changed"  #: the entries under an anchor are not those it sealed
    ANCHOR_ALTERED = "anchor_altered"  #: an anchor is not what it was
    ANCHOR_REMOVED = "anchor_removed"  #: an anchor is missing


_WORDS: dict[FaultKind, tuple[str, str]] = {
    FaultKind.ALTERED: (
        "{what} 的第 {seq} 条日志（或它的前一条）被改动过。",
        "Entry {seq} of {what}, or the one before it, was altered.",
    ),
    FaultKind.REMOVED: (
        "{what} 的第 {seq} 条日志不见了。",
        "Entry {seq} of {what} is missing.",
    ),
    FaultKind.INSERTED: (
        "{what} 的第 {seq} 条日志出现了两次。",
        "Entry {seq} of {what} stands twice.",
    ),
    FaultKind.TAIL_REMOVED: (
        "{what} 第 {seq} 条起的日志不见了。",
        "The log of {what} is missing from entry {seq} on.",
    ),
    FaultKind.SPAN_CHANGED: (
        "第 {seq} 号锚所封存的日志与当时不同。",
        "The entries under anchor {seq} are not those it sealed.",
    ),
    FaultKind.ANCHOR_ALTERED: (
        "第 {seq} 号锚（或它的前一个）被改动过。",
        "Anchor {seq}, or the one before it, was altered.",
    ),
    FaultKind.ANCHOR_REMOVED: (
        "第 {seq} 号锚不见了。",
        "Anchor {seq} is missing.",
    ),
}


@dataclass(frozen=True, slots=True)
class LogFault:
    """One thing wrong. `seq`: of the entry or the anchor. `subject`: None for anchors."""

    kind: FaultKind
    seq: int
    subject: UUID | None = None

    def say(self, language: str = "zh") -> str:
        """One sentence that names the entry."""
        words = _WORDS[self.kind][0 if language.startswith("zh") else 1]
        return words.format(what=self.subject, seq=self.seq)


def check_chain(entries: Iterable[Chained]) -> list[LogFault]:
    """Everything wrong with the log of ONE subject; `entries` in order of `seq`."""
    faults: list[LogFault] = []
    hash_before: bytes | None = None
    seq = 0
    for entry in entries:
        subject = entry.subject
        if hash_before is None:
            hash_before = genesis(subject)
        if entry.seq <= seq:
            faults.append(LogFault(FaultKind.INSERTED, entry.seq, subject))
            continue
        missing = range(seq + 1, entry.seq)
        faults += [LogFault(FaultKind.REMOVED, one, subject) for one in missing]
        if not missing and entry.hash != hash_of(entry, hash_before):
            faults.append(LogFault(FaultKind.ALTERED, entry.seq, subject))
        seq, hash_before = entry.seq, entry.hash
    return faults


def hash_of(entry: Chained, hash_before: bytes) -> bytes:
    """What the entry's hash must be after that one."""
    return link(
        hash_before,
        subject=entry.subject,
        seq=entry.seq,
        name=entry.name,
        at=entry.at,
        post=entry.post,
        person=entry.person,
        data=entry.data,
    )


def check_anchor(
    anchor: Anchored, before: Anchored | None, hashes: Sequence[bytes]
) -> list[LogFault]:
    """Everything wrong with an anchor: its place, what it seals (`hashes`, in order), itself."""
    number = before.number if before else 0
    missing = range(number + 1, anchor.number)
    faults = [LogFault(FaultKind.ANCHOR_REMOVED, one) for one in missing]
    hash_before = before.hash if before else b""
    if not missing and anchor.hash != anchor_hash(hash_before, anchor.root, anchor.count):
        faults.append(LogFault(FaultKind.ANCHOR_ALTERED, anchor.number))
    if len(hashes) != anchor.count or merkle_root(hashes) != anchor.root:
        faults.append(LogFault(FaultKind.SPAN_CHANGED, anchor.number))
    return faults
