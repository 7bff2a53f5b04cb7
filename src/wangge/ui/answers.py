"""A refusal as an answer: its HTTP status, its language. The same for pages and for programs."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import get_language

from wangge.core.case.evidence import TooLarge
from wangge.core.errors import Forbidden, Invalid, NotFound, Refusal, Stale

#: By class, the first that fits; whatever else refuses is answered 403.
_STATUS: tuple[tuple[type[Refusal], int], ...] = (
    (TooLarge, 413),
    (Invalid, 422),
    (NotFound, 404),
    (Stale, 409),
    (Forbidden, 403),
)


def status_of(refusal: Refusal | type[Refusal]) -> int:
    """The HTTP status that says the same as the refusal."""
    kind = refusal if isinstance(refusal, type) else type(refusal)
    own: int | None = getattr(kind, "status", None)
    if own is not None:
        return own
    return next((status for known, status in _STATUS if issubclass(kind, known)), 403)


def language_of(request: HttpRequest) -> str:
    """What the answer is written in: "zh-hans" or "en", as the locale middleware decided."""
    return getattr(request, "LANGUAGE_CODE", None) or get_language() or "zh-hans"
