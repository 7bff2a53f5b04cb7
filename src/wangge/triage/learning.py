"""Learning from the county's history: train on the older part, be judged on the newer one.

Nothing is put in force here. Imports scikit-learn, so only the command that trains imports this.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from wangge.catalogue.access import catalogue
from wangge.core.triage import Advisor, Model, Report, hints
from wangge.core.triage.training import Example, fitted_sharpness, train
from wangge.lib.text import folded
from wangge.triage.access import advisor_of, items_of, standing
from wangge.triage.queries.history import Past, history
from wangge.triage.refusals import TooFewCases

#: Fewer closed cases teach nothing that the start model does not know.
LEAST = 200
#: This share of the history, the newest, is kept for judging.
HELD_OUT = 0.2
#: What words of the catalogue weigh beside a real report.
_HINT = 0.5


class Right(NamedTuple):
    """How often the first, and one of three, was right."""

    first: float
    three: float


class Learnt(NamedTuple):
    """A new model with its honest figures, beside those of the model in force on the same cases."""

    model: Model
    texts: int
    held_out: int
    right: Right
    standing: Right

    @property
    def is_worse(self) -> bool:
        """Whether it would be a step back."""
        return self.right.first < self.standing.first


def learn(*, least: int = LEAST) -> Learnt:
    """A model of the county's closed cases. Refuses: TooFewCases.

    Judged by a model of the older part on the newer part; then trained on both. Texts of the
    newer part that stand in the older one word for word do not count.
    """
    past = sorted(history(), key=lambda one: (one.reported_at, one.text, one.label))
    if len(past) < least or len({one.label for one in past}) < 2:
        raise TooFewCases(count=len(past), least=least)
    cut = round(len(past) * (1 - HELD_OUT))
    older, newer = past[:cut], past[cut:]
    seen = {folded(one.text) for one in older}
    unseen = [one for one in newer if folded(one.text) not in seen] or newer
    judged = advisor_of(_train(older, 1.0))
    scores, truth = _scores(judged, unseen)
    sharpness = fitted_sharpness(scores.astype(np.float64), truth) if len(truth) else 1.0
    return Learnt(
        model=_train(past, sharpness),
        texts=len(past),
        held_out=len(truth),
        right=_right(scores, truth),
        standing=_right(*_scores(standing().advisor, unseen)),
    )


def _train(past: Sequence[Past], sharpness: float) -> Model:
    examples = [Example(Report(one.text), one.label) for one in past]
    examples += [Example(said, label, _HINT) for said, label in hints(items_of(catalogue()))]
    return train(examples, sharpness=sharpness, card={"kind": "county"})


def _scores(
    advisor: Advisor, past: Sequence[Past]
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    at = {label: place for place, label in enumerate(advisor.labels)}
    asked = [one for one in past if one.label in at]
    scores = advisor.scores([Report(one.text) for one in asked])
    return scores, np.array([at[one.label] for one in asked], dtype=np.int64)


def _right(scores: NDArray[np.float32], truth: NDArray[np.int64]) -> Right:
    if not len(truth):
        return Right(0.0, 0.0)
    best = np.argsort(-scores, axis=1, kind="stable")[:, :3]
    first = float((best[:, 0] == truth).mean())
    return Right(round(first, 4), round(float((best == truth[:, None]).any(axis=1).mean()), 4))
