"""Who may pass which door: a stranger is asked to sign in, whoever has no business hears 404.

Ignores what each page shows of which case: fetching authorises that (`cases.access`).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from wangge.accounts.access import user_from_request
from wangge.core.duty import Actor
from wangge.core.errors import NotFound

_P = ParamSpec("_P")
Page = Callable[Concatenate[HttpRequest, _P], HttpResponse]

#: Where somebody of a role begins the day.
_HOME = {
    "grid_worker": "/field/",
    "village_desk": "/desk/",
    "dispatcher": "/desk/",
    "acceptor": "/desk/",
    "department": "/desk/",
    "handler": "/desk/",
    "centre": "/desk/",
    "operator": "/hotline/",
    "leader": "/county/",
    "administrator": "/admin/",
    "security": "/admin/",
    "auditor": "/admin/",
    "keeper": "/registry/special/",
    "team": "/field/",
}


def actor_of(request: HttpRequest) -> Actor:
    """Who is asking."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def home_of(actor: Actor) -> str:
    """The address where that person's work begins; residents begin at the front page."""
    for grant in actor.grants:  # the widest first: what falls to somebody from below is extra
        if grant.role in _HOME:
            return _HOME[grant.role]
    return "/"


def signed_in(page: Page[_P]) -> Page[_P]:
    """A stranger is sent to sign in and comes back; htmx is told to do the same."""

    @wraps(page)
    def guarded(request: HttpRequest, /, *args: _P.args, **kwargs: _P.kwargs) -> HttpResponse:
        if actor_of(request).is_stranger:
            return to_sign_in(request)
        return _first_password(request) or page(request, *args, **kwargs)

    return guarded


def staff(page: Page[_P]) -> Page[_P]:
    """As `signed_in`; who holds no post hears that there is no such page."""

    @wraps(page)
    def guarded(request: HttpRequest, /, *args: _P.args, **kwargs: _P.kwargs) -> HttpResponse:
        actor = actor_of(request)
        if actor.is_stranger:
            return to_sign_in(request)
        if not actor.posts:
            raise NotFound
        return _first_password(request) or page(request, *args, **kwargs)

    return guarded


def _first_password(request: HttpRequest) -> HttpResponse | None:
    """Who was given a first password chooses his own before anything else."""
    user, there = user_from_request(request), reverse("password")
    if user is None or not user.must_change_password or request.path == there:
        return None
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401, headers={"HX-Redirect": there})
    return redirect(there)


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """The way to the sign-in page and back.

    A form sent by htmx stays where it is with all its words, and only hears why it was not taken.
    """
    here = request.get_full_path() if request.method == "GET" else request.path
    asked = {"next": here}
    if getattr(request, "signed_out_idle", False):
        asked["idle"] = "1"
    address = f"{reverse('sign_in')}?{urlencode(asked)}"
    if request.headers.get("HX-Request"):
        if request.method == "POST":
            words = _("登录已过期，没有提交，您填写的内容还在。请先复制，再重新登录后提交。")
            return HttpResponse(status=401, headers={"X-Sentence": quote(words)})
        return HttpResponse(status=401, headers={"HX-Redirect": address})
    return redirect(address)
