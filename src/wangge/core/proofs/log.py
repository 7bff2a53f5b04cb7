"""Prove a log: that nobody altered, removed or inserted an entry. 日志防篡改。

Each entry's hash covers the one before it, so a change shows at the entry or right after it. Who
rewrites a whole chain to its end is found by what the anchors sealed; whoever rewrites these too,
by any anchor's hash that was noted elsewhere. Pure: `audit.proof` brings the entries.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from wangge.lib.chain import genesis, link


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


class FaultKind(StrEnum):
    """What is wrong with a log."""

    ALTERED = "altered"  #: an entry is not what it was
    BROKEN = "broken"  #: an entry, or the one before it, is not what it was
    REWRITTEN = "rewritten"  #: one of the entries from here to the end is not what it was
    REMOVED = "removed"  #: an entry is missing
    TAIL_REMOVED = "tail_removed"  #: the subject has gone further than its log
    INSERTED = "inserted"  #: an entry that was never written by the program
    SWAPPED = "swapped"  #: two entries stand in each other's place
    MOVED = "moved"  #: an entry stands elsewhere than where it was written
    MARK_ALTERED = "mark_altered"  #: the mark of how far a subject has come is not what it was
    SPAN_CHANGED = "span_changed"  #: the entries under an anchor are not those it sealed
    LIST_ALTERED = "list_altered"  #: an anchor's list of what it sealed is not what it was
    ANCHOR_ALTERED = "anchor_altered"  #: an anchor is not what it was
    ANCHOR_REMOVED = "anchor_removed"  #: an anchor is missing


_WORDS: dict[FaultKind, tuple[str, str]] = {
    FaultKind.ALTERED: (
        "{what}的第 {seq} 条日志被改动过。",
        "Entry {seq} of {what} was altered.",
    ),
    FaultKind.BROKEN: (
        "{what}的第 {seq} 条日志（或它的前一条）被改动过。",
        "Entry {seq} of {what}, or the one before it, was altered.",
    ),
    FaultKind.REWRITTEN: (
        "{what}自第 {seq} 条起的日志有改动，其后的校验值都被重算过。",
        "Of {what}, entry {seq} or a later one was altered and all hashes after it made to fit.",
    ),
    FaultKind.REMOVED: (
        "{what}的第 {seq} 条日志不见了。",
        "Entry {seq} of {what} is missing.",
    ),
    FaultKind.TAIL_REMOVED: (
        "{what}自第 {seq} 条起的日志不见了。",
        "The log of {what} is missing from entry {seq} on.",
    ),
    FaultKind.INSERTED: (
        "{what}的第 {seq} 条日志是后来塞进去的。",
        "Entry {seq} of {what} was slipped in.",
    ),
    FaultKind.SWAPPED: (
        "{what}的第 {seq} 条日志与{other}的第 {other_seq} 条被对调过。",
        "Entry {seq} of {what} and entry {other_seq} of {other} have changed places.",
    ),
    FaultKind.MOVED: (
        "{what}的第 {seq} 条日志被挪动过先后。",
        "Entry {seq} of {what} stands elsewhere than where it was written.",
    ),
    FaultKind.MARK_ALTERED: (
        "{what}的日志进度记号（第 {seq} 条）被改动过，日志本身完好。",
        "The mark of how far {what} has come (entry {seq}) was altered; its log is whole.",
    ),
    FaultKind.SPAN_CHANGED: (
        "第 {seq} 号锚所封存的日志与当时不同。",
        "The entries under anchor {seq} are not those it sealed.",
    ),
    FaultKind.LIST_ALTERED: (
        "第 {seq} 号锚的封存清单被改动过。",
        "The list of what anchor {seq} sealed was altered.",
    ),
    FaultKind.ANCHOR_ALTERED: (
        "第 {seq} 号锚被改动过。",
        "Anchor {seq} was altered.",
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
    #: Of two entries that changed places, the other one.
    other_seq: int = 0
    other: UUID | None = None

    def say(self, language: str = "zh", *, what: str = "", other: str = "") -> str:
        """One sentence that names the entry; `what`, `other`: what people call the subjects."""
        chinese = language.startswith("zh")
        gap = " " if chinese else ""
        return _WORDS[self.kind][0 if chinese else 1].format(
            what=what or f"{self.subject}{gap}",
            seq=self.seq,
            other=other or what or f"{self.other or self.subject}{gap}",
            other_seq=self.other_seq,
        )


def hash_of(entry: Chained, hash_before: bytes, *, seq: int | None = None) -> bytes:
    """What the entry's hash must be after that one (as entry `seq`, None: as it is numbered)."""
    return link(
        hash_before,
        subject=entry.subject,
        seq=entry.seq if seq is None else seq,
        name=entry.name,
        at=entry.at,
        post=entry.post,
        person=entry.person,
        data=entry.data,
    )


def is_whole(entries: Iterable[Chained], subject: UUID) -> bool:
    """Whether each follows from the one before, the first from nothing, none missing or twice."""
    digest = genesis(subject)
    for place, entry in enumerate(entries, start=1):
        if entry.seq != place or hash_of(entry, digest) != entry.hash:
            return False
        digest = entry.hash
    return True
