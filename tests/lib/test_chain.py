"""Merkle roots are those of RFC 6962; a link changes with everything it covers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wangge.lib.chain import anchor_hash, first_links, genesis, link, merkle_root

SUBJECT, POST = UUID(int=1), UUID(int=2)
LINK: dict[str, Any] = {
    "subject": SUBJECT,
    "seq": 2,
    "name": "case.dispatched",
    "at": datetime(2026, 11, 23, 1, tzinfo=UTC),
    "post": POST,
    "person": None,
    "data": "{}",
}


def by_the_book(leaves: list[bytes]) -> bytes:
    """The definition of RFC 6962 §2.1, word by word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0]).digest()
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return sha256(b"\x01" + by_the_book(leaves[:half]) + by_the_book(leaves[half:])).digest()


@given(st.lists(st.binary(max_size=40), max_size=40))
def test_the_root_is_that_of_the_standard(leaves: list[bytes]) -> None:
    assert merkle_root(leaves) == by_the_book(leaves)


def test_the_root_of_nothing_and_of_one_empty_leaf_are_the_published_ones() -> None:
    assert merkle_root([]).hex().startswith("e3b0c44298fc1c14")
    assert merkle_root([b""]).hex().startswith("6e340b9cffb37a98")


@pytest.mark.parametrize(
    "change",
    [
        {"subject": POST},
        {"seq": 3},
        {"name": "case.returned"},
        {"at": LINK["at"] + timedelta(microseconds=1)},
        {"post": None},
        {"post": None, "person": POST},
        {"data": "{ }"},
    ],
    ids=str,
)
def test_a_link_changes_with_everything_it_covers(change: dict[str, Any]) -> None:
    first = genesis(SUBJECT)
    assert link(first, **LINK) != link(first, **(LINK | change))


def test_a_link_changes_with_what_went_before() -> None:
    assert link(genesis(SUBJECT), **LINK) != link(genesis(POST), **LINK)


def test_the_same_instant_in_another_zone_is_the_same_link() -> None:
    there = LINK["at"].astimezone(None)
    assert link(b"", **(LINK | {"at": there})) == link(b"", **LINK)


def test_an_anchor_changes_with_root_count_and_the_one_before() -> None:
    hashes = {
        anchor_hash(b"", b"root", 1),
        anchor_hash(b"", b"root", 2),
        anchor_hash(b"", b"toor", 1),
        anchor_hash(b"before", b"root", 1),
    }
    assert len(hashes) == 4


def test_first_entries_linked_in_bulk_have_the_hash_of_any_first_entry() -> None:
    at = LINK["at"]
    in_bulk = first_links("case.imported", at, POST, None)
    for subject, data in ((SUBJECT, "{}"), (UUID(int=9), '{"text":"路灯不亮"}')):
        one_by_one = link(
            genesis(subject),
            subject=subject,
            seq=1,
            name="case.imported",
            at=at,
            post=POST,
            person=None,
            data=data,
        )
        assert in_bulk(subject, data.encode()) == one_by_one
