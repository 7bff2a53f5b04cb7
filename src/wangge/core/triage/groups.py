"""Which of some hundred texts speak of the same thing at the same place: groups for hot topics.

Each text becomes a vector of signed, hashed pairs of letters weighted by their rarity among all
the texts, so that ways of beginning and asking, which everybody shares, count for little. Two texts
are neighbours if they are alike, near, and may mean the same class. A group is what hangs together
through texts with enough neighbours (density clustering), so one odd report neither makes nor joins
two groups. Everything is compared with everything: callers bound the number of texts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from wangge.core.triage.letters import said
from wangge.core.triage.model import Floats
from wangge.core.triage.reading import BODY, Report, read

#: Texts this alike (cosine) speak of the same thing; so far apart it is another place, metres.
ALIKE, NEAR_M = 0.25, 1_500.0
#: Two texts mean the same class with at least this probability.
AGREED = 0.2
#: A text with so many neighbours, itself among them, is the core of a group.
CORE = 3
#: A fragment: what this share of the group says, in so many letters.
_SHARED, _FRAGMENT, _FRAGMENTS = 0.4, (2, 10), 3
#: Letters that say nothing at the edge of a piece.
_EDGES = "的了是"
#: Above this, rounding aside, two texts are the same.
_EQUAL = 0.999
#: As if so many texts of other things stood beside: of few texts many share their pairs.
_BESIDE = 50
_ROOM = 4_096
_M_PER_DEGREE = 111_320.0


def vectors(texts: Sequence[str]) -> Floats:
    """(texts, room): each row of length one; 0 for a text without letters.

    Pairs alone, those rare among these texts counting more.
    """
    grams, field = read([Report(text, title="。") for text in texts], (2,))
    body = field == 1
    hashed, owner = grams.hash[body], grams.text[body]
    every, gram = np.unique(hashed, return_inverse=True)
    once = np.unique(owner * len(every) + gram)  # a pair said twice is said
    owner, gram = once // max(1, len(every)), once % max(1, len(every))
    spread = np.bincount(gram, minlength=len(every))
    value = np.log((_BESIDE + len(texts)) / (1 + spread)).astype(np.float32)
    value[every >= np.uint32(0x80000000)] *= -1.0
    rows = np.zeros((len(texts), _ROOM), dtype=np.float32)
    np.add.at(rows, (owner, every[gram] % _ROOM), value[gram])
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    length[length == 0] = 1.0
    return np.asarray(rows / length, dtype=np.float32)


def groups(
    rows: Floats, sure: Floats, place: NDArray[np.float64], *, least: int = CORE
) -> list[list[int]]:
    """The groups of at least `least` texts, the largest first.

    `rows`: as `vectors` makes them. `sure`: (texts, classes), how likely each class is. `place`:
    (texts, 2), longitude and latitude in degrees; NaN where unknown, which is near to nothing but
    texts as good as equal.
    """
    if not len(rows):
        return []
    alike = rows @ rows.T
    distance = _distance_m(place)
    near = np.where(np.isnan(distance), alike >= _EQUAL, distance <= NEAR_M)
    neighbours = (alike >= ALIKE) & near & (sure @ sure.T >= AGREED)
    np.fill_diagonal(neighbours, val=True)
    core = neighbours.sum(axis=1) >= CORE
    group = np.full(len(rows), -1)
    found: list[list[int]] = []
    for start in np.flatnonzero(core).tolist():
        if group[start] >= 0:
            continue
        waiting, members = [start], []
        group[start] = len(found)
        while waiting:
            at = waiting.pop()
            members.append(at)
            if core[at]:
                fresh = np.flatnonzero(neighbours[at] & (group < 0))
                group[fresh] = len(found)
                waiting += fresh.tolist()
        found.append(sorted(members))
    return sorted((each for each in found if len(each) >= least), key=lambda each: -len(each))


def fragments(texts: Sequence[str], people: Sequence[str], *, least: int = CORE) -> list[str]:
    """What several people say in the same words, the most shared first, at most three pieces.

    Letters only: a figure is never part of one. `people`: who said each text.
    """
    shared = _shared_pairs(texts, people, least)
    if not shared:
        return []
    best = max(texts, key=lambda text: sum(shared.get(pair, 0) for pair in _pairs(text)))
    return _runs(best, shared)


def _distance_m(place: NDArray[np.float64]) -> NDArray[np.float64]:
    flat = place * _M_PER_DEGREE
    flat[:, 0] *= np.cos(np.radians(np.nan_to_num(place[:, 1])))
    across = flat[:, None, :] - flat[None, :, :]
    return np.asarray(np.sqrt((across**2).sum(axis=2)))


def _pairs(text: str) -> set[str]:
    return {
        text[at : at + 2]
        for at in range(min(len(text), BODY) - 1)
        if text[at].isalpha() and text[at + 1].isalpha()
    }


def _shared_pairs(texts: Sequence[str], people: Sequence[str], least: int) -> dict[str, int]:
    by: dict[str, set[str]] = {}
    count: Counter[str] = Counter()
    for text, person in zip(texts, people, strict=True):
        for pair in _pairs(text):
            by.setdefault(pair, set()).add(person)
            count[pair] += 1
    enough = max(least, _SHARED * len(texts))
    return {
        pair: number
        for pair, number in count.items()
        if number >= enough and len(by[pair]) >= least
    }


def _runs(text: str, shared: dict[str, int]) -> list[str]:
    """Stretches of the text all of whose pairs are shared, the most telling first."""
    runs: list[tuple[int, str]] = []
    at = 0
    while at < min(len(text), BODY) - 1:
        end = at
        while text[end : end + 2] in shared:
            end += 1
        words = said(text, at, end - at + 1).strip(_EDGES)
        if end > at and len(words) >= _FRAGMENT[0]:
            weight = sum(shared[words[spot : spot + 2]] for spot in range(len(words) - 1))
            runs.append((weight, words[: _FRAGMENT[1]]))
        at = max(end, at + 1)
    runs.sort(key=lambda run: -run[0])
    return list(dict.fromkeys(words for _, words in runs))[:_FRAGMENTS]
