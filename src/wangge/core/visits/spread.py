"""Spreading households evenly over the posts of a grid. Ignores which posts those are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from heapq import heapify, heapreplace
from typing import TypeVar
from uuid import UUID

_Thing = TypeVar("_Thing")


def spread(
    things: Iterable[_Thing], posts: Sequence[UUID], load: Mapping[UUID, int]
) -> list[tuple[_Thing, UUID]]:
    """Each thing with the post that has least so far; of equals the first in the list.

    `load`: how many each has already. Raises ValueError without posts.
    """
    if not posts:
        raise ValueError("nobody to spread over")
    heap = [(load.get(post, 0), place, post) for place, post in enumerate(posts)]
    heapify(heap)
    found = []
    for thing in things:
        count, place, post = heap[0]
        found.append((thing, post))
        heapreplace(heap, (count + 1, place, post))
    return found
