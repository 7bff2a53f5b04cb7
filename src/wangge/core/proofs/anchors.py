"""Anchors 日志锚: what each seals, what it is chained by, and what is wrong with a chain of them.

An anchor covers its number, its time, its span, the Merkle root of the hashes in it, and the list
of what it sealed. The list lets a proof name the very entry that changed; the root lets anybody
check a log without the list. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from struct import Struct
from typing import NamedTuple
from uuid import UUID

from wangge.core.proofs.log import FaultKind, LogFault
from wangge.lib.chain import anchor_hash, merkle_root

Place = tuple[int, int]  #: (transaction id, position)

_LEAF = Struct(">16sI4sq32s")
#: Bytes of a leaf, and where its hash begins.
LEAF_SIZE, _HASH_AT = _LEAF.size, 32
_SPAN = Struct(">QqQQQQQ")


class Leaf(NamedTuple):
    """An entry as an anchor's list names it."""

    subject: UUID
    seq: int
    kind: bytes  #: the first four bytes of the SHA-256 of what kind of thing the subject is
    position: int
    hash: bytes


def leaf_of(subject: UUID, seq: int, kind: str, position: int, digest: bytes) -> Leaf:
    """The leaf of an entry."""
    return Leaf(subject, seq, _kind_mark(kind), position, digest)


@cache
def _kind_mark(kind: str) -> bytes:
    return sha256(kind.encode()).digest()[:4]


def pack(leaves: Iterable[Leaf]) -> bytes:
    """Leaves as bytes, `LEAF_SIZE` each."""
    return b"".join(
        _LEAF.pack(one.subject.bytes, one.seq, one.kind, one.position, one.hash) for one in leaves
    )


def hashes_in(packed: bytes) -> list[bytes]:
    """The hashes of packed leaves, in order."""
    starts = range(_HASH_AT, len(packed), LEAF_SIZE)
    return [packed[start : start + 32] for start in starts]


def unpack(packed: bytes) -> Iterator[Leaf]:
    """The leaves of these bytes. Raises struct.error for what is no list."""
    for subject, *rest in _LEAF.iter_unpack(packed):
        yield Leaf(UUID(bytes=subject), *rest)


@dataclass(frozen=True, slots=True)
class Anchored:
    """An anchor over a span of the log."""

    number: int  #: 1, 2, 3 …
    count: int  #: how many entries it seals
    root: bytes  #: the Merkle root of their hashes
    hash: bytes  #: what it claims to be
    at: datetime | None = None
    after: Place = (0, 0)
    to: Place = (0, 0)
    listed: bytes | None = None  #: SHA-256 of its list; None: sealed before lists were kept


def anchor_digest(anchor: Anchored, hash_before: bytes) -> bytes:
    """What the anchor's hash must be after that one."""
    if anchor.listed is None or anchor.at is None:
        return anchor_hash(hash_before, anchor.root, anchor.count)
    micros = int(anchor.at.timestamp()) * 1_000_000 + anchor.at.microsecond
    span = _SPAN.pack(anchor.number, micros, *anchor.after, *anchor.to, anchor.count)
    return sha256(b"wangge.anchor.v2" + hash_before + span + anchor.root + anchor.listed).digest()


def check_anchor(
    anchor: Anchored, before: Anchored | None, hashes: Sequence[bytes]
) -> list[LogFault]:
    """Everything wrong with an anchor: its place, what it seals (`hashes`, in order), itself."""
    faults = check_anchors([one for one in (before, anchor) if one is not None], skip=bool(before))
    if len(hashes) != anchor.count or merkle_root(hashes) != anchor.root:
        faults.append(LogFault(FaultKind.SPAN_CHANGED, anchor.number))
    return faults


def check_anchors(
    anchors: Sequence[Anchored],
    *,
    known: Mapping[int, bytes] | None = None,
    skip: bool = False,
) -> list[LogFault]:
    """Everything wrong with a chain of anchors, each once; `known`: hashes noted elsewhere.

    `skip`: the first is not judged, only what follows it.
    """
    known = known or {}
    faults: list[LogFault] = []
    before: Anchored | None = None
    ends = {b""}  # what may stand before the next: what the last one says it is, what it must be
    well = True
    for anchor in anchors:
        if skip and before is None:
            before, ends = anchor, {anchor.hash}
            continue
        number = before.number if before else 0
        lost = range(number + 1, anchor.number)
        faults += [LogFault(FaultKind.ANCHOR_REMOVED, one) for one in lost]
        right = {anchor_digest(anchor, end) for end in ends}
        joined = not (before and well) or anchor.to == (0, 0) or anchor.after == before.to
        noted = known.get(anchor.number, anchor.hash) == anchor.hash
        well = noted and (bool(lost) or (joined and anchor.hash in right))
        if not well:
            faults.append(LogFault(FaultKind.ANCHOR_ALTERED, anchor.number))
        before, ends = anchor, {anchor.hash} if well else {anchor.hash, *right}
    last = before.number if before else 0
    beyond = range(last + 1, max(known, default=0) + 1)
    return faults + [LogFault(FaultKind.ANCHOR_REMOVED, one) for one in beyond]
