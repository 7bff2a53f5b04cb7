"""What frames the pages of imports: who may enter, and what all of them show."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wangge.core.errors import NotFound
from wangge.lib.clock import utc_now
from wangge.registry.importing.access import may_import
from wangge.web.doors import actor_of, staff

_P = ParamSpec("_P")
Page = Callable[Concatenate[HttpRequest, _P], HttpResponse]


def importer(page: Page[_P]) -> Page[_P]:
    """A page for whoever may bring in files somewhere; others hear 404."""

    @staff
    @wraps(page)
    def guarded(request: HttpRequest, /, *args: _P.args, **kwargs: _P.kwargs) -> HttpResponse:
        if not may_import(actor_of(request)):
            raise NotFound
        return page(request, *args, **kwargs)

    return guarded


def shown(
    request: HttpRequest, template: str, context: Mapping[str, object], *, status: int = 200
) -> HttpResponse:
    """The page; no browser keeps it."""
    given: dict[str, object] = {"now": utc_now(), "desk_counts": ()}
    page = f"web/imports/{template}"
    answer = render(request, page, given | dict(context), status=status)
    answer["Cache-Control"] = "private, no-store"
    return answer
