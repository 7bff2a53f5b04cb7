"""Chinese text, made comparable."""

from __future__ import annotations

import unicodedata


def normalise(text: str) -> str:
    """The text in NFKC, without white space at the ends or in a row."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def bigrams(text: str) -> frozenset[str]:
    """Every pair of neighbouring characters, case folded, white space left out."""
    plain = "".join(normalise(text).casefold().split())
    return frozenset(plain[i : i + 2] for i in range(len(plain) - 1))
