"""How often each class of household is visited 走访规则: seen, tried out, changed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wangge.core.visits import Unit
from wangge.lib.clock import utc_now
from wangge.registry.codes import code_lists
from wangge.ui.answers import language_of
from wangge.visits.actions import set_rule
from wangge.visits.actions.rules import check_rule
from wangge.visits.models import VisitRule
from wangge.visits.queries.coverage import preview_rule
from wangge.visits.queries.rules import rules_on
from wangge.visits.queries.standing import day_of
from wangge.web.admin.frame import Refused, admin, done, shown, tried
from wangge.web.admin.items import provenance_shown
from wangge.web.doors import actor_of


@require_http_methods(["GET", "POST"])
@admin("visits")
def visits(request: HttpRequest) -> HttpResponse:
    """The rules; `GET ?visit_class&every&unit&since` previews, the same by POST changes."""
    actor, now, language = actor_of(request), utc_now(), language_of(request)
    given = request.POST if request.method == "POST" else request.GET
    visit_class, unit = given.get("visit_class", ""), given.get("unit", "")
    number, since = given.get("every", ""), _day(given.get("since", ""), day_of(now))
    every, basis = int(number) if number.isdigit() else 0, given.get("basis", "")
    refused: Refused | None = None
    if request.method == "POST":
        refused = tried(
            request,
            lambda: set_rule(
                visit_class, every, unit, since=since, basis=basis, actor=actor, now=now
            ),
        )
        if refused is None:
            return done(request, _("走访规则已改。"), reverse("admin_visits"))
    preview: dict[str, Any] | None = None
    if number and refused is None:
        refused = tried(request, lambda: check_rule(visit_class, every, unit, since=since, now=now))
        if refused is None:
            preview = _preview(visit_class, every, unit, since, now)
    titles = code_lists().titles.get("visit_class", {})
    lists = code_lists()
    context = {
        "rows": [_rule(row, language) for row in VisitRule.objects.order_by("-valid_from")],
        "classes": [(code, lists.title("visit_class", code, language)) for code in titles],
        "units": [(Unit.DAY, _("天")), (Unit.WEEK, _("周")), (Unit.MONTH, _("月"))],
        "visit_class": visit_class,
        "every": number,
        "unit": unit or Unit.MONTH,
        "since": since.isoformat(),
        "basis": basis,
        "preview": preview,
        "refused": refused,
        "may_write": actor.may("catalogue.write"),
    }
    status = refused.status if refused else 200
    return shown(request, "visits.html", context, section="visits", status=status)


def _preview(visit_class: str, every: int, unit: str, since: date, now: datetime) -> dict[str, Any]:
    """What the rule would do: counted as if it had held all along."""
    row = VisitRule(visit_class=visit_class, every=every, unit=unit, valid_from=date(2020, 1, 1))
    found = preview_rule(rules_on(day_of(now), but=(row,)), visit_class, now=now)
    fact = row.as_fact()
    return {
        "households": found.households,
        "late": found.late,
        "late_before": found.late_before,
        "first": fact.after(since),
    }


def _rule(row: VisitRule, language: str) -> dict[str, Any]:
    return {
        "title": code_lists().title("visit_class", row.visit_class, language),
        "rule": row.as_fact().say(language),
        "since": row.valid_from,
        "until": row.valid_until,
        "basis": row.basis,
        "provenance": provenance_shown(row.provenance, language),
    }


def _day(text: str, today: date) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return today
