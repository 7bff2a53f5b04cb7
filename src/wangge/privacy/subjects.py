"""Finding whose data was looked at 被查阅人, by an identity number or telephone known whole.

Each app that keeps people registers a finder. What it finds are ids alone, and only of people it
would not hide: who asks is told of looks, never of data.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from uuid import UUID

Finder = Callable[[str], Iterable[UUID]]

_FINDERS: dict[str, Finder] = {}


def register(kind: str, finder: Finder) -> None:
    """`finder(number)` gives the ids of that kind which have the number."""
    _FINDERS[kind] = finder


def subjects_with(number: str) -> set[UUID]:
    """Everybody and everything with that number, of every kind; an id stands for itself."""
    number = number.strip()
    try:
        return {UUID(number)}
    except ValueError:
        return {found for finder in _FINDERS.values() for found in finder(number)}
