"""Every request knows its actor, worked out only if somebody asks."""

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
        return self.get_response(request)
