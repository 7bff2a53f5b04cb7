"""Read notices, follow one to its case, say which kinds one wants and whether by mail.

A notice is addressed to a post or to a person; whoever answers for the post reads it.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from wangge.core.duty import Actor
from wangge.core.errors import NotFound, Refusal
from wangge.lib.clock import utc_now
from wangge.notify import queries
from wangge.notify.access import notices_for, preference_of
from wangge.notify.actions import mark_all_read, mark_read, set_preference
from wangge.ui.answers import language_of, status_of
from wangge.ui.said import say
from wangge.web.doors import actor_of, signed_in


@require_http_methods(["GET", "POST"])
@signed_in
def inbox(request: HttpRequest) -> HttpResponse:
    """Notices, newest first, a page at a time; POST marks all of them read."""
    actor, now = actor_of(request), utc_now()
    if request.method == "POST":
        mark_all_read(actor=actor, now=now)
        return redirect("inbox")
    unread = request.GET.get("unread") == "1"
    found = queries.inbox(
        actor, language=language_of(request), unread=unread, after=_after(request)
    )
    context = {"notices": found.notices, "older": _older(found.next, unread), "unread": unread}
    return render(request, "web/inbox/inbox.html", context | {"now": now})


@require_GET
@signed_in
def opened(request: HttpRequest, notice: UUID) -> HttpResponse:
    """The notice is read; what it is about follows. Somebody else's: there is no such page."""
    actor = actor_of(request)
    row = notices_for(actor).filter(pk=notice).first()
    if row is None:
        raise NotFound
    mark_read([row.pk], actor=actor, now=utc_now())
    if row.kind.startswith("approval_"):
        return redirect("admin_approval", row.subject_id)
    return redirect(_case_href(actor, row.no))


@require_http_methods(["GET", "POST"])
@signed_in
def settings(request: HttpRequest) -> HttpResponse:
    """Which kinds one wants to hear, and whether by mail."""
    actor, refused = actor_of(request), None
    if request.method == "POST":
        try:
            _keep(request, actor)
        except Refusal as refusal:
            refused = refusal
        else:
            say(request, _("通知设置已保存。"))
            return redirect("inbox_settings")
    assert actor.user_id is not None  # `signed_in`
    preference = preference_of(actor.user_id)
    context = {
        "kinds": queries.kinds_for(actor, language_of(request)),
        "address": request.POST.get("address", preference.address),
        "mail": "mail" in request.POST if refused else preference.mail,
        "refused": refused.say(language_of(request)) if refused else "",
    }
    status = status_of(refused) if refused else 200
    return render(request, "web/inbox/settings.html", context, status=status)


def _keep(request: HttpRequest, actor: Actor) -> None:
    wanted = set(request.POST.getlist("wanted"))
    muted = [
        choice.kind
        for choice in queries.kinds_for(actor)
        if not choice.always and choice.kind not in wanted
    ]
    set_preference(
        actor=actor,
        address=request.POST.get("address", ""),
        mail="mail" in request.POST,
        language=language_of(request),
        muted=muted,
    )


def _case_href(actor: Actor, no: str) -> str:
    """Staff read the case's page; residents find theirs among their reports."""
    return reverse("case", args=[no]) if actor.posts else reverse("mine")


def _after(request: HttpRequest) -> tuple[datetime, UUID] | None:
    """Where the page goes on; nothing for what nobody of ours wrote there."""
    at, _sep, pk = request.GET.get("after", "").partition("~")
    try:
        moment, last = datetime.fromisoformat(at), UUID(pk)
    except ValueError:
        return None
    return (moment, last) if moment.tzinfo else None


def _older(following: tuple[datetime, UUID] | None, unread: bool) -> str:
    if following is None:
        return ""
    at, pk = following
    stamp = at.isoformat().replace("+", "%2B")
    return f"?after={stamp}~{pk}" + ("&unread=1" if unread else "")
