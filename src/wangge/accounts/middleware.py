"""Every request knows its actor, worked out only if somebody asks.

What a page shows to somebody is his: unless the page says otherwise, nothing keeps a copy of it.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from wangge.accounts.access import actor_from_request

GetResponse = Callable[[HttpRequest], HttpResponse]


class ActorMiddleware:
    """`request.actor` is the actor; a page that never looks at it costs no query."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(  # type: ignore[attr-defined]
            lambda: actor_from_request(request)
        )
        response = self.get_response(request)
        if getattr(request, "_actor", None) is not None:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response
