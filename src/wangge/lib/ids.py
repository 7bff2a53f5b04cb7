"""Identifiers made by whoever first writes a thing, so that every write can be sent twice."""

from __future__ import annotations

import os
import time
from uuid import UUID


def uuid7() -> UUID:
    """A new UUIDv7 (RFC 9562 §5.7): milliseconds since 1970 first, then 74 random bits.

    Ids of one process sort by time to the millisecond, which keeps B-tree pages hot.
    """
    return uuid7_of(time.time_ns() // 1_000_000, int.from_bytes(os.urandom(10), "big"))


def uuid7_of(milliseconds: int, random_bits: int) -> UUID:
    """The UUIDv7 of that moment (since 1970) and the lowest 74 of those bits: same in, same out."""
    value = (milliseconds & 0xFFFF_FFFF_FFFF) << 80
    value |= 0x7 << 76
    value |= ((random_bits >> 62) & 0xFFF) << 64
    value |= 0b10 << 62
    value |= random_bits & 0x3FFF_FFFF_FFFF_FFFF
    return UUID(int=value)
