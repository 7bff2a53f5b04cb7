"""What else may be done for a case of a service line, on pages of other sections.

A section says so once (`say_beside`); the page of a case shows the link. Ignores who may pass the
door behind it: that section judges.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.functional import Promise

_BESIDE: dict[str, list[tuple[Promise, str]]] = {}


def say_beside(line: str, title: Promise, address: str) -> None:
    """Cases of the line link to the page of that name, which takes the case's number."""
    _BESIDE.setdefault(line, []).append((title, address))


def beside(line: str, no: str) -> Sequence[tuple[str, str]]:
    """(title, address) of what else there is for a case of that line."""
    return [(str(title), reverse(name, args=[no])) for title, name in _BESIDE.get(line, ())]
