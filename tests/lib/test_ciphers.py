"""Sealed texts open with their key, at their place, unchanged; and for nobody else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wangge.lib.ciphers import (
    BLIND_KEY_BYTES,
    HEAD_BYTES,
    SM4GCM,
    SUITES,
    BlindIndex,
    CannotOpen,
    Key,
    Suite,
    key_number,
    new_secret,
    place,
)

_KEYS = {suite: Key(7, suite, new_secret(suite)) for suite in SUITES}
_HOME = place("person.phone", bytes(range(16)))

suites = st.sampled_from(SUITES)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


def test_sm4_gcm_gives_the_official_vector() -> None:
    """RFC 8998, appendix A.1."""
    key = bytes.fromhex("0123456789abcdeffedcba9876543210")
    nonce = bytes.fromhex("00001234567800000000abcd")
    also = bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
    text = b"".join(bytes([byte]) * 8 for byte in b"\xaa\xbb\xcc\xdd\xee\xff\xee\xaa")
    sealed = bytes.fromhex(
        "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
        "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"
        "83de3541e4c2b58177e065a9bf7b62ec"
    )
    assert SM4GCM(key).encrypt(nonce, text, also) == sealed
    assert SM4GCM(key).decrypt(nonce, sealed, also) == text


def test_aes_gcm_gives_the_official_vector() -> None:
    """McGrew and Viega, The Galois/Counter Mode of Operation, test case 16 (AES-256)."""
    key = Key(1, "intl", bytes.fromhex("feffe9928665731c6d6a8f9467308308" * 2))
    nonce = bytes.fromhex("cafebabefacedbaddecaf888")
    also = bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
    text = bytes.fromhex(
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
        "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"
    )
    sealed = bytes.fromhex(
        "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
        "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
        "76fc6ece0f4e1768cddf8853bb2d551b"
    )
    assert key._machine.encrypt(nonce, text, also) == sealed


def test_sm3_gives_the_official_vector() -> None:
    """HMAC-SM3 of GM/T 0042 has no vector in the open; SM3's own is GB/T 32905, A.1."""
    from cryptography.hazmat.primitives.hashes import SM3, Hash  # why: only this test hashes

    digest = Hash(SM3())
    digest.update(b"abc")
    assert digest.finalize().hex() == (
        "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    )


def test_a_mark_of_the_blind_index_is_an_hmac_of_column_and_text() -> None:
    import hashlib  # why: reckoned the long way, from the definition of HMAC
    import hmac

    secret = bytes(range(BLIND_KEY_BYTES))
    expected = hmac.new(secret, b"person.phone\x1f13800138000", hashlib.sha256).digest()[:16]
    assert BlindIndex("intl", secret).mark("13800138000", "person.phone") == expected


@given(suites, texts)
def test_what_is_sealed_opens_again(suite: Suite, text: str) -> None:
    key = _KEYS[suite]
    assert key.open(key.seal(text, _HOME), _HOME) == text


@given(suites, texts)
def test_the_same_text_is_never_sealed_alike(suite: Suite, text: str) -> None:
    key = _KEYS[suite]
    assert key.seal(text, _HOME) != key.seal(text, _HOME)


@given(suites, texts, st.data())
def test_a_single_changed_bit_is_noticed(suite: Suite, text: str, data: st.DataObject) -> None:
    sealed = bytearray(_KEYS[suite].seal(text, _HOME))
    bit = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(CannotOpen):
        _KEYS[suite].open(bytes(sealed), _HOME)


@given(suites, texts, st.data())
def test_a_text_that_was_cut_off_is_noticed(suite: Suite, text: str, data: st.DataObject) -> None:
    sealed = _KEYS[suite].seal(text, _HOME)
    length = data.draw(st.integers(0, len(sealed) - 1))
    with pytest.raises(CannotOpen):
        _KEYS[suite].open(sealed[:length], _HOME)


@pytest.mark.parametrize("suite", SUITES)
@pytest.mark.parametrize(
    "elsewhere",
    [place("person.phone", bytes(16)), place("person.id_number", bytes(range(16)))],
    ids=["another row", "another column"],
)
def test_a_text_moved_elsewhere_does_not_open(suite: Suite, elsewhere: bytes) -> None:
    key = _KEYS[suite]
    with pytest.raises(CannotOpen):
        key.open(key.seal("13800138000", _HOME), elsewhere)


@pytest.mark.parametrize("suite", SUITES)
def test_another_key_of_the_same_number_does_not_open_it(suite: Suite) -> None:
    sealed = _KEYS[suite].seal("13800138000", _HOME)
    with pytest.raises(CannotOpen):
        Key(7, suite, new_secret(suite)).open(sealed, _HOME)


def test_a_sealed_text_says_which_key_it_wants() -> None:
    assert key_number(_KEYS["gm"].seal("x", _HOME)) == 7
    with pytest.raises(CannotOpen):
        key_number(b"\x01")


def test_a_key_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        Key(1, "gm", bytes(32))


def test_a_key_does_not_show_its_secret() -> None:
    key = Key(1, "gm", b"0123456789abcdef")
    assert "0123456789abcdef" not in repr(key)
    assert len(key.head) == HEAD_BYTES


@given(suites, texts, texts)
def test_equal_texts_and_only_they_have_equal_marks(suite: Suite, one: str, other: str) -> None:
    index = BlindIndex(suite, bytes(BLIND_KEY_BYTES))
    alike = index.mark(one, "person.phone") == index.mark(other, "person.phone")
    assert alike == (one == other)


def test_a_text_has_another_mark_in_another_column() -> None:
    index = BlindIndex("intl", bytes(BLIND_KEY_BYTES))
    assert index.mark("430281", "person.phone") != index.mark("430281", "person.id_number")
