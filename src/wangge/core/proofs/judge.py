"""Judge the log of one subject: which of its entries were altered, removed, slipped in or swapped.

Three witnesses, the later ones optional: the chain of hashes; what the anchors sealed; the mark of
how far the subject has come. Pure; each fault names the very entry as far as the witnesses tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from wangge.core.proofs.log import Chained, FaultKind, LogFault, hash_of
from wangge.lib.chain import genesis

Mark = tuple[int, bytes]  #: (seq, hash) of the last entry a subject knows of

#: So many missing entries of one subject are named one by one.
_NAMED = 100


@dataclass(frozen=True, slots=True)
class Witness:
    """What is known of a subject from elsewhere than its chain."""

    #: What the anchors sealed: seq → hash.
    sealed: Mapping[int, bytes]
    mark: Mark | None = None
    #: Whether it must have a mark: without one it was slipped in whole.
    marked: bool = False


NOTHING = Witness({})


def check_chain(entries: Iterable[Chained]) -> list[LogFault]:
    """Everything wrong with the log of ONE subject, judged by its chain alone."""
    found = list(entries)
    return judge(found[0].subject, found, NOTHING) if found else []


def judge(subject: UUID, entries: Sequence[Chained], witness: Witness) -> list[LogFault]:
    """Everything wrong with the log of `subject`, in order of `seq`; [] when it is whole."""
    faults: list[LogFault] = []
    rest = _without_doubles(entries, faults)
    if witness.marked and witness.mark is None and not witness.sealed:
        return faults + [LogFault(FaultKind.INSERTED, one.seq, subject) for one in rest]
    last, shift = max(witness.sealed, default=0), 0
    stored = _stored({one.seq: one for one in rest}, last, subject)
    if witness.sealed:
        early, shift = _against_seals(subject, rest, witness.sealed, faults)
        rest = [one for one in rest if one.seq not in early]
    before = witness.sealed[last] if last else genesis(subject)
    rest = _beyond_mark(subject, rest, witness.mark, last, shift, faults)
    end, digest = _along_chain(subject, rest, (last, before), shift, faults, stored or before)
    if witness.mark is not None:
        _against_mark(subject, witness.mark, (end, digest), last, faults)
    elif witness.marked and not faults:
        faults.append(LogFault(FaultKind.MARK_ALTERED, end, subject))
    return sorted(faults, key=lambda one: one.seq)


def _without_doubles(entries: Sequence[Chained], faults: list[LogFault]) -> list[Chained]:
    """The entries in order, each number once; what stands twice was slipped in."""
    known: dict[int, Chained] = {}
    for entry in entries:
        if entry.seq in known:
            faults.append(LogFault(FaultKind.INSERTED, entry.seq, entry.subject))
        else:
            known[entry.seq] = entry
    return [known[seq] for seq in sorted(known)]


def _against_seals(
    subject: UUID, entries: Sequence[Chained], sealed: Mapping[int, bytes], faults: list[LogFault]
) -> tuple[set[int], int]:
    """The entries that were sealed, told by their hashes: which are there, and as they were.

    Answers with the numbers of the entries that were dealt with, and by how much the numbers of
    what follows are off.
    """
    last = max(sealed)
    seq_of = {digest: seq for seq, digest in sealed.items()}
    home = {one.seq: seq_of[one.hash] for one in entries if one.hash in seq_of}  # seq → true seq
    here = {true: seq for seq, true in home.items()}
    shift = here[last] - last if last in here else 0
    swapped = {seq for seq, true in home.items() if seq != true and home.get(true) == seq}
    faults += [
        LogFault(FaultKind.SWAPPED, seq, subject, home[seq]) for seq in swapped if seq < home[seq]
    ]
    by_seq = {one.seq: one for one in entries}
    strange = [one for one in entries if one.hash not in seq_of and one.seq <= last + max(shift, 0)]
    left = {one.seq: one for one in strange}
    lost: list[int] = []
    rewritten = False
    for seq in sorted(sealed):
        before = sealed.get(seq - 1) or _stored(by_seq, seq - 1, subject)
        if seq in here:
            entry = by_seq[here[seq]]
            if before is not None and hash_of(entry, before, seq=seq) != sealed[seq]:
                faults.append(LogFault(FaultKind.ALTERED, seq, subject))
            continue
        changed = left.pop(seq, None)
        if changed is None:
            lost.append(seq)
            continue
        only_rehashed = before is not None and hash_of(changed, before) == sealed[seq]
        if not (only_rehashed and rewritten):
            faults.append(LogFault(FaultKind.ALTERED, seq, subject))
        rewritten = True
    faults += _missing(subject, lost, upto=last if last + 1 not in by_seq else 0)
    faults += [LogFault(FaultKind.INSERTED, seq, subject) for seq in left]
    return {one.seq for one in entries if one.hash in seq_of or one.seq <= last + shift}, shift


def _stored(by_seq: Mapping[int, Chained], seq: int, subject: UUID) -> bytes | None:
    """What stands before the next entry by the rows alone; None where that entry is missing."""
    if seq == 0:
        return genesis(subject)
    return by_seq[seq].hash if seq in by_seq else None


def _missing(subject: UUID, lost: Sequence[int], *, upto: int) -> list[LogFault]:
    """Faults for missing entries: the end of a log as one, all others one by one."""
    tail = len(lost)
    while tail and lost[tail - 1] == upto - (len(lost) - tail):
        tail -= 1
    faults = [LogFault(FaultKind.REMOVED, seq, subject) for seq in lost[:tail][:_NAMED]]
    if tail < len(lost):
        faults.append(LogFault(FaultKind.TAIL_REMOVED, lost[tail], subject))
    return faults


def _beyond_mark(
    subject: UUID,
    entries: Sequence[Chained],
    mark: Mark | None,
    sealed_to: int,
    shift: int,
    faults: list[LogFault],
) -> list[Chained]:
    """The entries up to where the subject says it has come; those beyond were slipped in."""
    if mark is None or mark[0] < sealed_to:
        return list(entries)
    beyond = [one for one in entries if one.seq - shift > mark[0]]
    faults += [LogFault(FaultKind.INSERTED, one.seq, subject) for one in beyond]
    return [one for one in entries if one.seq - shift <= mark[0]]


def _along_chain(
    subject: UUID,
    entries: Sequence[Chained],
    start: Mark,
    shift: int,
    faults: list[LogFault],
    stored: bytes,
) -> Mark:
    """Follow the chain from `start`: what no anchor has sealed yet. Answers with where it ends.

    `stored`: what the rows say stands at the start; where that is forged, what was made to fit it
    is no fault of its own.
    """
    seq, before = start
    sure = True  # whether `before` is what it was
    place = 0
    while place < len(entries):
        entry = entries[place]
        number = entry.seq - shift
        after = entries[place + 1] if place + 1 < len(entries) else None
        if after is not None and after.seq != entry.seq + 1:
            after = None
        lost = range(seq + 1, number)
        faults += [LogFault(FaultKind.REMOVED, one, subject) for one in lost[:_NAMED]]
        place += 1
        seq = number
        right = hash_of(entry, before, seq=number)
        rehashed = before != stored and hash_of(entry, stored, seq=number) == entry.hash
        stored = entry.hash
        if lost or right == entry.hash:
            before, sure = entry.hash, False
        elif rehashed:
            before, sure = right, False
        elif after is not None and _swapped(entry, after, before, number):
            faults.append(LogFault(FaultKind.SWAPPED, number, subject, number + 1))
            before, seq, place = entry.hash, number + 1, place + 1
        elif after is not None and hash_of(after, right, seq=number + 1) == after.hash:
            faults.append(LogFault(FaultKind.ALTERED, number, subject))
            before, sure = right, False  # only what it claims to be was altered
        else:
            faults.append(LogFault(FaultKind.ALTERED if sure else FaultKind.BROKEN, seq, subject))
            before, sure = entry.hash, False
    return seq, before


def _swapped(entry: Chained, after: Chained, before: bytes, seq: int) -> bool:
    """Whether these two stand in each other's place."""
    first = hash_of(after, before, seq=seq)
    return first == after.hash and hash_of(entry, first, seq=seq + 1) == entry.hash


def _against_mark(
    subject: UUID, mark: Mark, end: Mark, sealed_to: int, faults: list[LogFault]
) -> None:
    """Whether the log ends where the subject says it has come, and with that very entry."""
    if end[0] < mark[0]:
        lost = end[0] + 1
        if not any(one.kind is FaultKind.TAIL_REMOVED for one in faults):
            faults.append(LogFault(FaultKind.TAIL_REMOVED, lost, subject))
    elif end != mark and not faults:
        if end[0] == sealed_to or mark[0] < sealed_to:
            faults.append(LogFault(FaultKind.MARK_ALTERED, mark[0], subject))
        else:
            faults.append(LogFault(FaultKind.REWRITTEN, sealed_to + 1, subject))
