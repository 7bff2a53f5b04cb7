"""Search keys 检索键: whole numbers for what a text says, when, and where it belongs.

Every key carries the fortnight it falls in. An index over them therefore answers for one fortnight
at a time: the newest hits come without touching older ones, be the word in a million texts, and
what is written goes into the few keys of the present. Ignores who may see what is found.

A key has 64 bits: the fortnight (of 1970) above bit 42; below it either two characters of 21 bits
each, or, where the first of these is no character of Unicode, a mark that stands for an area or
a word of a code list.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID
from zlib import crc32

from wangge.lib.text import bigrams

FORTNIGHT_S = 14 * 86_400

_CHARACTER_BITS = 21
_WORD_BITS = 2 * _CHARACTER_BITS
#: One above the last character of Unicode: from here on the upper half is no character.
_FIRST_MARK = 0x110000
_AREA_MARKS = 0xE0000
_FIRST_CODE = _FIRST_MARK + _AREA_MARKS
_LOWER = (1 << _CHARACTER_BITS) - 1


def fortnight_of(at: datetime) -> int:
    """The number of the fortnight an instant falls in, the first one of 1970 being 0."""
    return int(at.timestamp() // FORTNIGHT_S)


def word_of(gram: str) -> int:
    """Two neighbouring characters as a number below 2^42, without a fortnight."""
    return ord(gram[0]) << _CHARACTER_BITS | ord(gram[1])


def area_mark(area: UUID) -> int:
    """The mark of an area, without a fortnight. Two areas may, very rarely, share one."""
    upper, lower = divmod(area.int & (1 << 62) - 1, 1 << _CHARACTER_BITS)
    return (_FIRST_MARK + upper % _AREA_MARKS) << _CHARACTER_BITS | lower


def code_mark(code: str) -> int:
    """The mark of a word of a code list, such as a service line, without a fortnight."""
    upper, lower = divmod(crc32(code.encode()), 1 << _CHARACTER_BITS)
    return (_FIRST_CODE + upper) << _CHARACTER_BITS | lower


def words_of(text: str) -> frozenset[int]:
    """Every pair of neighbouring characters of the text, as numbers without a fortnight."""
    return frozenset(map(word_of, bigrams(text)))


def keys_of(
    text: str, *, at: datetime, areas: Iterable[UUID | None] = (), codes: Iterable[str] = ()
) -> list[int]:
    """All keys of a text of that instant which belongs to these areas and codes, ascending."""
    fortnight = fortnight_of(at) << _WORD_BITS
    marks = {area_mark(area) for area in areas if area is not None}
    marks |= {code_mark(code) for code in codes}
    return sorted(fortnight | one for one in words_of(text) | marks)
