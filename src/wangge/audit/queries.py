"""The log for those who check it: newest first, one subject's chain, the anchors. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wangge.audit.log import LogEntry, entries_between, entries_of
from wangge.audit.models import Anchor, Entry
from wangge.audit.models import Follower as Place
from wangge.core.proofs.anchors import Anchored, anchor_digest
from wangge.lib.chain import genesis, link, merkle_root


@dataclass(frozen=True, slots=True, kw_only=True)
class LogFilter:
    """Which entries are wanted; what is left out is not asked about."""

    subject: UUID | None = None
    person: UUID | None = None
    name: str | None = None  #: or its beginning, "case."
    before: int | None = None  #: a position


@dataclass(frozen=True, slots=True)
class LogRow:
    """One entry; `whole`: its hash follows from the one before (None: not reckoned)."""

    position: int
    kind: str
    subject: UUID
    seq: int
    name: str
    at: datetime
    post: UUID | None
    person: UUID | None
    data: str
    hash: bytes
    whole: bool | None = None


@dataclass(frozen=True, slots=True)
class ChainCheck:
    """What reckoning a chain again found; `broken_at` is the first entry that disagrees."""

    count: int
    broken_at: int | None = None

    @property
    def whole(self) -> bool:
        """Whether every entry follows from the one before."""
        return self.broken_at is None


def newest(wanted: LogFilter, *, limit: int) -> list[LogRow]:
    """The newest entries that fit, by position. One query."""
    rows = Entry.objects.order_by("-position")
    if wanted.subject is not None:
        rows = rows.filter(subject=wanted.subject)
    if wanted.person is not None:
        rows = rows.filter(person=wanted.person)
    if wanted.name:
        rows = rows.filter(name__startswith=wanted.name)
    if wanted.before is not None:
        rows = rows.filter(position__lt=wanted.before)
    return [
        LogRow(
            position=row.position,
            kind=row.kind,
            subject=row.subject,
            seq=row.seq,
            name=row.name,
            at=row.at,
            post=row.post,
            person=row.person,
            data=row.data,
            hash=bytes(row.hash),
        )
        for row in rows[:limit]
    ]


def chain_of_subject(subject: UUID) -> tuple[list[LogRow], ChainCheck]:
    """Every entry of a subject, first one first, each reckoned again. One query."""
    digest, rows, broken = genesis(subject), [], None
    for place, entry in enumerate(entries_of(subject), start=1):
        follows = link(
            digest,
            subject=entry.subject,
            seq=entry.seq,
            name=entry.name,
            at=entry.at,
            post=entry.post,
            person=entry.person,
            data=entry.data,
        )
        whole = entry.seq == place and follows == entry.hash
        if not whole and broken is None:
            broken = entry.seq
        rows.append(_row(entry, whole=whole))
        digest = entry.hash
    return rows, ChainCheck(len(rows), broken)


def anchors_newest(*, limit: int) -> list[Anchor]:
    """The newest anchors. One query."""
    return list(Anchor.objects.order_by("-number")[:limit])


def check_anchor(anchor: Anchor) -> bool:
    """Whether the entries it seals still give its root, and it follows from the one before.

    Reads every entry it seals. Two queries.
    """
    start = (anchor.after_xid, anchor.after_position)
    end = (anchor.to_xid, anchor.to_position)
    hashes = [entry.hash for entry in entries_between(start, end, most=1_000_000)]
    before = Anchor.objects.filter(number=anchor.number - 1).values_list("hash", flat=True).first()
    root = merkle_root(hashes)
    return (
        len(hashes) == anchor.count
        and root == bytes(anchor.root)
        and anchor_digest(anchored(anchor), bytes(before or b"")) == bytes(anchor.hash)
    )


def anchored(row: Anchor) -> Anchored:
    """The anchor as a value."""
    return Anchored(
        number=row.number,
        count=row.count,
        root=bytes(row.root),
        hash=bytes(row.hash),
        at=row.at,
        after=(row.after_xid, row.after_position),
        to=(row.to_xid, row.to_position),
        listed=None if row.listed is None else bytes(row.listed),
    )


def follower_places() -> list[Place]:
    """How far each follower has read. One query."""
    return list(Place.objects.order_by("name"))


def last_position() -> int:
    """The position of the newest entry; 0 in an empty log. One query."""
    return Entry.objects.order_by("-position").values_list("position", flat=True).first() or 0


def _row(entry: LogEntry, *, whole: bool) -> LogRow:
    return LogRow(
        position=entry.position,
        kind=entry.kind,
        subject=entry.subject,
        seq=entry.seq,
        name=entry.name,
        at=entry.at,
        post=entry.post,
        person=entry.person,
        data=entry.data,
        hash=entry.hash,
        whole=whole,
    )
