"""What the county holds about whoever has signed in 我的信息: the own row, who looked, what to ask.

Only for an account that a clerk has linked after checking the identity card; numbers stay masked
here, for a phone lies about. The whole of it is handed over by a request.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wangge.cases.models import ASKED_FOR, Case
from wangge.core.errors import Refusal
from wangge.lib.clock import utc_now
from wangge.packs.personal_data.actions import LINE, WISHES, ask
from wangge.packs.personal_data.queries import person_of, registered, told_looks
from wangge.privacy.access import looks_at
from wangge.ui.answers import language_of, status_of
from wangge.ui.said import say
from wangge.web.case.rows import list_rows
from wangge.web.doors import actor_of, signed_in

_LOOKS = 50


@require_http_methods(["GET", "POST"])
@signed_in
def my_data(request: HttpRequest) -> HttpResponse:
    """The page (GET), and a request from it (POST)."""
    actor, now, language = actor_of(request), utc_now(), language_of(request)
    error, status = "", 200
    if request.method == "POST":
        try:
            case, _new = ask(
                request.POST.get("wish", ""), request.POST.get("words", ""), actor=actor, now=now
            )
        except Refusal as refusal:
            error, status = refusal.say(language), status_of(refusal)
        else:
            say(request, _("已提交，编号 %(no)s。村（社区）会先核对是您本人。") % {"no": case.no})
            return HttpResponseRedirect(reverse("my_data"))
    assert actor.user_id is not None, "signed in"
    person = person_of(actor.user_id, now=now)
    mine = Case.objects.filter(ASKED_FOR, requesters__contains=[actor.user_id], line=LINE)
    context = {
        "now": now,
        "person": person,
        "registered": registered(person, masked=True, now=now, language=language) if person else [],
        "looks": told_looks(looks_at(person.pk)[:_LOOKS]) if person else [],
        "requests": list_rows(mine.order_by("-reported_at")[:10], now=now, language=language),
        "wishes": _wishes(),
        "wish": request.POST.get("wish") or request.GET.get("wish", ""),
        "words": request.POST.get("words", ""),
        "error": error,
    }
    answer = render(request, "web/own_data/my_data.html", context, status=status)
    answer["Cache-Control"] = "private, no-store"
    return answer


def _wishes() -> list[tuple[str, str]]:
    titles = {
        "correct": _("更正我的登记信息"),
        "export": _("要一份我的信息"),
        "looks": _("查询谁看过我的信息"),
        "delete": _("删除我的信息"),
        "explain": _("请说明为什么收集"),
    }
    return [(wish, titles[wish]) for wish in WISHES]
