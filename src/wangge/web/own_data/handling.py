"""The handler's side of a request about own data: link an account, take the file out once."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from wangge.cases.access import case_for
from wangge.cases.queries.case_view import item_title
from wangge.core.errors import NotFound, Refusal
from wangge.lib.clock import utc_now
from wangge.packs.personal_data.actions import LINE, hand_over, link_account, may_hand_over
from wangge.ui.answers import language_of, status_of
from wangge.ui.said import say
from wangge.web.case.beside import say_beside
from wangge.web.doors import actor_of, staff

say_beside(LINE, gettext_lazy("导出本人信息"), "own_data_hand")


@require_http_methods(["GET", "POST"])
@staff
def hand(request: HttpRequest, no: str) -> HttpResponse:
    """What is to be taken out, and for whom (GET); the file, once (POST). Refuses: NoSuchCase."""
    actor, now, language = actor_of(request), utc_now(), language_of(request)
    row = case_for(actor, no)
    if row.line != LINE:
        raise NotFound
    error, status = "", 200
    if request.method == "POST":
        try:
            given = hand_over(no, request.POST.get("number", ""), actor=actor, now=now)
        except Refusal as refusal:
            error, status = refusal.say(language), status_of(refusal)
        else:
            return _file(given, no)
    context = {
        "now": now,
        "desk_counts": (),
        "case": row,
        "title": item_title(row.line, row.item, language),
        "may": may_hand_over(actor, row),
        "by_account": bool(row.requesters),
        "error": error,
    }
    answer = render(request, "web/own_data/hand.html", context, status=status)
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_http_methods(["GET", "POST"])
@staff
def link(request: HttpRequest) -> HttpResponse:
    """A resident's account and the identity card in the clerk's hand become one person."""
    actor, now = actor_of(request), utc_now()
    if not actor.may("registry.write"):
        raise NotFound
    error, status = "", 200
    if request.method == "POST":
        given = request.POST
        try:
            link_account(given.get("number", ""), given.get("username", ""), actor=actor, now=now)
        except Refusal as refusal:
            error, status = refusal.say(language_of(request)), status_of(refusal)
        else:
            say(request, _("账户已与登记对上。"))
            return HttpResponseRedirect(reverse("own_data_link"))
    context = {"now": now, "desk_counts": (), "given": request.POST, "error": error}
    answer = render(request, "web/own_data/link.html", context, status=status)
    answer["Cache-Control"] = "private, no-store"
    return answer


def _file(given: dict[str, Any], no: str) -> HttpResponse:
    """A zip with the same once to be read and once for programs."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        page = render_to_string("web/own_data/file.html", {"data": given, "no": no})
        archive.writestr("本人信息.html", page)
        archive.writestr("本人信息.json", json.dumps(given, ensure_ascii=False, indent=1))
    answer = HttpResponse(packed.getvalue(), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{no}.zip"'
    answer["Cache-Control"] = "private, no-store"
    return answer
