"""The rules of the evaluation 评价规则 as their own text: read by whoever reads figures, changed
by who keeps the catalogue, from this month on.
"""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wangge.core.errors import Refusal
from wangge.core.evaluation.refusals import BadRules
from wangge.ledger.actions.rules import put_rules
from wangge.ledger.rules import rules_on
from wangge.lib.clock import SHANGHAI, utc_now
from wangge.territory.access import territory_index
from wangge.ui.answers import language_of, status_of
from wangge.ui.said import say
from wangge.web.county.place import area_of, crumbs
from wangge.web.doors import actor_of, staff


@require_http_methods(["GET", "POST"])
@staff
def rules_page(request: HttpRequest) -> HttpResponse:
    """GET shows the rules in force; POST `text`, `since`, `reason` puts others.

    Refuses: NotFound, for who neither reads figures nor keeps the catalogue.
    """
    actor, now, language = actor_of(request), utc_now(), language_of(request)
    may_change = actor.may("catalogue.write")
    index = territory_index()
    place = index.areas[index.county_id] if may_change else area_of(actor, None)
    today = now.astimezone(SHANGHAI).date()
    book = rules_on(today)
    sentence, status = "", 200
    if request.method == "POST":
        try:
            put_rules(
                request.POST.get("text", ""),
                since=_day(request.POST.get("since", "")),
                reason=request.POST.get("reason", ""),
                actor=actor,
                now=now,
            )
        except Refusal as refusal:
            sentence, status = refusal.say(language), status_of(refusal)
        else:
            say(request, _("评价规则已更新，已经过去的月份仍按原来的公式。"))
            return HttpResponseRedirect(reverse("county_rules"))
    steps = [(_("综合评价"), reverse("county_evaluation")), (_("评价规则"), "")]
    context = {
        "now": now,
        "place": place,
        "crumbs": [*crumbs(actor, place), *steps],
        "since": book.since,
        "text": request.POST.get("text", book.text),
        "reason": request.POST.get("reason", ""),
        "from_day": request.POST.get("since", today.replace(day=1).isoformat()),
        "sentence": sentence,
        "may_change": may_change,
    }
    return render(request, "web/county/evaluation_rules.html", context, status=status)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadRules(
            field="since",
            where="—",
            what="起用日期请写成 2026-12-01",
            what_en="write the day as 2026-12-01",
        ) from None
