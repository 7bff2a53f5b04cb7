"""Storeys above privacy, which know who answers for what, register here."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from uuid import UUID

#: (right, ids of areas, at) → ids of the posts that hold the right over one of these areas.
PostsWith = Callable[[str, Collection[UUID], datetime], Collection[UUID]]


def _nobody(right: str, areas: Collection[UUID], at: datetime) -> Collection[UUID]:
    return ()


_posts_with: PostsWith = _nobody


def use_posts_with(posts_with: PostsWith) -> None:
    """From now on `posts_with` says whose posts hold a right."""
    global _posts_with
    _posts_with = posts_with


def posts_with(right: str, areas: Collection[UUID], at: datetime) -> Collection[UUID]:
    """The posts that hold that right over one of these areas."""
    return _posts_with(right, areas, at)
