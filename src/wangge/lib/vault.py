"""Files that lie sealed on the disk: tables full of people, between upload and import.

A file is cut into pieces, each sealed with the file's own key for its place in the file, so that
none can be changed, swapped or left out unseen. Ignores where the key is kept.
"""

from __future__ import annotations

import os
import struct
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from pathlib import Path

from wangge.lib.ciphers import SUITES, CannotOpen, Key, Suite, new_secret, place

_OF = "file"
_PIECE_BYTES = 1 << 20
_LENGTH = struct.Struct(">I")


def new_key(suite: Suite) -> str:
    """A fresh key for one file, as text to be sealed elsewhere."""
    return f"{suite}:{b64encode(new_secret(suite)).decode()}"


def write_sealed(path: Path, pieces: Iterable[bytes], key: str) -> int:
    """The bytes stand sealed in a file that its owner alone may read; how many there were."""
    machine = _machine(key)
    handle = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    written, number = 0, 0
    with os.fdopen(handle, "wb") as file:
        for piece in _of_one_size(pieces):
            sealed = machine.seal(b64encode(piece).decode(), _place(number))
            file.write(_LENGTH.pack(len(sealed)) + sealed)
            written += len(piece)
            number += 1
        end = machine.seal("", _place(number))
        file.write(_LENGTH.pack(len(end)) + end)
        file.flush()
        os.fsync(file.fileno())
    return written


def read_sealed(path: Path, key: str) -> Iterator[bytes]:
    """The bytes of a sealed file, piece by piece. Raises CannotOpen, and OSError."""
    machine = _machine(key)
    with path.open("rb") as file:
        number = 0
        while True:
            head = file.read(_LENGTH.size)
            if len(head) < _LENGTH.size:
                raise CannotOpen("the file was cut off")
            sealed = file.read(_LENGTH.unpack(head)[0])
            piece = b64decode(machine.open(sealed, _place(number)))
            if not piece:
                return
            yield piece
            number += 1


def _of_one_size(pieces: Iterable[bytes]) -> Iterator[bytes]:
    kept = bytearray()
    for piece in pieces:
        kept += piece
        while len(kept) >= _PIECE_BYTES:
            yield bytes(kept[:_PIECE_BYTES])
            del kept[:_PIECE_BYTES]
    if kept:
        yield bytes(kept)


def _machine(key: str) -> Key:
    name, _, secret = key.partition(":")
    suite = next((one for one in SUITES if one == name), None)
    if suite is None:
        raise CannotOpen("no such suite")
    return Key(1, suite, b64decode(secret))


def _place(number: int) -> bytes:
    return place(_OF, number.to_bytes(16, "big"))
