"""Ciphers 密码套件: sealing short texts, and finding them again without opening them.

Two suites say the same with different primitives: `intl` (AES-256-GCM, HMAC-SHA256) and `gm`, the
commercial ciphers of the state (国密: SM4-GCM, HMAC-SM3). A sealed text begins with the number of
its suite and of its key, so keys and suites may change while older texts stay readable.
Ignores where keys are kept, and who may read what.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256, SM3
from cryptography.hazmat.primitives.hmac import HMAC

Suite = Literal["intl", "gm"]

SUITES: tuple[Suite, ...] = ("intl", "gm")

#: What stands first in every sealed text; never renumbered.
_NUMBERS: dict[Suite, int] = {"intl": 1, "gm": 2}

#: Bytes of a sealing key; a key of the blind index has 32 in either suite.
_KEY_BYTES: dict[Suite, int] = {"intl": 32, "gm": 16}
BLIND_KEY_BYTES = 32

#: Suite (1 byte), number of the key (2 bytes).
_HEAD = struct.Struct(">BH")
HEAD_BYTES = _HEAD.size
NONCE_BYTES = 12
TAG_BYTES = 16
BLIND_BYTES = 16

#: Between the parts of what is authenticated or hashed; it stands in no name of a column.
_BETWEEN = b"\x1f"

HIGHEST_KEY = 0xFFFF


class CannotOpen(ValueError):
    """The bytes were not sealed with this key for this place, or were changed since."""


class _Machine(Protocol):
    """What seals and opens under one key (GCM: 12 bytes of nonce, 16 of tag at the end)."""

    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes, /) -> bytes: ...

    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes, /) -> bytes: ...


class SM4GCM:
    """SM4 in Galois/Counter Mode, in the manner of the library's AESGCM (GB/T 32907, RFC 8998)."""

    def __init__(self, key: bytes) -> None:
        self._algorithm = algorithms.SM4(key)

    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes, /) -> bytes:
        """The ciphertext and its tag of 16 bytes."""
        machine = Cipher(self._algorithm, modes.GCM(nonce)).encryptor()
        machine.authenticate_additional_data(associated_data)
        return machine.update(data) + machine.finalize() + machine.tag

    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes, /) -> bytes:
        """The text. Raises InvalidTag where anything was changed."""
        mode = modes.GCM(nonce, data[-TAG_BYTES:])
        machine = Cipher(self._algorithm, mode).decryptor()
        machine.authenticate_additional_data(associated_data)
        return machine.update(data[:-TAG_BYTES]) + machine.finalize()


_MACHINES: dict[Suite, Callable[[bytes], _Machine]] = {"intl": AESGCM, "gm": SM4GCM}


def new_secret(suite: Suite) -> bytes:
    """A fresh secret for sealing with that suite."""
    return os.urandom(_KEY_BYTES[suite])


@dataclass(frozen=True, slots=True)
class Key:
    """A sealing key. `number`: 1 to 65,535, never used twice in one county."""

    number: int
    suite: Suite
    secret: bytes = field(repr=False)
    _head: bytes = field(init=False, repr=False, compare=False)
    _machine: _Machine = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if len(self.secret) != _KEY_BYTES[self.suite]:
            raise ValueError(f"a key of {self.suite} has {_KEY_BYTES[self.suite]} bytes")
        object.__setattr__(self, "_head", _HEAD.pack(_NUMBERS[self.suite], self.number))
        object.__setattr__(self, "_machine", _MACHINES[self.suite](self.secret))

    @property
    def head(self) -> bytes:
        """What every text sealed with this key begins with."""
        return self._head

    def seal(self, text: str, place: bytes) -> bytes:
        """`text` sealed; it opens only at the same place. Never twice the same bytes."""
        nonce = os.urandom(NONCE_BYTES)
        sealed = self._machine.encrypt(nonce, text.encode(), self._head + place)
        return self._head + nonce + sealed

    def open(self, sealed: bytes, place: bytes) -> str:
        """The text that was sealed at that place. Raises CannotOpen."""
        if sealed[:HEAD_BYTES] != self._head or len(sealed) < HEAD_BYTES + NONCE_BYTES + TAG_BYTES:
            raise CannotOpen("sealed with another key, or cut off")
        nonce = sealed[HEAD_BYTES : HEAD_BYTES + NONCE_BYTES]
        try:
            text = self._machine.decrypt(
                nonce, sealed[HEAD_BYTES + NONCE_BYTES :], self._head + place
            )
        except InvalidTag:
            raise CannotOpen("changed, or sealed elsewhere") from None
        return text.decode()


class BlindIndex:
    """Finds sealed texts by exact match 盲索引: equal texts have equal marks, nothing else shows.

    Whoever lacks the key cannot tell which text a mark stands for, nor try out all telephones.
    """

    def __init__(self, suite: Suite, secret: bytes) -> None:
        if len(secret) != BLIND_KEY_BYTES:
            raise ValueError(f"a key of the blind index has {BLIND_KEY_BYTES} bytes")
        self._mac = HMAC(secret, SHA256() if suite == "intl" else SM3())

    def mark(self, text: str, of: str) -> bytes:
        """16 bytes that stand for `text` in the column `of`; other columns have other marks."""
        mac = self._mac.copy()
        mac.update(of.encode() + _BETWEEN + text.encode())
        return mac.finalize()[:BLIND_BYTES]


def place(of: str, row: bytes) -> bytes:
    """Where a text is at home: a column ("person.phone") and the 16 bytes of the row's id."""
    return of.encode() + _BETWEEN + row


def key_number(sealed: bytes) -> int:
    """The number of the key a sealed text says it was sealed with. Raises CannotOpen."""
    if len(sealed) < HEAD_BYTES:
        raise CannotOpen("too short to have been sealed")
    _, number = _HEAD.unpack_from(sealed)
    return int(number)
