"""How alike two reports are, for finding duplicates: by their words, or by a better judge.

A storey above (triage) makes itself known here; without it the words alone decide.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from wangge.lib.text import similarity

#: (a text, other texts) → for each of them 0 (nothing in common) to 1 (the same).
Judge = Callable[[str, Sequence[str]], Sequence[float]]


def by_words(text: str, others: Sequence[str]) -> Sequence[float]:
    """By the pairs of letters they share."""
    return [similarity(text, other) for other in others]


_judge: Judge = by_words


def register(judge: Judge) -> None:
    """From here on that one is asked."""
    global _judge
    _judge = judge


def likeness(text: str, others: Sequence[str]) -> Sequence[float]:
    """How alike the text is to each of the others."""
    return _judge(text, others) if others else ()
