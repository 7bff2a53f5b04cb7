"""Hash chains and Merkle roots: how a log shows that nobody touched it.

SHA-256 throughout. Each entry's hash covers the hash before it; each anchor's root covers all
entries of its span and the anchor before it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from hashlib import sha256
from uuid import UUID

#: Between the parts of what is hashed; it cannot occur inside canonical JSON or in a name.
_BETWEEN = b"\x1f"


def genesis(subject: UUID) -> bytes:
    """What stands before the first entry about `subject`."""
    return sha256(b"wangge.log.v1" + subject.bytes).digest()


def link(
    prev: bytes,
    *,
    subject: UUID,
    seq: int,
    name: str,
    at: datetime,
    post: UUID | None,
    person: UUID | None,
    data: str,
) -> bytes:
    """The hash of an entry that follows `prev`. `at` counts to the microsecond, in UTC."""
    micros = int(at.timestamp()) * 1_000_000 + at.microsecond
    parts = (
        prev.hex(),
        subject.hex,
        str(seq),
        name,
        str(micros),
        post.hex if post else "",
        person.hex if person else "",
        data,
    )
    return sha256(_BETWEEN.join(part.encode() for part in parts)).digest()


def first_links(
    name: str, at: datetime, post: UUID | None, person: UUID | None
) -> Callable[[UUID, bytes], bytes]:
    """What gives a subject's first entry its hash, as `link` does: (subject, data in UTF-8) → hash.

    For many entries of one name, instant and hand.
    """
    micros = int(at.timestamp()) * 1_000_000 + at.microsecond
    parts = ("1", name, str(micros), post.hex if post else "", person.hex if person else "", "")
    head = _BETWEEN.join(part.encode() for part in parts)

    def of(subject: UUID, data: bytes) -> bytes:
        before = sha256(b"wangge.log.v1" + subject.bytes).hexdigest()
        return sha256(f"{before}\x1f{subject.hex}\x1f".encode() + head + data).digest()

    return of


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """The Merkle root of these hashes, in order (RFC 6962 §2.1: leaves and nodes marked apart)."""
    if not leaves:
        return sha256(b"").digest()
    level = [sha256(b"\x00" + leaf).digest() for leaf in leaves]
    while len(level) > 1:
        paired = [
            sha256(b"\x01" + level[i] + level[i + 1]).digest() for i in range(0, len(level) - 1, 2)
        ]
        if len(level) % 2:
            paired.append(level[-1])
        level = paired
    return level[0]


def anchor_hash(prev: bytes, root: bytes, count: int) -> bytes:
    """The hash of an anchor over `count` entries with that root, after the anchor `prev`."""
    return sha256(b"wangge.anchor.v1" + prev + root + count.to_bytes(8, "big")).digest()
