"""A chain of entries shows who touched it; anchors show who rewrote a whole chain."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.case.county import name
from tests.support.logs import as_entries, random_life

from wangge.audit.log import LogEntry
from wangge.core.proofs import Anchored, FaultKind, LogFault, check_anchor, check_chain, hash_of
from wangge.lib.chain import anchor_hash, genesis, merkle_root

CASE = name("案件")


def a_chain(seed: int = 1) -> list[LogEntry]:
    chain = as_entries(CASE, random_life(seed, tries=30))
    assert len(chain) > 4
    return chain


def kinds(entries: list[LogEntry]) -> list[tuple[FaultKind, int]]:
    return [(one.kind, one.seq) for one in check_chain(entries)]


def test_a_chain_nobody_touched_is_whole() -> None:
    assert kinds(a_chain()) == []


def test_an_altered_entry_is_found() -> None:
    chain = a_chain()
    chain[2] = chain[2]._replace(data=chain[2].data.replace("好", "坏"), name="case.other")
    assert kinds(chain) == [(FaultKind.BROKEN, 3)]


def test_an_altered_entry_with_a_new_hash_is_found_by_the_next() -> None:
    chain = a_chain()
    forged = chain[2]._replace(data="{}")
    chain[2] = forged._replace(hash=hash_of(forged, chain[1].hash))
    assert kinds(chain) == [(FaultKind.BROKEN, 4)]


def test_a_removed_entry_is_found() -> None:
    chain = a_chain()
    del chain[1]
    assert kinds(chain) == [(FaultKind.REMOVED, 2)]


def test_a_removed_beginning_is_found() -> None:
    assert kinds(a_chain()[2:]) == [(FaultKind.REMOVED, 1), (FaultKind.REMOVED, 2)]


def test_an_inserted_entry_is_found() -> None:
    chain = a_chain()
    chain.insert(2, chain[1])
    assert kinds(chain) == [(FaultKind.INSERTED, 2)]


def test_entries_that_changed_places_are_found() -> None:
    chain = a_chain()
    chain[1], chain[2] = chain[2]._replace(seq=2), chain[1]._replace(seq=3)
    assert check_chain(chain) == [LogFault(FaultKind.SWAPPED, 2, CASE, 3)]


@settings(max_examples=40, deadline=None)
@given(
    st.integers(0, 1_000),
    st.data(),
    st.sampled_from(["name", "at", "post", "person", "data", "hash", "seq", "subject"]),
)
def test_whatever_is_changed_it_shows(seed: int, data: st.DataObject, what: str) -> None:
    chain = as_entries(CASE, random_life(seed, tries=30))
    place = data.draw(st.integers(0, len(chain) - 1))
    entry = chain[place]
    other = {
        "name": entry.name + "x",
        "at": entry.at.replace(microsecond=(entry.at.microsecond + 1) % 1_000_000),
        "post": name("别的岗位"),
        "person": name("别人"),
        "data": entry.data + " ",
        "hash": bytes(32),
        "seq": entry.seq + 1,
        "subject": name("别的案件"),
    }
    chain[place] = entry._replace(**{what: other[what]})
    assert check_chain(chain)


def seal(number: int, hashes: list[bytes], before: Anchored | None = None) -> Anchored:
    root = merkle_root(hashes)
    return Anchored(
        number, len(hashes), root, anchor_hash(before.hash if before else b"", root, len(hashes))
    )


HASHES = [genesis(name(str(n))) for n in range(5)]


def anchor_kinds(found: list[LogFault]) -> list[FaultKind]:
    return [one.kind for one in found]


def test_an_anchor_over_what_it_sealed_is_whole() -> None:
    first = seal(1, HASHES[:3])
    assert check_anchor(first, None, HASHES[:3]) == []
    assert check_anchor(seal(2, HASHES[3:], first), first, HASHES[3:]) == []


def test_an_anchor_finds_what_was_changed_removed_or_inserted_under_it() -> None:
    first = seal(1, HASHES)
    for now in ([*HASHES[:-1], bytes(32)], HASHES[:-1], [*HASHES, HASHES[0]], HASHES[::-1]):
        assert anchor_kinds(check_anchor(first, None, now)) == [FaultKind.SPAN_CHANGED]


def test_an_anchor_that_was_made_to_fit_no_longer_fits_the_next() -> None:
    first = seal(1, HASHES[:3])
    second = seal(2, HASHES[3:], first)
    forged = seal(1, HASHES[:2])
    assert anchor_kinds(check_anchor(second, forged, HASHES[3:])) == [FaultKind.ANCHOR_ALTERED]


def test_a_missing_anchor_is_named() -> None:
    first = seal(1, HASHES[:3])
    third = seal(3, HASHES[3:], first)
    found = check_anchor(third, first, HASHES[3:])
    assert [(one.kind, one.seq) for one in found] == [(FaultKind.ANCHOR_REMOVED, 2)]


def test_every_fault_has_a_sentence_in_both_languages() -> None:
    for kind in FaultKind:
        for language in ("zh", "en"):
            assert "7" in LogFault(kind, 7, CASE).say(language)
