"""A refusal nobody caught becomes a page that says its sentence, with the status that fits it.

Pages that keep what was typed catch their refusals themselves; this is the floor under them.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wangge.core.errors import Refusal
from wangge.ui.answers import language_of, status_of

_WITH_A_PAGE = {400, 403, 404, 409, 413, 422, 429}


class RefusalMiddleware:
    """Refusals raised by any page are answered by `refused`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Django asks here whenever a page raises."""
        return refused(request, exception) if isinstance(exception, Refusal) else None


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The page of a refusal; to htmx its sentence alone, shown as a toast (`X-Sentence`)."""
    sentence, status = refusal.say(language_of(request)), status_of(refusal)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=status, headers={"X-Sentence": quote(sentence)})
    page = f"{status}.html" if status in _WITH_A_PAGE else "403.html"
    return render(request, page, {"sentence": sentence}, status=status)
