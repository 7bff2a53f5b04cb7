"""Storeys above the territory that take part when its borders change register here.

Who keeps something on the land (elements, contacts, cases) hears of a decided version inside the
transaction that decides it, hears when it is taken back, and may say how much of its own stands on
a piece of land. Ignores what they do with it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from shapely.geometry.base import BaseGeometry

from wangge.core.duty import Actor

#: (id of the version, the day it comes into force, who decided, now).
Listener = Callable[[UUID, date, Actor | None, datetime], None]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of land cut out of grids that stand today. 一块地。"""

    #: Degrees WGS-84.
    shape: BaseGeometry
    #: The grids it is cut out of, by id.
    out_of: frozenset[UUID]
    #: Of these, those whose things without a point come along: it is the larger part of them.
    main_of: frozenset[UUID] = frozenset()


#: (land, now) → how many of its things stand there.
Counter = Callable[[Stretch, datetime], int]


@dataclass(frozen=True, slots=True)
class Counted:
    """How many of one kind of thing stand on a piece of land."""

    code: str
    zh: str
    en: str
    count: int


_deciding: list[Listener] = []
_withdrawing: list[Listener] = []
_counters: dict[str, tuple[str, str, Counter]] = {}


def after_version(listener: Listener) -> None:
    """`listener` is called inside the transaction that decides a version, once it is written.

    `access.heirs_of(version_id)` tells there which grids change and who gets what; a post that
    ends with its grid has its followers in `access.post_heirs(version_id)`.
    """
    if listener not in _deciding:
        _deciding.append(listener)


def after_withdrawal(listener: Listener) -> None:
    """`listener` is called inside the transaction that takes a decided version back."""
    if listener not in _withdrawing:
        _withdrawing.append(listener)


def count_with(code: str, zh: str, en: str, counter: Counter) -> None:
    """`counter` is asked wherever a border change is looked at before it is decided."""
    _counters[code] = (zh, en, counter)


def count_in(land: Stretch, *, now: datetime) -> tuple[Counted, ...]:
    """How much stands on the land, one of each registered kind, in the order of registration."""
    return tuple(
        Counted(code, zh, en, counter(land, now)) for code, (zh, en, counter) in _counters.items()
    )


def tell_decided(version_id: UUID, on: date, actor: Actor | None, now: datetime) -> None:
    """A version was decided."""
    for listener in _deciding:
        listener(version_id, on, actor, now)


def tell_withdrawn(version_id: UUID, on: date, actor: Actor | None, now: datetime) -> None:
    """A decided version was taken back before its day."""
    for listener in _withdrawing:
        listener(version_id, on, actor, now)
