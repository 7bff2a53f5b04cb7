"""How alike two reports are: by their words, or because both very likely mean the same class.

Two people rarely use the same words for the same hole in the road. So what the words do not share
is made up for by how much the two agree on the class (the product of their probabilities).
"""

from __future__ import annotations

from collections.abc import Sequence

from wangge.core.triage import Report
from wangge.lib.text import similarity
from wangge.triage.access import standing


def alike(text: str, others: Sequence[str]) -> Sequence[float]:
    """0 nothing in common to 1 the same, for each of the others. No query."""
    sure = standing().advisor.probabilities([Report(text), *map(Report, others)])
    agreed = (sure[1:] @ sure[0]).tolist()
    return [
        1 - (1 - similarity(text, other)) * (1 - min(1.0, same))
        for other, same in zip(others, agreed, strict=True)
    ]
