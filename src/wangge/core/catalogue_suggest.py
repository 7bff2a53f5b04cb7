"""Suggests the class 小类 of a report from its words, and says which words made it think so.

Keywords of the items first, then pairs of neighbouring characters shared with titles and filing
conditions, rare pairs counting more. No training, no model, the same answer every time. Ignores
place, time and what the county filed before: what was learned from that is added by `triage`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from math import log
from typing import NamedTuple

from wangge.core.catalogue import Item

#: A keyword said in full weighs this much for each of its characters, a pair at most 1.
_KEYWORD_WEIGHT = 1.5
#: Below this score nothing is suggested: a lone common pair is no reason.
_LEAST = 1.0
#: Text beyond this many characters says nothing new about the class.
_LONGEST = 500


class Suggestion(NamedTuple):
    """An item that may be meant, how strongly (higher is surer), and the words that say so."""

    item: Item
    score: float
    why: tuple[str, ...]


class Suggester:
    """Ready to suggest among fixed items; making one takes some milliseconds."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._items = tuple(items)
        self._keywords = [(item.title, *item.keywords) for item in self._items]
        self._pairs = [_pairs_of(_words_of(item)) for item in self._items]
        self._at: defaultdict[str, list[int]] = defaultdict(list)
        for index, pairs in enumerate(self._pairs):
            for pair in pairs:
                self._at[pair].append(index)
        #: Items with a keyword that no pair of letters would find.
        self._odd = [
            index
            for index, words in enumerate(self._keywords)
            if any(
                not word[place : place + 2].isalpha() or len(word) < 2
                for word in words
                for place in range(max(1, len(word) - 1))
            )
        ]
        spread = Counter(pair for pairs in self._pairs for pair in pairs)
        most = log(len(self._items) + 1)
        self._weight = {
            pair: log((len(self._items) + 1) / count) / most for pair, count in spread.items()
        }

    def suggest(self, text: str, *, most: int = 3) -> tuple[Suggestion, ...]:
        """At most `most` suggestions, the surest first; empty where nothing fits."""
        text = "".join(text[:_LONGEST].split()).lower()
        said = _pairs_of([text])
        asked = {index for pair in said for index in self._at.get(pair, ())}
        found = [
            suggestion
            for index in sorted(asked.union(self._odd))
            if (suggestion := self._weigh(index, text, said)).score >= _LEAST
        ]
        found.sort(key=lambda each: (-each.score, each.item.code))
        return tuple(found[:most])

    def _weigh(self, index: int, text: str, said: frozenset[str]) -> Suggestion:
        words = {word for word in self._keywords[index] if word.lower() in text}
        words = {word for word in words if not any(word in other for other in words - {word})}
        shared = said & self._pairs[index]
        loose = sorted(pair for pair in shared if not any(pair in word for word in words))
        score = _KEYWORD_WEIGHT * sum(len(word) for word in words)
        score += sum(self._weight[pair] for pair in shared)
        why = (*sorted(words, key=text.find), *loose)
        return Suggestion(self._items[index], round(score, 3), why)


def suggest(text: str, items: Sequence[Item]) -> tuple[Suggestion, ...]:
    """The three items most likely meant by `text`, with the words that say so."""
    return Suggester(items).suggest(text)


def _words_of(item: Item) -> list[str]:
    return [item.title, *item.keywords, *(each.when for each in item.conditions)]


def _pairs_of(texts: Iterable[str]) -> frozenset[str]:
    """All pairs of neighbouring letters or Chinese characters."""
    return frozenset(
        text[place : place + 2]
        for text in texts
        for place in range(len(text) - 1)
        if text[place : place + 2].isalpha()
    )
