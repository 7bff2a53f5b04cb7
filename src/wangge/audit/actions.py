"""Writing the log: entries about anything but cases, and the anchors over all of them.

Cases write their own entries together with their row (`cases.actions.record`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from uuid import UUID

import msgspec
from django.db import connection, transaction

from wangge.audit.log import SAFE_XID, entries_between
from wangge.audit.models import Anchor, Entry, Mark, SealedPage
from wangge.core.duty import Actor
from wangge.core.proofs.anchors import Anchored, anchor_digest, leaf_of, pack
from wangge.lib.chain import genesis, link, merkle_root

#: Entries read at a time while the log is sealed.
PAGE = 5_000


@transaction.atomic
def append(
    kind: str,
    subject: UUID,
    name: str,
    data: Mapping[str, object],
    *,
    actor: Actor | None,
    now: datetime,
) -> Entry:
    """One more entry about `subject`, chained to the one before it. Joins a running transaction.

    Two writers about one subject take turns (an advisory lock saves them the unique violation
    that would otherwise refuse the second).
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_lock_key(subject)])
    last = Entry.objects.filter(subject=subject).order_by("-seq").first()
    post = actor.posts[0].id if actor and actor.posts else None
    person = actor.user_id if actor else None
    text = msgspec.json.encode(data, order="deterministic").decode()
    seq = last.seq + 1 if last else 1
    digest = link(
        bytes(last.hash) if last else genesis(subject),
        subject=subject,
        seq=seq,
        name=name,
        at=now,
        post=post,
        person=person,
        data=text,
    )
    Mark.objects.bulk_create(
        [Mark(subject=subject, seq=seq, hash=digest)],
        update_conflicts=True,
        unique_fields=["subject"],
        update_fields=["seq", "hash"],
    )
    return Entry.objects.create(
        kind=kind,
        subject=subject,
        seq=seq,
        name=name,
        at=now,
        post=post,
        person=person,
        data=text,
        hash=digest,
    )


@transaction.atomic
def anchor(*, now: datetime, most: int = 1_000_000) -> Anchor | None:
    """Seal every entry since the last anchor under one Merkle root; None if there is none.

    Only entries whose transactions have surely ended are sealed, so no entry slips in between.
    """
    last = Anchor.objects.order_by("-number").first()
    number = last.number + 1 if last else 1
    start = (last.to_xid, last.to_position) if last else (0, 0)
    hashes: list[bytes] = []
    listed = sha256()
    to = start
    pages = 0
    while len(hashes) < most:  # in pages: a log is not held in memory whole
        page = list(entries_between(to, SAFE_XID, most=min(PAGE, most - len(hashes))))
        if not page:
            break
        leaves = pack(
            leaf_of(one.subject, one.seq, one.kind, one.position, one.hash) for one in page
        )
        SealedPage.objects.create(number=number, page=pages, leaves=leaves)
        listed.update(leaves)
        pages += 1
        hashes += [entry.hash for entry in page]
        to = (page[-1].xid, page[-1].position)
    if not hashes:
        return None
    sealed = Anchored(
        number=number,
        count=len(hashes),
        root=merkle_root(hashes),
        hash=b"",
        at=now,
        after=start,
        to=to,
        listed=listed.digest(),
    )
    return Anchor.objects.create(
        number=number,
        after_xid=start[0],
        after_position=start[1],
        to_xid=to[0],
        to_position=to[1],
        count=sealed.count,
        root=sealed.root,
        hash=anchor_digest(sealed, bytes(last.hash) if last else b""),
        at=now,
        listed=sealed.listed,
    )


def _lock_key(subject: UUID) -> int:
    return int.from_bytes(subject.bytes[8:], "big", signed=True)
