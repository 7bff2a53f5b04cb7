"""One sentence carried over a redirect: 已派遣给公路局。 Kept in the session, shown once.

Ignores anything that must last: that is a notice.
"""

from __future__ import annotations

from django.http import HttpRequest

_KEY = "said"


def say(request: HttpRequest, sentence: str, tone: str = "green") -> None:
    """The next page of this browser shows `sentence` once. `tone` as of chips."""
    request.session[_KEY] = [*request.session.get(_KEY, []), [str(sentence), tone]]


def take_said(request: HttpRequest) -> list[tuple[str, str]]:
    """The sentences not yet shown, now forgotten; no session is opened to look."""
    session = getattr(request, "session", None)
    if session is None or _KEY not in session:
        return []
    return [(sentence, tone) for sentence, tone in session.pop(_KEY)]
