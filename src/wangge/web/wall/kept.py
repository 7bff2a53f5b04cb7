"""What many screens ask for at once is worked out once and kept for a moment, in each process.

Twenty walls that look every few seconds cost what one costs. Ignores what it keeps.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from datetime import datetime, timedelta
from typing import Any, TypeVar, cast

_T = TypeVar("_T")

#: More than the areas of a county times what a screen asks of each; the oldest are dropped.
_MOST = 4_000

_kept: dict[Hashable, tuple[datetime, Any]] = {}
_locks: dict[Hashable, threading.Lock] = {}
_guard = threading.Lock()


def keep(key: Hashable, age: timedelta, make: Callable[[], _T], *, now: datetime) -> _T:
    """What `make` said at most `age` ago; said anew once for all who wait for it."""
    found = _young(key, age, now)
    if found is None:
        with _lock_of(key):
            found = _young(key, age, now)
            if found is None:
                found = (now, make())
                with _guard:
                    _kept.pop(key, None)
                    _kept[key] = found
                    while len(_kept) > _MOST:
                        oldest = next(iter(_kept))
                        del _kept[oldest]
                        _locks.pop(oldest, None)
    return cast("_T", found[1])


def forget_kept() -> None:
    """This process works everything out again when it is next asked."""
    with _guard:
        _kept.clear()


def _young(key: Hashable, age: timedelta, now: datetime) -> tuple[datetime, Any] | None:
    found = _kept.get(key)
    return found if found is not None and abs(now - found[0]) < age else None


def _lock_of(key: Hashable) -> threading.Lock:
    with _guard:
        return _locks.setdefault(key, threading.Lock())
