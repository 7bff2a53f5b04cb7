"""Storeys above the accounts that must hear when an account changes register here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

_listeners: list[Callable[[datetime], None]] = []


def after_user_change(listener: Callable[[datetime], None]) -> None:
    """`listener(now)` is called within the transaction of every change to an account's standing."""
    if listener not in _listeners:
        _listeners.append(listener)


def tell_listeners(now: datetime) -> None:
    """An account was made, closed, reopened or renamed."""
    for listener in _listeners:
        listener(now)
