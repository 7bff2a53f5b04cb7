"""Bringing in a list of key persons: the page of it."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO, cast

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wangge.catalogue.access import catalogue
from wangge.core.duty import Role
from wangge.core.errors import NotFound, Refusal
from wangge.lib.clock import utc_now
from wangge.packs.epidemic.actions import HEADINGS, MOST_ROWS, Brought, bring_list
from wangge.packs.epidemic.queries import LINE
from wangge.ui.answers import language_of, status_of
from wangge.web.doors import actor_of, staff
from wangge.web.rounds.frame import crumbs, shown

_MOST_BYTES = 5_000_000
_ROLES = (Role.CENTRE, Role.DISPATCHER, Role.ACCEPTOR)


@require_http_methods(["GET", "POST"])
@staff
def bring_in(request: HttpRequest) -> HttpResponse:
    """The form (GET), and what came of the list (POST). Refuses: NotFound."""
    actor, now, language = actor_of(request), utc_now(), language_of(request)
    if not any(grant.role in _ROLES for grant in actor.grants):
        raise NotFound
    made: Brought | None = None
    error, status = "", 200
    file = request.FILES.get("list")
    if request.method == "POST":
        if file is None or (file.size or 0) > _MOST_BYTES:
            error, status = _("请选择名单文件，最大5MB。"), 422
        else:
            suffix = Path(file.name or "").suffix
            try:
                made = bring_list(cast("BinaryIO", file.file), suffix, actor=actor, now=now)
            except Refusal as refusal:
                error, status = refusal.say(language), status_of(refusal)
    context = {
        "crumbs": crumbs((_("日清零"), reverse("clearance")), (_("导入重点人员名单"), "")),
        "made": made,
        "faults": [(number, refusal.say(language)) for number, refusal in made.faults[:200]]
        if made
        else [],
        "error": error,
        "headings": [names[0] for names in HEADINGS.values()],
        "classes": [item.title for item in catalogue().items(LINE)],
        "most": MOST_ROWS,
    }
    return shown(request, "list.html", context, status=status)
