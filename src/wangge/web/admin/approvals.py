"""Large exports of personal data 导出审批: what was asked, and granting or refusing it.

Who asked sees his own; who holds the right sees what lies on his land, and may not judge his own.
"""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from wangge.core.duty import Actor
from wangge.core.errors import NotFound
from wangge.lib.clock import utc_now
from wangge.privacy.access import (
    APPROVE,
    READ,
    WRITE,
    approval_for,
    approvals_for,
    may_decide,
    threshold,
)
from wangge.privacy.actions.approvals import grant, refuse
from wangge.privacy.models import Approval
from wangge.territory.access import roster
from wangge.territory.queries import person_named
from wangge.ui.answers import language_of
from wangge.web.admin.frame import Refused, done, shown, tried
from wangge.web.admin.privacy import tabs
from wangge.web.doors import actor_of, staff

_MOST = 100
_TONES = {
    Approval.State.ASKED: "amber",
    Approval.State.GRANTED: "green",
    Approval.State.REFUSED: "slate",
}


@require_GET
@staff
def approvals_page(request: HttpRequest) -> HttpResponse:
    """Those that wait first, then the newest. Refuses: NotFound to who has nothing to do here."""
    actor, language = actor_of(request), language_of(request)
    _demand_business(actor)
    found = list(approvals_for(actor)[:_MOST])
    found.sort(key=lambda row: row.state != Approval.State.ASKED)
    context = {
        "parts": _parts(actor),
        "rows": [_shown(row, actor, language) for row in found],
        "most": threshold("export.rows"),
        "hours": threshold("approval.hours"),
    }
    return shown(request, "approvals.html", context, section="privacy")


@require_http_methods(["GET", "POST"])
@staff
def approval(request: HttpRequest, approval: UUID) -> HttpResponse:
    """One request; `POST do=grant|refuse, opinion` decides it. Refuses: NotFound."""
    actor, now, language = actor_of(request), utc_now(), language_of(request)
    row = approval_for(actor, approval)
    refused: Refused | None = None
    if request.method == "POST":
        decide = grant if request.POST.get("do") == "grant" else refuse
        opinion = request.POST.get("opinion", "")
        refused = tried(request, lambda: decide(row.id, opinion=opinion, actor=actor, now=now))
        if refused is None:
            words = _("已同意，申请人现在可以导出。") if decide is grant else _("已答复不同意。")
            return done(request, words, reverse("admin_approvals"))
    context = {
        "parts": _parts(actor),
        "crumbs": [(_("导出审批"), reverse("admin_approvals")), (row.what, "")],
        "approval": _shown(row, actor, language),
        "opinion": request.POST.get("opinion", ""),
        "hours": threshold("approval.hours"),
        "refused": refused,
    }
    status = refused.status if refused else 200
    return shown(request, "approval.html", context, section="privacy", status=status)


def _demand_business(actor: Actor) -> None:
    rights = (APPROVE, READ, WRITE, "registry.export")
    if not any(actor.may(right) for right in rights):
        raise NotFound


def _parts(actor: Actor) -> object:
    return tabs("admin_approvals") if actor.may(READ) or actor.may(WRITE) else ()


def _shown(row: Approval, actor: Actor, language: str) -> dict[str, object]:
    post = roster().posts.get(row.asked_post) if row.asked_post else None
    words = {
        Approval.State.ASKED: _("待审批"),
        Approval.State.GRANTED: _("已同意"),
        Approval.State.REFUSED: _("不同意"),
    }
    state = Approval.State(row.state)
    return {
        "href": reverse("admin_approval", args=[row.id]),
        "what": row.what,
        "rows": row.rows,
        "reason": row.reason,
        "who": person_named(row.asked_by),
        "post": post.called(language) if post else "",
        "asked_at": row.asked_at,
        "state": words[state],
        "tone": _TONES[state],
        "decided_by": person_named(row.decided_by),
        "decided_at": row.decided_at,
        "opinion": row.opinion,
        "expires_at": row.expires_at,
        "waits": state is Approval.State.ASKED,
        "may_decide": state is Approval.State.ASKED and may_decide(actor, row),
        "own": row.asked_by == actor.user_id,
    }
