"""What frames the pages of the registry: who may enter, the way home, the box to search in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from wangge.core.errors import NotFound
from wangge.core.registry.columns import Kind
from wangge.lib.clock import utc_now
from wangge.ui.answers import language_of
from wangge.web.doors import actor_of, staff

_P = ParamSpec("_P")
Page = Callable[Concatenate[HttpRequest, _P], HttpResponse]


def reader(right: str = "registry.read") -> Callable[[Page[_P]], Page[_P]]:
    """A page for whoever holds the right anywhere; others hear 404."""

    def guard(page: Page[_P]) -> Page[_P]:
        @staff
        @wraps(page)
        def guarded(request: HttpRequest, /, *args: _P.args, **kwargs: _P.kwargs) -> HttpResponse:
            if not actor_of(request).may(right):
                raise NotFound
            return page(request, *args, **kwargs)

        return guarded

    return guard


def shown(
    request: HttpRequest, template: str, context: Mapping[str, object], *, status: int = 200
) -> HttpResponse:
    """The page in its frame; nothing of the registry is kept by a browser."""
    given: dict[str, object] = {
        "now": utc_now(),
        "desk_counts": (),
        "language": language_of(request),
    }
    answer = render(request, f"web/registry/{template}", given | dict(context), status=status)
    answer["Cache-Control"] = "private, no-store"
    return answer


def crumbs(*steps: tuple[str, str]) -> list[tuple[str, str]]:
    """The way here from the first page of the registry."""
    return [(_("登记"), reverse("registry")), *steps]


def element_href(kind: Kind, element_id: UUID) -> str:
    """The page of an element."""
    return reverse("registry_element", args=[kind.code, element_id])


def list_href(kind: Kind) -> str:
    """The list of a kind."""
    return reverse("registry_list", args=[kind.code])
