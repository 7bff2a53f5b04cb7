"""Passes of wall screens 大屏通行证: a screen on a wall belongs to nobody and must not time out.

Whoever may read the figures of an area makes a pass for it and opens its address once on the
screen; from then on a signed cookie, good for the wall alone, shows that area and what lies in it.
A pass can be closed at any time; then its screens go dark at their next look.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wangge.core.errors import NotFound
from wangge.lib.clock import utc_now
from wangge.territory.access import territory_index
from wangge.ui.said import say
from wangge.web.actions import close_wall_pass, make_wall_pass
from wangge.web.county.place import area_of
from wangge.web.doors import actor_of, staff
from wangge.web.models import WallPass

_COOKIE = "wangge_wall"
_SALT = "wall"
_KEPT = timedelta(days=365)


@require_http_methods(["GET", "POST"])
@staff
def passes(request: HttpRequest) -> HttpResponse:
    """One's own passes; a new one is made by a press."""
    actor = actor_of(request)
    if not actor.may("ledger.read"):
        raise NotFound
    if request.method == "POST":
        place = area_of(actor, None)
        make_wall_pass(place.id, request.POST.get("name", "").strip(), actor=actor, now=utc_now())
        say(request, _("通行证已生成，请在大屏上打开它的地址。"))
        return redirect("wall_passes")
    assert actor.user_id is not None
    rows = WallPass.objects.filter(made_by=actor.user_id, closed_at=None).order_by("made_at")
    known = territory_index().areas
    context = {
        "passes": [
            {
                "name": row.name,
                "area": known[row.area_id].name if row.area_id in known else "",
                "at": row.made_at,
                "address": request.build_absolute_uri(
                    reverse("wall_enter", args=[signing.dumps(str(row.pk), salt=_SALT)])
                ),
                "close": reverse("wall_pass_close", args=[row.pk]),
            }
            for row in rows
        ],
        "now": utc_now(),
    }
    return render(request, "web/wall/passes.html", context)


@require_POST
@staff
def close(request: HttpRequest, wall_pass: UUID) -> HttpResponse:
    """The pass opens nothing any more."""
    close_wall_pass(wall_pass, actor=actor_of(request), now=utc_now())
    say(request, _("通行证已关闭，用它的大屏将不再显示。"))
    return redirect("wall_passes")


@require_GET
def enter(request: HttpRequest, key: str) -> HttpResponse:
    """This browser is a wall screen from now on. Refuses: NotFound."""
    if _pass_of(key) is None:
        raise NotFound
    answer = redirect("wall")
    _remember(answer, key)
    return answer


def renew(request: HttpRequest, response: HttpResponse) -> None:
    """A screen that is looked at keeps its pass for another year."""
    key = request.COOKIES.get(_COOKIE)
    if key and _pass_of(key) is not None:
        _remember(response, key)


def _remember(response: HttpResponse, key: str) -> None:
    response.set_cookie(
        _COOKIE,
        key,
        max_age=_KEPT,
        path=reverse("wall"),
        httponly=True,
        samesite="Strict",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def area_of_pass(request: HttpRequest) -> UUID | None:
    """The area this screen's pass shows; None without a pass that is still open."""
    key = request.COOKIES.get(_COOKIE)
    found = _pass_of(key) if key else None
    return found.area_id if found else None


def _pass_of(key: str) -> WallPass | None:
    try:
        pk = UUID(signing.loads(key, salt=_SALT))
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return WallPass.objects.filter(pk=pk, closed_at=None).first()
