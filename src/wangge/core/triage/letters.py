"""Chinese text as numbers: letters made comparable, figures masked, and its n-grams hashed.

Everything is done for many texts at once in arrays: a text becomes code points, each code point
one comparable letter (full width to half width, capitals to small, every run of digits a single
0, so that no telephone or house number can become a feature; signs and spaces one mark that no
n-gram crosses). An n-gram is known by a 32-bit hash, so a model holds no piece of anybody's text.
Ignores traditional characters (繁体): a table for them would outweigh the model.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Hashes = NDArray[np.uint32]
_Codes = NDArray[np.uint32]

#: No letter: a sign, a space, the end of a text. No n-gram goes across.
MARK = 0
_DIGIT = ord("0")
_PLANE = 0x10000
_STEP = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xD6E8FEB86659FD93)


class Letters(NamedTuple):
    """The letters of several texts one after another, each text closed by a mark.

    `codes`: comparable letters, 0 between. `text`: of which text. `place`: where in it.
    """

    codes: _Codes
    text: Ints
    place: Ints


class Grams(NamedTuple):
    """N-grams as found: `hash`, of which `text`, beginning at `place` and `size` letters long."""

    hash: Hashes
    text: Ints
    place: Ints
    size: Ints


def letters_of(texts: Sequence[str], *, longest: int) -> Letters:
    """The letters of the texts, each cut after `longest` characters as typed."""
    cut = [text[:longest] for text in texts]
    raw = "\0".join([*cut, ""]).encode("utf-32-le", "replace")
    codes = np.frombuffer(raw, dtype="<u4")
    sizes = np.fromiter((len(text) + 1 for text in cut), dtype=np.int64, count=len(cut))
    text = np.repeat(np.arange(len(cut)), sizes)
    place = np.arange(len(codes)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    known = _table()[np.minimum(codes, _PLANE - 1)]
    again = (known[1:] == known[:-1]) & ((known[1:] == _DIGIT) | (known[1:] == MARK))
    again &= text[1:] == text[:-1]
    keep = np.concatenate([[True], ~again]) if len(known) else np.zeros(0, dtype=bool)
    return Letters(known[keep], text[keep], place[keep])


def grams_of(letters: Letters, sizes: Sequence[int], *, salt: int = 0) -> list[Grams]:
    """All n-grams of each of the sizes; `salt` tells the same letters in another field apart."""
    found = []
    codes = letters.codes.astype(np.uint64)
    whole = letters.codes != MARK
    hashed = np.zeros(len(codes), dtype=np.uint64)
    inside = np.ones(len(codes), dtype=bool)
    for size in range(1, max(sizes) + 1):
        if len(codes) < size:
            break
        end = len(codes) - size + 1
        hashed = hashed[:end] * _STEP + codes[size - 1 :]
        inside = inside[:end] & whole[size - 1 :]
        if size in sizes:
            mixed = (hashed[inside] + np.uint64(salt * 64 + size)) * _MIX
            mixed ^= mixed >> np.uint64(29)
            short = ((mixed * _STEP) >> np.uint64(32)).astype(np.uint32)
            at = np.flatnonzero(inside)
            found.append(Grams(short, letters.text[at], letters.place[at], np.full(len(at), size)))
    return found


def said(text: str, at: int, size: int) -> str:
    """The piece of the text as typed that an n-gram at that place was read from."""
    return text[at : at + size]


@lru_cache(maxsize=1)
def _table() -> _Codes:
    """For every character of the first plane its comparable letter, MARK for what is none."""
    return np.fromiter((_comparable(code) for code in range(_PLANE)), dtype=np.uint32, count=_PLANE)


def _comparable(code: int) -> int:
    plain = unicodedata.normalize("NFKC", chr(code)).casefold()[:1] if code else ""
    if not plain:
        return MARK
    if plain.isdigit():
        return _DIGIT
    return ord(plain) if plain.isalpha() and ord(plain) < _PLANE else MARK
