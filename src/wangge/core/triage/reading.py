"""What of a report a model reads: its head 标题 and its body 正文, counted as hashed n-grams.

The head counts apart from the body and as much: who writes says what it is about at the start.
A text without a title lends its own beginning. Ignores everything after `BODY` characters:
measured, it says no more about the class and makes the answer slower.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from wangge.core.triage.letters import Grams, Hashes, Ints, grams_of, letters_of

#: Characters read of the head, of the body, and of a text that lends its beginning as a head.
HEAD, BODY, BEGINNING = 120, 300, 40
#: Salts that keep the two fields apart.
_HEAD_SALT, _BODY_SALT = 1, 2


class Report(NamedTuple):
    """A text to be classed; `title` is empty where people just write."""

    text: str
    title: str = ""

    @property
    def head(self) -> str:
        """The title, or the beginning of the text."""
        return self.title or self.text[:BEGINNING]


class Counts(NamedTuple):
    """How often each n-gram stands in each text: parallel arrays, by text and then by n-gram.

    `field`: 0 head, 1 body. `gram`: a hash while reading, a place in a vocabulary afterwards.
    """

    text: Ints
    field: Ints
    gram: Ints
    weight: NDArray[np.float32]


def read(reports: Sequence[Report], sizes: Sequence[int]) -> tuple[Grams, Ints]:
    """All n-grams of the reports, and the field (0 head, 1 body) of each."""
    heads = letters_of([report.head for report in reports], longest=HEAD)
    bodies = letters_of([report.text for report in reports], longest=BODY)
    found = grams_of(heads, sizes, salt=_HEAD_SALT)
    few = len(found)
    found += grams_of(bodies, sizes, salt=_BODY_SALT)
    field = np.repeat(
        np.array([0] * few + [1] * (len(found) - few), dtype=np.int64),
        [len(grams.hash) for grams in found],
    )
    return joined(found), field


def joined(several: Iterable[Grams]) -> Grams:
    """Several kinds of n-grams as one."""
    parts = list(several)
    if not parts:
        none = np.zeros(0, dtype=np.int64)
        return Grams(np.zeros(0, dtype=np.uint32), none, none, none)
    return Grams(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def counted(text: Ints, field: Ints, gram: Ints, *, room: int) -> Counts:
    """Equal (text, field, n-gram) counted together; `gram` lies below `room`."""
    key = (text * 2 + field) * room + gram
    key.sort()
    first = np.concatenate([[True], key[1:] != key[:-1]]) if len(key) else np.zeros(0, dtype=bool)
    at = np.flatnonzero(first)
    count = np.diff(np.append(at, len(key))).astype(np.float32)
    whole = key[at]
    place = whole // room
    return Counts(place // 2, place % 2, whole % room, count)


def places_of(known: Hashes, asked: Hashes) -> Ints:
    """Where each asked hash stands in the sorted `known`; -1 where it does not."""
    if not len(known):
        return np.full(len(asked), -1)
    at = np.minimum(np.searchsorted(known, asked), len(known) - 1)
    return np.where(known[at] == asked, at, -1)
