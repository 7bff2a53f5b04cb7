"""The one way of suggesting: what a trained model says and the catalogue's keywords, together.

Scores are added before they become probabilities, so an item the model has never met is still
found by its keywords, and a keyword nobody means is outvoted. Where neither knows anything there
is no advice. It proposes at most three; it never decides.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

import numpy as np

from wangge.core.catalogue import Item
from wangge.core.catalogue_suggest import Suggester, Suggestion
from wangge.core.triage.model import Floats, Model, Piece
from wangge.core.triage.reading import Report

#: What a keyword's score counts beside a model's: a whole word of four letters some 0.6.
_WORD = 0.1
#: Of a class the model does not know: what a linear model says of a class that does not fit.
_UNKNOWN = -1.0
#: Below the first no advice is given, from the second on it is very likely.
LEAST, LIKELY = 0.1, 0.6
#: So many items are asked for their keywords.
_KEYWORDS = 12


class Confidence(StrEnum):
    """How sure an advice is, in a word people understand."""

    LIKELY = "likely"  #: 很可能
    POSSIBLE = "possible"  #: 可能


class Advice(NamedTuple):
    """A class that may be meant: how sure (calibrated), and the pieces of the text that say so."""

    label: str
    item: Item
    probability: float
    pieces: tuple[Piece, ...]

    @property
    def confidence(self) -> Confidence:
        """In a word."""
        return Confidence.LIKELY if self.probability >= LIKELY else Confidence.POSSIBLE

    @property
    def why(self) -> tuple[str, ...]:
        """The words that say so, as typed."""
        return tuple(dict.fromkeys(piece.words for piece in self.pieces))


class Advisor:
    """Ready to advise among fixed items (label → item); making one takes some milliseconds."""

    def __init__(self, model: Model, items: Mapping[str, Item]) -> None:
        self.model = model
        self.labels = tuple(items)
        self._items = dict(items)
        self._at = {label: at for at, label in enumerate(self.labels)}
        self._label_of = {id(item): label for label, item in items.items()}
        known = {label: at for at, label in enumerate(model.labels)}
        self._theirs = np.array([known.get(label, -1) for label in self.labels], dtype=np.int64)
        self._words = Suggester(items.values())

    def scores(self, reports: Sequence[Report]) -> Floats:
        """(texts, items): what speaks for each item."""
        theirs = self.model.scores(reports)
        padded = np.concatenate([theirs, np.full((len(reports), 1), _UNKNOWN, np.float32)], axis=1)
        scores = padded[:, self._theirs]
        for row, report in enumerate(reports):
            for found in self._found(report):
                scores[row, self._at[self._label_of[id(found.item)]]] += _WORD * found.score
        return scores

    def probabilities(self, reports: Sequence[Report]) -> Floats:
        """(texts, items), each row summing to one."""
        scores = self.scores(reports) * np.float32(self.model.sharpness)
        raised = np.exp(scores - scores.max(axis=1, keepdims=True))
        return np.asarray(raised / raised.sum(axis=1, keepdims=True), dtype=np.float32)

    def advise(
        self, text: str, *, most: int = 3, among: Collection[str] | None = None
    ) -> tuple[Advice, ...]:
        """At most `most` items, the surest first; `among`: these labels only.

        Empty where nothing in the text is known or nothing is sure enough.
        """
        report = Report(text)
        if not self.labels or not (len(self.model.vectors([report]).text) or self._found(report)):
            return ()
        sure = self.probabilities([report])[0]
        if among is not None:
            sure = sure * np.array([label in among for label in self.labels], dtype=np.float32)
            sure = sure / max(float(sure.sum()), 1e-9)
        best = np.argsort(-sure, kind="stable")[:most]
        return tuple(
            self._advice(report, self.labels[at], float(sure[at]))
            for at in best.tolist()
            if sure[at] >= LEAST
        )

    def _advice(self, report: Report, label: str, probability: float) -> Advice:
        item = self._items[label]
        pieces = list(self.model.explain(report, label)) if label in self.model.labels else []
        for found in self._found(report):
            if found.item is item:
                pieces = _with_words(report.text, pieces, found.why)
        return Advice(label, item, probability, tuple(pieces))

    def _found(self, report: Report) -> tuple[Suggestion, ...]:
        return self._words.suggest(report.text, most=_KEYWORDS)


def _with_words(text: str, pieces: Sequence[Piece], words: Sequence[str]) -> list[Piece]:
    """The pieces with the catalogue's own words among them; overlapping ones become one."""
    spans = [(piece.start, piece.end, piece.weight) for piece in pieces]
    for word in words:
        start = text.lower().find(word)
        if start >= 0:
            spans.append((start, start + len(word), _WORD * len(word)))
    merged: list[tuple[int, int, float]] = []
    for start, end, weight in sorted(spans):
        if merged and start < merged[-1][1]:
            begun, ended, before = merged.pop()
            merged.append((begun, max(ended, end), before + weight))
        else:
            merged.append((start, end, weight))
    return [Piece(start, end, text[start:end], weight) for start, end, weight in merged]
