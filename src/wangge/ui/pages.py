"""The switches of looks, and the page that shows every component with all its states."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from wangge.ui.examples import styleguide_context
from wangge.ui.look import COOKIE_AGE_S, THEME_COOKIE, THEMES, VIEW_COOKIE, VIEWS


@require_POST
def change_look(request: HttpRequest) -> HttpResponse:
    """Remember 长辈版 or 深色 in this browser and go back to where it was asked for."""
    there = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(
        there, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        there = "/"
    answer = HttpResponseRedirect(there)
    for name, cookie, allowed in (("view", VIEW_COOKIE, VIEWS), ("theme", THEME_COOKIE, THEMES)):
        wanted = request.POST.get(name, "")
        if wanted in allowed:
            answer.set_cookie(
                cookie, wanted, max_age=COOKIE_AGE_S, samesite="Lax", secure=request.is_secure()
            )
    return answer


def _may_see_styleguide(request: HttpRequest) -> bool:
    """In a demo county, while developing, and for signed-in staff."""
    if settings.DEBUG or getattr(settings, "WANGGE_DEMO", False):
        return True
    return bool(getattr(getattr(request, "actor", None), "posts", ()))


@require_GET
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component with all its states; strangers hear 404."""
    if not _may_see_styleguide(request):
        raise Http404
    return render(request, "ui/styleguide.html", styleguide_context())
