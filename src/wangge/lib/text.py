"""Chinese text: fit to keep, made comparable, cut for searching, and how alike two are.

Words have no spaces between them in Chinese, so everything here works on pairs of neighbouring
characters (bigrams), which need no dictionary. It ignores meaning: 堵 and 塞 share nothing.
"""

from __future__ import annotations

import re
import unicodedata

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
#: Control characters but tab and line feed, which people do type.
_CONTROL = re.compile("[\x01-\x08\x0b-\x1f\x7f-\x9f]")
_NO_WORD = re.compile(r"[\W_]+")


class UnstorableText(ValueError):
    """NUL or half a character (a lone surrogate), which no database and no file will keep."""


def is_storable(text: str) -> bool:
    """Whether `text` holds neither NUL nor a lone surrogate."""
    return _UNSTORABLE.search(text) is None


def tidy(text: str) -> str:
    """The text as it is kept: what people typed, in NFC, with plain line ends, trimmed.

    Control characters are dropped, full-width signs stay as they are. Raises `UnstorableText`.
    """
    if not is_storable(text):
        raise UnstorableText("text holds NUL or a lone surrogate")
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _CONTROL.sub("", plain)).strip()


def normalise(text: str) -> str:
    """The text in NFKC, without white space at the ends or in a row: for comparing, not keeping.

    Full-width letters, digits and signs become plain ones.
    """
    return " ".join(unicodedata.normalize("NFKC", text).split())


def folded(text: str) -> str:
    """Letters, Chinese characters and digits alone, without case; signs and spaces left out."""
    return _NO_WORD.sub("", normalise(normalise(text).casefold()))


def bigrams(text: str) -> frozenset[str]:
    """Every pair of neighbouring characters of `folded(text)`; none for a single character."""
    plain = folded(text)
    return frozenset(plain[i : i + 2] for i in range(len(plain) - 1))


def query_bigrams(text: str) -> frozenset[str]:
    """What a text must hold to answer a query: the bigrams of each of its words by itself.

    Empty if no word has two characters: then the query is too short to search by.
    """
    return frozenset(gram for word in normalise(text).split() for gram in bigrams(word))


def similarity(one: str, other: str) -> float:
    """How alike two short texts are: 0 nothing shared, 1 the same but for signs, case and space.

    The mean of two shares of the bigrams: those in both of those in either (Jaccard), and those
    in both of the shorter text's (containment, so that a short report within a long one counts).
    """
    first, second = bigrams(one), bigrams(other)
    if not first or not second:
        return 1.0 if folded(one) == folded(other) != "" else 0.0
    if first == second:
        # The same pairs in another order (甲乙甲 and 乙甲乙) are not the same text.
        return 1.0 if folded(one) == folded(other) else 0.99
    shared = len(first & second)
    jaccard = shared / len(first | second)
    containment = shared / min(len(first), len(second))
    return (jaccard + containment) / 2
