"""The key ring 密钥文件: the keys that seal, outside the database, readable by its owner alone.

One JSON file, `ring.json` in DATA/keys or the folder WANGGE_KEYS: the sealing keys by number, which
one is current, and the key of the blind index, which is its own. A new ring is written whole beside
the old one and put in its place, so that a power cut leaves one or the other.
Ignores what is sealed: that is `sealing`.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from wangge.lib.ciphers import (
    BLIND_KEY_BYTES,
    HIGHEST_KEY,
    SUITES,
    BlindIndex,
    Key,
    Suite,
    new_secret,
)
from wangge.privacy.refusals import KeysDamaged, KeysMissing, KeysOpenToOthers, NoSuchSuite

FILE = "ring.json"
_FORMAT = 1


class KeyRow(msgspec.Struct, frozen=True):
    """A key as it stands in the file; its secret in Base64."""

    number: int
    suite: Suite
    secret: bytes
    made_at: datetime
    #: Since when another is current; it still opens what it sealed.
    retired_at: datetime | None = None


class BlindRow(msgspec.Struct, frozen=True):
    """The key of the blind index as it stands in the file."""

    suite: Suite
    secret: bytes
    made_at: datetime


class RingFile(msgspec.Struct, frozen=True):
    """The whole file."""

    format: int
    current: int
    keys: list[KeyRow]
    blind: BlindRow


@dataclass(frozen=True, slots=True)
class Ring:
    """The keys, ready for use."""

    current: Key
    keys: dict[int, Key]
    blind: BlindIndex
    rows: tuple[KeyRow, ...]


def suite_named(name: str) -> Suite:
    """The suite of that name. Refuses: NoSuchSuite."""
    for suite in SUITES:
        if suite == name:
            return suite
    raise NoSuchSuite(suite=name)


def load(folder: Path) -> Ring:
    """The ring in that folder. Refuses: KeysMissing, KeysDamaged, KeysOpenToOthers."""
    return _ready(_read(folder), folder / FILE)


def make(folder: Path, suite: Suite, *, now: datetime, first: int = 1) -> bool:
    """A ring stands in the folder; whether it was made now. Whoever comes first makes it.

    `first`: the number of its only key.
    """
    if (folder / FILE).exists():
        return False
    with _alone(folder):
        if (folder / FILE).exists():
            return False
        key = KeyRow(first, suite, new_secret(suite), now)
        blind = BlindRow(suite, os.urandom(BLIND_KEY_BYTES), now)
        _write(folder, RingFile(_FORMAT, first, [key], blind))
    return True


def add_key(folder: Path, suite: Suite, *, now: datetime) -> int:
    """A new key of that suite is current; its number. The others still open what they sealed."""

    def added(ring: RingFile) -> RingFile:
        number = max(row.number for row in ring.keys) + 1
        if number > HIGHEST_KEY:
            raise KeysDamaged(path=folder / FILE, why="no number is left for another key")
        retired = [
            msgspec.structs.replace(row, retired_at=now) if row.number == ring.current else row
            for row in ring.keys
        ]
        new = KeyRow(number, suite, new_secret(suite), now)
        return RingFile(_FORMAT, number, [*retired, new], ring.blind)

    return _change(folder, added).current


def drop_keys(folder: Path, numbers: set[int]) -> None:
    """Those keys are gone for good, and with them whatever is still sealed with one of them."""

    def without(ring: RingFile) -> RingFile:
        assert ring.current not in numbers
        kept = [row for row in ring.keys if row.number not in numbers]
        return RingFile(_FORMAT, ring.current, kept, ring.blind)

    _change(folder, without)


def _change(folder: Path, change: Callable[[RingFile], RingFile]) -> RingFile:
    with _alone(folder):
        ring = change(_read(folder))
        _write(folder, ring)
    return ring


def _read(folder: Path) -> RingFile:
    path = folder / FILE
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            text = file.read()
    except FileNotFoundError:
        raise KeysMissing(path=path) from None
    except OSError as fault:
        raise KeysDamaged(path=path, why=fault.strerror or "not readable") from fault
    if stat.S_IMODE(mode) & 0o077:
        raise KeysOpenToOthers(path=path)
    try:
        ring = msgspec.json.decode(text, type=RingFile)
    except msgspec.DecodeError as fault:
        raise KeysDamaged(path=path, why=_without_content(fault)) from None
    if ring.format != _FORMAT:
        raise KeysDamaged(path=path, why=f"format {ring.format}")
    return ring


def _ready(ring: RingFile, path: Path) -> Ring:
    try:
        keys = {row.number: Key(row.number, row.suite, row.secret) for row in ring.keys}
        blind = BlindIndex(ring.blind.suite, ring.blind.secret)
    except ValueError as fault:
        raise KeysDamaged(path=path, why=str(fault)) from None
    if ring.current not in keys:
        raise KeysDamaged(path=path, why=f"no key {ring.current}")
    return Ring(keys[ring.current], keys, blind, tuple(ring.keys))


def _without_content(fault: Exception) -> str:
    """What is wrong with the file, without a word of what stands in it."""
    return type(fault).__name__


def _write(folder: Path, ring: RingFile) -> None:
    new = folder / f".{FILE}-{os.getpid()}"
    handle = os.open(new, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(msgspec.json.format(msgspec.json.encode(ring), indent=1) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    new.replace(folder / FILE)
    there = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(there)
    finally:
        os.close(there)


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Nobody else changes the ring inside."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
