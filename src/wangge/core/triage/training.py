"""Training a model: balanced linear support vectors over tf-idf, one class against the rest.

Needs scikit-learn, which nothing else does: whoever only asks a model never imports this.
What is fixed here was fixed from theory and first trials and is not tuned to any set of texts:
single letters and pairs (a small history cannot tell more apart; triples join from `MANY`
texts on), n-grams met in two texts at least, C = 1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import scipy.sparse
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

from wangge.core.triage.letters import Hashes
from wangge.core.triage.model import Floats, Model
from wangge.core.triage.reading import Report, counted, read

#: From so many labelled texts on triples of letters pay.
MANY = 20_000
#: An n-gram of fewer texts is a name or a slip.
_LEAST = 2
#: Sharpness where it cannot be fitted: too few texts of some class.
_SHARPNESS = 4.0
_FOLDS = 3
#: Closer to the best weights is only slower: tenfold time for the same answers.
_CLOSE = 0.01
_SEED = 20_261_124

Strings = NDArray[np.str_]


class Example(NamedTuple):
    """A text of a known class; `weight` below one for words that are no real report."""

    report: Report
    label: str
    weight: float = 1.0


def train(
    examples: Sequence[Example],
    *,
    unlabelled: Sequence[Report] = (),
    sharpness: float | None = None,
    card: Mapping[str, object] | None = None,
) -> Model:
    """A model of the examples' classes. `unlabelled` texts only tell which n-grams are common.

    `sharpness`: known already; else it is fitted, which takes three times as long. The same
    examples in the same order give the same model. Raises ValueError for fewer than two
    classes.
    """
    labels = np.array([example.label for example in examples])
    weight = np.array([example.weight for example in examples], dtype=np.float64)
    if len(set(labels.tolist())) < 2:
        raise ValueError("a model needs two classes at least")
    sizes = (1, 2) if len(examples) < MANY else (1, 2, 3)
    reports = [example.report for example in examples]
    hashes, rarity, matrix = _matrix(reports, unlabelled, sizes)
    machine = _fit(matrix, labels, weight)
    coefficients, bias = _per_class(machine)
    scale = np.abs(coefficients).max(axis=1) / 127
    scale[scale == 0] = 1.0
    small = np.rint(coefficients / scale[:, None]).astype(np.int8).T
    spoken = (small != 0).any(axis=1)  # what speaks for nothing still counts for the length
    return Model(
        labels=tuple(machine.classes_.tolist()),
        sizes=sizes,
        hashes=hashes,
        rarity=rarity,
        weights=np.ascontiguousarray(small),
        scale=scale.astype(np.float32),
        bias=bias.astype(np.float32),
        sharpness=_sharpness(matrix, labels, weight) if sharpness is None else sharpness,
        card={**(card or {}), "texts": len(examples), "grams": int(spoken.sum())},
    )


def _matrix(
    reports: Sequence[Report], unlabelled: Sequence[Report], sizes: Sequence[int]
) -> tuple[Hashes, Floats, scipy.sparse.csr_matrix]:
    """The vocabulary, its rarity, and the vectors of the labelled reports."""
    grams, field = read([*reports, *unlabelled], sizes)
    every, gram = np.unique(grams.hash, return_inverse=True)
    found = counted(grams.text, field, gram, room=len(every))
    spread = np.bincount(found.gram, minlength=len(every))
    kept = np.flatnonzero(spread >= _LEAST)
    hashes = every[kept]
    total = len(reports) + len(unlabelled)
    rarity = (np.log((1 + total) / (1 + spread[kept])) + 1).astype(np.float16).astype(np.float32)
    mine = Model((), tuple(sizes), hashes, rarity, *_NOTHING)
    vectors = mine.vectors(reports)
    shape = (len(reports), len(hashes))
    return (
        hashes,
        rarity,
        scipy.sparse.csr_matrix((vectors.weight, (vectors.text, vectors.gram)), shape=shape),
    )


_NOTHING = (
    np.zeros((0, 0), np.int8),
    np.zeros(0, np.float32),
    np.zeros(0, np.float32),
    1.0,
)


def _fit(
    matrix: scipy.sparse.csr_matrix, labels: Strings, weight: NDArray[np.float64]
) -> LinearSVC:
    machine = LinearSVC(class_weight="balanced", random_state=_SEED, tol=_CLOSE, max_iter=1_000)
    machine.fit(matrix, labels, sample_weight=weight)
    return machine


def _per_class(machine: LinearSVC) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(K, V) and (K,); of two classes the machine knows one row only."""
    if len(machine.classes_) == 2:
        row, bias = machine.coef_[0], float(machine.intercept_[0])
        return np.stack([-row, row]), np.array([-bias, bias])
    return machine.coef_, machine.intercept_


def _sharpness(
    matrix: scipy.sparse.csr_matrix, labels: Strings, weight: NDArray[np.float64]
) -> float:
    """The factor under which scores of unseen texts fit their classes best (log loss)."""
    real = np.flatnonzero(weight >= 1)
    _, sizes = np.unique(labels[real], return_counts=True)
    if not len(real) or sizes.min() < _FOLDS:
        return _SHARPNESS
    scores, truth = [], []
    folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=_SEED)
    for rest, unseen in folds.split(real, labels[real]):
        learnt = np.concatenate([real[rest], np.flatnonzero(weight < 1)])
        machine = _fit(matrix[learnt], labels[learnt], weight[learnt])
        coefficients, bias = _per_class(machine)
        scores.append(np.asarray(matrix[real[unseen]] @ coefficients.T + bias))
        truth.append(np.searchsorted(machine.classes_, labels[real[unseen]]))
    return fitted_sharpness(np.concatenate(scores), np.concatenate(truth))


def fitted_sharpness(scores: NDArray[np.float64], truth: NDArray[np.int64]) -> float:
    """The factor on `scores` (texts, K) with the least log loss of the true classes."""

    def loss(log_factor: float) -> float:
        raised = scores * np.exp(log_factor)
        top = raised.max(axis=1)
        total = top + np.log(np.exp(raised - top[:, None]).sum(axis=1))
        return float((total - raised[np.arange(len(truth)), truth]).mean())

    best = minimize_scalar(loss, bounds=(-2.0, 4.0), method="bounded")
    return float(np.exp(best.x))
