"""A refusal nobody caught becomes a page that says its sentence, with the status that fits it.

Pages that keep what was typed catch their refusals themselves; this is the floor under them.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wangge.core.case.evidence import MOST_BYTES, MOST_PHOTOS
from wangge.core.case.intake import BadCharacters
from wangge.core.errors import Invalid, Refusal
from wangge.ui.answers import language_of, status_of

#: Twice what a form can mean: so much is refused before a byte of it is read.
MOST_BODY = 2 * MOST_PHOTOS * MOST_BYTES
_WITH_A_PAGE = {400, 403, 404, 409, 413, 422, 429}


class FormTooLarge(Invalid):
    """More than any form may hold."""

    code = "form_too_large"
    status = 413
    zh = "这次送来{size}MB，最多{most}MB，没有收下。请减少照片张数，或用较小的照片再试。"
    en = "{size} MB were sent, at most {most} MB are taken. Send fewer or smaller photos."


class RefusalMiddleware:
    """Refusals raised by any page are answered by `refused`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        size = request.META.get("CONTENT_LENGTH") or ""
        if size.isdecimal() and int(size[:18]) > MOST_BODY and not _is_api(request):
            return refused(request, FormTooLarge(size=int(size[:18]) >> 20, most=MOST_BODY >> 20))
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Django asks here whenever a page raises."""
        if isinstance(exception, DataError | ValueError) and "NUL" in str(exception):
            exception = BadCharacters(what="内容", what_en="what was sent")
        return refused(request, exception) if isinstance(exception, Refusal) else None


def _is_api(request: HttpRequest) -> bool:
    """Programs are answered in JSON, by limits of their own (`api.reading`)."""
    return request.path.startswith("/api/")


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The page of a refusal; to htmx its sentence alone, shown as a toast (`X-Sentence`)."""
    sentence, status = refusal.say(language_of(request)), status_of(refusal)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=status, headers={"X-Sentence": quote(sentence)})
    page = f"{status}.html" if status in _WITH_A_PAGE else "403.html"
    return render(request, page, {"sentence": sentence}, status=status)
