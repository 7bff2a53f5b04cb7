"""The id of a case of another system: always the same for the same system and number.

So a file may be sent again, or a killed import run anew, and nothing is there twice.
"""

from __future__ import annotations

import re
from hashlib import sha256
from uuid import UUID

_BETWEEN = b"\x1f"
_NO_DIGIT = re.compile(r"[^0-9]+")
#: Of decimal digits, so many fit into 48 bits.
_DIGITS = 14
_LOW = (1 << 62) - 1


def case_id(system: str, number: str) -> UUID:
    """The UUIDv8 (RFC 9562 §5.8) of that number in that system.

    The first digits of the number come first, 74 bits of SHA-256 over both after them: numbers
    that follow each other lie side by side in an index, and no two share an id.
    """
    return _id(b"case", system, number)


def reporter_id(system: str, number: str) -> UUID:
    """The id of who reported that case."""
    return _id(b"reporter", system, number)


def _id(what: bytes, system: str, number: str) -> UUID:
    whole = _BETWEEN.join((b"wangge.import.v1", what, system.encode(), number.encode()))
    bits = int.from_bytes(sha256(whole).digest()[:10], "big")
    order = int(_NO_DIGIT.sub("", number)[:_DIGITS] or "0")
    high = order << 80 | 8 << 76 | (bits >> 62 & 0xFFF) << 64
    return UUID(int=high | 0b10 << 62 | bits & _LOW)
