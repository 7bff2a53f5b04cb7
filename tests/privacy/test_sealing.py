"""The key ring: made once, kept for its owner alone, exchanged without losing what it sealed."""

from __future__ import annotations

import os
import stat
import time
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from pytest_django import Settings

from wangge.lib.ciphers import SUITES, Suite, key_number
from wangge.lib.ids import uuid7
from wangge.privacy import keyring, sealing
from wangge.privacy.refusals import (
    CannotUnseal,
    KeysDamaged,
    KeysMissing,
    KeysOpenToOthers,
    KeyUnknown,
    NoSuchSuite,
)

_NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
_ROW = UUID("01936000-0000-7000-8000-000000000001")
_PHONE = "13800138000"


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    """An empty folder for the keys of this test."""
    settings.KEYS = tmp_path / "keys"
    sealing.forget_ring()
    return tmp_path / "keys"


@pytest.fixture(autouse=True)
def _no_ring_of_another_test() -> object:
    yield
    sealing.forget_ring()


@pytest.fixture
def keys(folder: Path) -> Path:
    """A folder with a first ring."""
    keyring.make(folder, "intl", now=_NOW)
    return folder


def _sealed() -> bytes:
    return sealing.seal(_PHONE, of="person.phone", row=_ROW)


def _opened(sealed: bytes) -> str:
    return sealing.unseal(sealed, of="person.phone", row=_ROW)


@pytest.mark.parametrize("suite", SUITES)
def test_a_text_comes_back_whole(folder: Path, suite: Suite) -> None:
    keyring.make(folder, suite, now=_NOW)
    assert _opened(_sealed()) == _PHONE
    assert _PHONE.encode() not in _sealed()


def test_the_database_may_hand_back_a_view_of_the_bytes(keys: Path) -> None:
    assert sealing.unseal(memoryview(_sealed()), of="person.phone", row=_ROW) == _PHONE


def test_the_ring_is_for_its_owner_alone(keys: Path) -> None:
    assert stat.S_IMODE((keys / keyring.FILE).stat().st_mode) == 0o600
    assert stat.S_IMODE(keys.stat().st_mode) == 0o700


def test_a_ring_others_may_read_is_refused(keys: Path) -> None:
    (keys / keyring.FILE).chmod(0o640)
    with pytest.raises(KeysOpenToOthers) as refused:
        _sealed()
    assert "chmod 600" in refused.value.say("zh")


def test_a_ring_is_made_once(keys: Path) -> None:
    before = (keys / keyring.FILE).read_bytes()
    assert not keyring.make(keys, "gm", now=_NOW)
    assert (keys / keyring.FILE).read_bytes() == before


def test_nothing_is_sealed_without_keys(folder: Path) -> None:
    with pytest.raises(KeysMissing) as refused:
        _sealed()
    assert str(folder / keyring.FILE) in refused.value.say("zh")


@pytest.mark.parametrize("text", ["", "{}", "not json", '{"format": 2}'])
def test_a_damaged_ring_is_refused(keys: Path, text: str) -> None:
    (keys / keyring.FILE).write_text(text)
    with pytest.raises(KeysDamaged):
        _sealed()


def test_a_new_key_seals_and_the_old_one_still_opens(keys: Path) -> None:
    old = _sealed()
    assert keyring.add_key(keys, "gm", now=_NOW) == 2
    sealing.forget_ring()
    new = _sealed()
    assert (key_number(old), key_number(new)) == (1, 2)
    assert _opened(old) == _opened(new) == _PHONE


def test_marks_stay_when_the_sealing_key_changes(keys: Path) -> None:
    before = sealing.blind(_PHONE, of="person.phone")
    keyring.add_key(keys, "gm", now=_NOW)
    sealing.forget_ring()
    assert sealing.blind(_PHONE, of="person.phone") == before


def test_a_process_that_runs_takes_up_a_key_another_made(
    keys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = _sealed()
    keyring.add_key(keys, "intl", now=_NOW)
    assert key_number(_sealed()) == 1, "read again at most once in a while"
    later = time.monotonic() + 2 * sealing.LOOK_AGAIN_S
    monkeypatch.setattr(time, "monotonic", lambda: later)
    assert key_number(_sealed()) == 2
    assert _opened(old) == _PHONE


def test_what_was_sealed_with_a_key_made_just_now_opens_at_once(keys: Path) -> None:
    _sealed()  # the ring has been read
    keyring.add_key(keys, "intl", now=_NOW)
    key = keyring.load(keys).current
    from wangge.lib.ciphers import place  # why: sealed as another process would

    assert _opened(key.seal(_PHONE, place("person.phone", _ROW.bytes))) == _PHONE


def test_a_key_that_was_dropped_is_named(keys: Path) -> None:
    old = _sealed()
    keyring.add_key(keys, "intl", now=_NOW)
    keyring.drop_keys(keys, {1})
    sealing.forget_ring()
    with pytest.raises(KeyUnknown) as refused:
        _opened(old)
    assert "第1号密钥" in refused.value.say("zh")


def test_the_ring_of_another_county_says_that_it_is_the_wrong_one(keys: Path) -> None:
    sealed = _sealed()
    (keys / keyring.FILE).unlink()
    keyring.make(keys, "intl", now=_NOW)
    sealing.forget_ring()
    with pytest.raises(CannotUnseal) as refused:
        _opened(sealed)
    assert "第1号密钥不是当时那一把" in refused.value.say("zh")


def test_a_text_put_into_another_row_is_refused(keys: Path) -> None:
    with pytest.raises(CannotUnseal):
        sealing.unseal(_sealed(), of="person.phone", row=uuid7())


@pytest.mark.parametrize("sealed", [b"", b"\x01", b"13800138000", bytes(40)])
def test_what_was_never_sealed_is_refused(keys: Path, sealed: bytes) -> None:
    with pytest.raises((CannotUnseal, KeyUnknown)):
        _opened(sealed)


def test_a_suite_nobody_knows_is_refused() -> None:
    with pytest.raises(NoSuchSuite):
        keyring.suite_named("rot13")


def test_a_file_of_keys_does_not_tell_them_in_a_fault(keys: Path) -> None:
    text = (keys / keyring.FILE).read_text()
    (keys / keyring.FILE).write_text(text.replace('"secret": "', '"secret": "@'))
    with pytest.raises(KeysDamaged) as refused:
        _sealed()
    assert "@" not in refused.value.say("en")


@pytest.mark.parametrize("suite", SUITES)
def test_sealing_is_quick(folder: Path, suite: Suite) -> None:
    """A guard against slowness of a wholly other kind; the figures are in the measurements."""
    keyring.make(folder, suite, now=_NOW)
    began = time.process_time()
    for _ in range(2_000):
        sealing.blind(_PHONE, of="person.phone")
        _opened(_sealed())
    assert (time.process_time() - began) / 2_000 < 200e-6


def test_two_who_start_at_once_make_one_ring(folder: Path) -> None:
    children = []
    for _ in range(4):
        child = os.fork()
        if child == 0:
            keyring.make(folder, "intl", now=_NOW)
            os._exit(0)
        children.append(child)
    assert all(os.waitpid(child, 0)[1] == 0 for child in children)
    assert len(keyring.load(folder).keys) == 1
