"""A model: from n-grams to classes, with how sure it is and which pieces of the text said so.

Linear: the score of a class is a weighted sum over the text's n-grams (sublinear tf-idf, each
field of length one), so every answer can be taken apart again. The scores become probabilities
by one temperature, fitted on texts the model had not seen. It proposes; it never decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from wangge.core.triage.letters import Hashes, said
from wangge.core.triage.reading import Counts, Report, counted, places_of, read

Floats = NDArray[np.float32]

#: Texts classed together: more would only cost memory.
_BATCH = 256
#: A letter must carry this share of what spoke for the class to be shown; at most so many pieces.
#: And this share of what the most telling letter carries.
_TELLING, _PIECES, _TOLD = 0.03, 5, 0.35


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the text that spoke for a class: from `start` to `end`, with its weight."""

    start: int
    end: int
    words: str
    weight: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A class that may be meant; `probability` is calibrated, the surest candidate first."""

    label: str
    probability: float


@dataclass(frozen=True)
class Model:
    """A trained model. Arrays: V n-grams, K classes.

    `hashes` (V,) sorted; `rarity` (V,) inverse document frequency; `weights` (V, K) small whole
    numbers, times `scale` (K,); `bias` (K,); `sharpness` turns scores into probabilities. `card`
    tells what it was trained on and how well it does.
    """

    labels: tuple[str, ...]
    sizes: tuple[int, ...]
    hashes: Hashes
    rarity: Floats
    weights: NDArray[np.int8]
    scale: Floats
    bias: Floats
    sharpness: float
    card: Mapping[str, object] = field(default_factory=dict)

    def scores(self, reports: Sequence[Report]) -> Floats:
        """(texts, K): how much speaks for each class; 0 and the bias where nothing is known."""
        found = [
            self._scores(reports[begin : begin + _BATCH])
            for begin in range(0, len(reports), _BATCH)
        ]
        return np.concatenate(found) if found else np.zeros((0, len(self.labels)), np.float32)

    def probabilities(self, reports: Sequence[Report]) -> Floats:
        """(texts, K), each row summing to one."""
        scores = self.scores(reports) * np.float32(self.sharpness)
        scores -= scores.max(axis=1, keepdims=True)
        raised = np.exp(scores)
        return np.asarray(raised / raised.sum(axis=1, keepdims=True), dtype=np.float32)

    def classify(self, reports: Sequence[Report]) -> list[str]:
        """The surest class of each text."""
        return [self.labels[best] for best in self.scores(reports).argmax(axis=1).tolist()]

    def candidates(self, report: Report, *, most: int = 3) -> tuple[Candidate, ...]:
        """The classes most likely meant, the surest first; none where no n-gram is known."""
        if not len(self.vectors([report]).text):
            return ()
        sure = self.probabilities([report])[0]
        best = np.argsort(-sure, kind="stable")[:most]
        return tuple(Candidate(self.labels[at], float(sure[at])) for at in best.tolist())

    def vectors(self, reports: Sequence[Report]) -> Counts:
        """The known n-grams of the texts; `weight` is theirs in the vector of their field.

        The two fields of a text have length one each.
        """
        grams, part = read(reports, self.sizes)
        at = places_of(self.hashes, grams.hash)
        known = at >= 0
        found = counted(grams.text[known], part[known], at[known], room=max(1, len(self.hashes)))
        value = (1 + np.log(found.weight)) * self.rarity[found.gram]
        place = found.text * 2 + found.field
        length = np.sqrt(np.bincount(place, value * value, minlength=2 * len(reports)))
        return found._replace(weight=(value / length[place]).astype(np.float32))

    def explain(self, report: Report, label: str) -> tuple[Piece, ...]:
        """The pieces of `report.text` that spoke most for the class, in the order of the text.

        Neighbouring n-grams are told as one piece. A title's n-grams are told where the text has
        them too.
        """
        weight = self._letter_weights(report, self.labels.index(label))
        most = max(_TELLING * float(weight[weight > 0].sum()), _TOLD * float(weight.max(initial=0)))
        telling = weight > max(most, 1e-6)
        edges = np.flatnonzero(np.diff(np.concatenate([[0], telling.view(np.int8), [0]])))
        pieces = [
            Piece(start, end, said(report.text, start, end - start), float(weight[start:end].sum()))
            for start, end in edges.reshape(-1, 2).tolist()
        ]
        words = [piece for piece in pieces if piece.end - piece.start > 1] or pieces
        best = sorted(words, key=lambda piece: -piece.weight)[:_PIECES]
        return tuple(sorted(best, key=lambda piece: piece.start))

    def knows(self, words: str) -> bool:
        """Whether every pair of neighbouring letters of the words is known to the body's field."""
        pairs, part = read([Report(words, title="。")], (2,))
        asked = pairs.hash[part == 1]
        return bool(len(asked)) and bool((places_of(self.hashes, asked) >= 0).all())

    def _scores(self, reports: Sequence[Report]) -> Floats:
        found = self.vectors(reports)
        scores = np.zeros((len(reports), len(self.labels)), dtype=np.float32)
        if len(found.text):
            first = np.flatnonzero(np.diff(found.text, prepend=-1))
            spoken = self.weights[found.gram] * found.weight[:, None]
            scores[found.text[first]] = np.add.reduceat(spoken, first, axis=0)
        return scores * self.scale + self.bias

    def _letter_weights(self, report: Report, label: int) -> Floats:
        """How much each character of `report.text` spoke for the class."""
        weight = np.zeros(len(report.text), dtype=np.float32)
        grams, part = read([report], self.sizes)
        at = places_of(self.hashes, grams.hash)
        found = self.vectors([report])
        keys = (found.field * len(self.hashes) + found.gram).tolist()
        value = dict(zip(keys, found.weight.tolist(), strict=True))
        lent = not report.title
        for gram, spot, size, where in zip(
            at.tolist(), grams.place.tolist(), grams.size.tolist(), part.tolist(), strict=True
        ):
            if gram < 0 or (where == 0 and not lent):
                continue
            share = value[where * len(self.hashes) + gram] * int(self.weights[gram, label]) / size
            weight[spot : spot + size] += share
        return np.asarray(weight * self.scale[label], dtype=np.float32)
