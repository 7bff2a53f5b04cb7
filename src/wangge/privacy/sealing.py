"""Sealing 加密存储: personal data as it lies in the database, and finding it without opening it.

`of` names the column ("person.phone") and `row` the row: a text sealed for one opens for no other.
Empty texts are not sealed: the caller stores NULL. Before `blind` the caller writes the text in its
one normal form. Ignores who may read: that is judged before anything is opened.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import models

from wangge.lib.ciphers import CannotOpen, key_number, place
from wangge.privacy import keyring
from wangge.privacy.refusals import CannotUnseal, KeyUnknown

#: A key added by another process is used after so long at the latest.
LOOK_AGAIN_S = 1.0


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed column: which, what it is called when sealing, and its blind index if it has one.

    `row` is the field whose UUID the text is bound to.
    """

    model: type[models.Model]
    column: str
    of: str
    blind_column: str | None = None
    row: str = "pk"


_REGISTERED: dict[str, Sealed] = {}


def register(sealed: Sealed) -> None:
    """Make a sealed column known, so that it is sealed anew when the key changes."""
    _REGISTERED[sealed.of] = sealed


def registered() -> tuple[Sealed, ...]:
    """All sealed columns, in the order of their names."""
    return tuple(_REGISTERED[of] for of in sorted(_REGISTERED))


def seal(text: str, *, of: str, row: UUID) -> bytes:
    """`text` sealed with the current key for that column and row. Refuses: KeysMissing …"""
    return ring().current.seal(text, place(of, row.bytes))


def unseal(sealed: bytes | memoryview, *, of: str, row: UUID) -> str:
    """What was sealed there. Refuses: KeyUnknown, CannotUnseal, KeysMissing …"""
    sealed = bytes(sealed)
    try:
        number = key_number(sealed)
    except CannotOpen:
        raise CannotUnseal(number="?") from None
    key = ring().keys.get(number)
    if key is None:
        key = ring(afresh=True).keys.get(number)
    if key is None:
        raise KeyUnknown(number=number)
    try:
        return key.open(sealed, place(of, row.bytes))
    except CannotOpen:
        raise CannotUnseal(number=number) from None


def blind(text: str, *, of: str) -> bytes:
    """16 bytes by which `text` is found in the blind index of that column. Refuses: KeysMissing."""
    return ring().blind.mark(text, of)


@dataclass(slots=True)
class _Held:
    """The ring as last read, and what its file looked like then."""

    ring: keyring.Ring | None = None
    stamp: tuple[int, int, int] | None = None
    looked_at: float = 0.0


_held = _Held()


def ring(*, afresh: bool = False) -> keyring.Ring:
    """The county's keys, read again when their file has changed. Refuses: KeysMissing …"""
    looked_at = time.monotonic()
    held = _held.ring
    if held is not None and not afresh and looked_at - _held.looked_at < LOOK_AGAIN_S:
        return held
    folder = Path(settings.KEYS)
    stamp = _stamp(folder / keyring.FILE)
    if held is None or stamp is None or stamp != _held.stamp:
        held = keyring.load(folder)
        _held.ring, _held.stamp = held, stamp
    _held.looked_at = looked_at
    return held


def forget_ring() -> None:
    """The next sealing reads the keys from their file."""
    _held.ring = None


def _stamp(path: Path) -> tuple[int, int, int] | None:
    try:
        state = path.stat()
    except OSError:
        return None
    return state.st_ino, state.st_mtime_ns, state.st_size
