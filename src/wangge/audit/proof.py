"""Prove the whole log from its rows: every subject's chain, and every anchor over them.

Three witnesses are asked, in one snapshot: the chains (each entry follows from the one before),
the anchors (what they sealed still stands, where it stood), and the marks (how far each subject
says it has come; a case says so in its own row, which `cases` brings). Whoever is suspected by one
is judged by all three, so that the very entry is named and nothing else.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import groupby, islice
from uuid import UUID

from django.db import connection

from wangge.audit.log import entries_by_subject, entries_of, hashes_between, snapshot
from wangge.audit.models import Anchor, SealedPage
from wangge.audit.queries import anchored
from wangge.core.proofs.anchors import (
    LEAF_SIZE,
    Anchored,
    Leaf,
    check_anchors,
    hashes_in,
    leaf_of,
    pack,
    unpack,
)
from wangge.core.proofs.judge import Witness, judge
from wangge.core.proofs.log import FaultKind, LogFault, is_whole
from wangge.lib.chain import merkle_root

#: (subject, seq, hash): how far a subject has come. Streams of them run in order of subject.
Mark = tuple[UUID, int, bytes]
#: Is told how many entries were looked at.
Heed = Callable[[int], None]

_BATCH = 5_000


@dataclass(slots=True)
class _Found:
    """What the three witnesses said, before anybody is judged."""

    suspects: set[UUID] = field(default_factory=set)
    marks: dict[UUID, tuple[int, bytes]] = field(default_factory=dict)
    #: Entries under an anchor that are not where they were sealed, in the order found.
    displaced: list[tuple[UUID, int]] = field(default_factory=list)
    #: Entries said to be about another kind of thing than when they were sealed.
    recoloured: set[tuple[UUID, int]] = field(default_factory=set)
    spans: list[LogFault] = field(default_factory=list)
    anchors: list[LogFault] = field(default_factory=list)


def log_faults(
    case_marks: Iterable[Mark] | None = None,
    *,
    known_anchors: Mapping[int, bytes] | None = None,
    heed: Heed | None = None,
) -> list[LogFault]:
    """Every altered, removed or inserted entry and anchor; [] when nobody touched the log.

    `case_marks`: how far the cases say they have come, in order of their ids (None: not asked).
    `known_anchors`: hashes of anchors noted elsewhere, as certificates do. Reads each entry twice.
    """
    found = _Found()
    with snapshot():
        _ask_chains(case_marks, found, heed or (lambda _: None))
        anchors = [anchored(row) for row in Anchor.objects.order_by("number").iterator(1_000)]
        found.anchors = check_anchors(anchors, known=_known(anchors, known_anchors))
        before: Anchored | None = None
        for anchor in anchors:
            _ask_anchor(anchor, before, found)
            before = anchor
        return _judged(found, with_cases=case_marks is not None)


def _ask_chains(case_marks: Iterable[Mark] | None, found: _Found, heed: Heed) -> None:
    """Every subject whose chain is broken or does not end where its mark says."""
    marks = _Marks(heapq.merge(_own_marks(), case_marks or ()))
    seen = 0
    for subject, entries in groupby(entries_by_subject(), key=lambda entry: entry.subject):
        log = list(entries)
        seen += len(log)
        heed(seen)
        for gone in marks.before(subject):
            _suspect(found, gone)
        mark = marks.of(subject)
        asked = case_marks is not None or log[0].kind != "case"
        ended = (mark is None and not asked) or mark == (subject, log[-1].seq, log[-1].hash)
        if not (ended and is_whole(log, subject)):
            found.suspects.add(subject)
            if mark is not None:
                _suspect(found, mark)
    for gone in marks.rest():
        _suspect(found, gone)


def _suspect(found: _Found, mark: Mark) -> None:
    found.suspects.add(mark[0])
    found.marks[mark[0]] = mark[1:]


class _Marks:
    """A stream of marks, walked along beside the log; both run in order of subject."""

    def __init__(self, marks: Iterator[Mark]) -> None:
        self._marks = marks
        self._next = next(marks, None)

    def before(self, subject: UUID) -> Iterator[Mark]:
        """The marks of subjects that come before this one: they have no log."""
        while self._next is not None and self._next[0] < subject:
            yield self._take()

    def of(self, subject: UUID) -> Mark | None:
        """The mark of this subject."""
        return self._take() if self._next is not None and self._next[0] == subject else None

    def rest(self) -> Iterator[Mark]:
        """What is left."""
        while self._next is not None:
            yield self._take()

    def _take(self) -> Mark:
        taken = self._next
        assert taken is not None
        self._next = next(self._marks, None)
        return taken


def _own_marks() -> Iterator[Mark]:
    with connection.chunked_cursor() as cursor:
        cursor.execute("SELECT subject, seq, hash FROM audit_mark ORDER BY subject")
        while rows := cursor.fetchmany(_BATCH):
            for subject, seq, digest in rows:
                yield subject, seq, bytes(digest)


def _known(anchors: list[Anchored], noted: Mapping[int, bytes] | None) -> dict[int, bytes]:
    """Hashes of anchors noted elsewhere, and which anchors still have a list: they did exist."""
    known = dict(noted or {})
    here = {one.number for one in anchors}
    listed = SealedPage.objects.filter(page=0).values_list("number", flat=True)
    known.update({number: b"" for number in listed if number not in here and number not in known})
    return known


def _ask_anchor(anchor: Anchored, before: Anchored | None, found: _Found) -> None:
    """Whether what it sealed still stands; its list tells what does not."""
    pages = SealedPage.objects.filter(number=anchor.number).order_by("page")
    listed = [bytes(one) for one in pages.values_list("leaves", flat=True).iterator(100)]
    digest = sha256()
    for page in listed:
        digest.update(page)
    if anchor.listed is None or digest.digest() != anchor.listed:
        if anchor.listed is not None and not _is_altered(anchor, found):
            found.anchors.append(LogFault(FaultKind.LIST_ALTERED, anchor.number))
        hashes = [one[-1] for one in hashes_between(anchor.after, anchor.to)]
        if len(hashes) != anchor.count or merkle_root(hashes) != anchor.root:
            found.spans.append(LogFault(FaultKind.SPAN_CHANGED, anchor.number))
        return
    root = merkle_root([one for page in listed for one in hashes_in(page)])
    if root != anchor.root and not _is_altered(anchor, found):
        found.anchors.append(LogFault(FaultKind.ANCHOR_ALTERED, anchor.number))
    if not _same(_span(anchor, before, listed, found), listed):
        here = [leaf_of(*one) for one in _span(anchor, before, listed, found)]
        _compare(here, [leaf for page in listed for leaf in unpack(page)], found)


def _span(
    anchor: Anchored, before: Anchored | None, listed: list[bytes], found: _Found
) -> Iterator[tuple[UUID, int, str, int, bytes]]:
    """The entries it must have sealed; an altered anchor's own word of its span does not count."""
    if not _is_altered(anchor, found):
        return hashes_between(anchor.after, anchor.to)
    most = sum(map(len, listed)) // LEAF_SIZE
    return hashes_between(before.to if before else (0, 0), None, most=most)


def _same(span: Iterator[tuple[UUID, int, str, int, bytes]], listed: list[bytes]) -> bool:
    """Whether the entries are those listed, page by page."""
    for page in listed:
        if pack(leaf_of(*one) for one in islice(span, len(page) // LEAF_SIZE)) != page:
            return False
    return next(span, None) is None


def _is_altered(anchor: Anchored, found: _Found) -> bool:
    return LogFault(FaultKind.ANCHOR_ALTERED, anchor.number) in found.anchors


def _compare(here: list[Leaf], sealed: list[Leaf], found: _Found) -> None:
    """Which subjects differ under an anchor, and which entries only stand elsewhere."""
    now = {(one.subject, one.seq): one for one in here}
    then = {(one.subject, one.seq): one for one in sealed}
    for key in now.keys() | then.keys():
        one, other = now.get(key), then.get(key)
        if one is None or other is None:
            found.suspects.add(key[0])
            found.displaced.append(key)
        elif one.hash != other.hash:
            found.suspects.add(key[0])
        elif one.kind != other.kind:
            found.recoloured.add(key)
        elif one.position != other.position:
            found.displaced.append(key)
    ours = [(one.subject, one.seq) for one in here if (one.subject, one.seq) in then]
    theirs = [(one.subject, one.seq) for one in sealed if (one.subject, one.seq) in now]
    found.displaced += [a for a, b in zip(ours, theirs, strict=True) if a != b]


def _judged(found: _Found, *, with_cases: bool) -> list[LogFault]:
    """Judge every suspect by all that is known of it."""
    sealed = _sealed(found.suspects)
    faults = [LogFault(FaultKind.ALTERED, seq, subject) for subject, seq in found.recoloured]
    for subject in sorted(found.suspects):
        entries = entries_of(subject)
        kind = entries[0].kind if entries else ""
        marked = (kind != "case" and bool(entries)) or with_cases
        mark = found.marks.get(subject) or _mark_of(subject)
        witness = Witness(sealed.get(subject, {}), mark, marked and mark is None)
        some = judge(subject, entries, witness)
        if kind == "case":  # a case whose row is wrong is named by the proof of the cases
            some = [one for one in some if one.kind is not FaultKind.MARK_ALTERED]
        faults += some
    faults += _moved(found, {one.subject for one in faults})
    if not faults:  # an anchor without a list cannot say more than that something changed
        faults += found.spans
    return faults + found.anchors


def _mark_of(subject: UUID) -> tuple[int, bytes] | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq, hash FROM audit_mark WHERE subject = %s", [subject])
        row = cursor.fetchone()
    return (row[0], bytes(row[1])) if row else None


def _sealed(suspects: set[UUID]) -> dict[UUID, dict[int, bytes]]:
    """What the anchors sealed of these subjects; only lists that are what they were count."""
    found: dict[UUID, dict[int, bytes]] = {}
    if not suspects:
        return found
    wanted = {one.bytes for one in suspects}
    for pages, listed in _lists():
        if sha256(pages).digest() != listed:
            continue
        for start in range(0, len(pages), LEAF_SIZE):
            if pages[start : start + 16] in wanted:
                (leaf,) = unpack(pages[start : start + LEAF_SIZE])
                found.setdefault(leaf.subject, {})[leaf.seq] = leaf.hash
    return found


def _lists() -> Iterator[tuple[bytes, bytes]]:
    """Every anchor's list, with the digest the anchor has of it."""
    digests = dict(Anchor.objects.exclude(listed=None).values_list("number", "listed"))
    rows = SealedPage.objects.order_by("number", "page").values_list("number", "leaves")
    for number, pages in groupby(rows.iterator(50), key=lambda row: row[0]):
        if number in digests:
            yield b"".join(bytes(leaves) for _, leaves in pages), bytes(digests[number] or b"")


def _moved(found: _Found, named: set[UUID | None]) -> list[LogFault]:
    """Entries that are what they were, but stand elsewhere: two of them changed places."""
    left = list(dict.fromkeys(one for one in found.displaced if one[0] not in named))
    if len(left) == 2:
        (subject, seq), (other, other_seq) = sorted(left, key=lambda one: (one[0], one[1]))
        return [LogFault(FaultKind.SWAPPED, seq, subject, other_seq, other)]
    return [LogFault(FaultKind.MOVED, seq, subject) for subject, seq in left]
