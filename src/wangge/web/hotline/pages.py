"""The hotline 热线登记: a call written down while the caller speaks.

One form, no change of page during the call. Beside it stands what helps: who calls (earlier cases
of the number), which class may be meant, which open case may be the same. Without JavaScript the
same is shown once before anything is saved.
"""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from wangge.cases.access import sees
from wangge.cases.actions.report import Report, report_case
from wangge.cases.queries.case_view import case_row
from wangge.cases.queries.lists import search
from wangge.catalogue.access import catalogue
from wangge.core.case.intake import check_phone
from wangge.core.duty import Actor
from wangge.core.errors import NotFound, Refusal
from wangge.lib.clock import utc_now
from wangge.lib.ids import uuid7
from wangge.ui.answers import language_of, status_of
from wangge.ui.said import say
from wangge.ui.words import say_exact
from wangge.web.case.forms import items_by_category
from wangge.web.case.rows import list_rows
from wangge.web.classes import suggest_classes
from wangge.web.doors import actor_of, staff
from wangge.web.hotline.caller import callers
from wangge.web.menu import HOTLINE_ROLES
from wangge.web.reporting import likely_same, read_report, villages_by_town

#: How many earlier calls of a number are shown.
_EARLIER = 5
#: Where a refusal's field stands on this form.
_FIELDS = {
    "reporter.phone": "phone",
    "reporter.name": "name",
    "point": "lon",
    "datum": "lon",
    "item": "class",
}


@require_http_methods(["GET", "POST"])
@staff
def hotline(request: HttpRequest) -> HttpResponse:
    """The form; saved, an empty one with the number to tell the caller."""
    actor, now, language = _operator(request), utc_now(), language_of(request)
    given = request.POST
    errors: dict[str, str] = {}
    status, asked = 200, False
    if request.method == "POST":
        try:
            report = _read(given)
            asked = given.get("sure") != "1" and bool(_twins(report, actor, now))
            if not asked:
                case, _created = report_case(report, actor=actor, now=now)
                due = say_exact(case.due_at) if case.due_at else "—"
                words = _("已登记 %(no)s，请告诉来电人编号；首次办理期限 %(due)s。")
                say(request, words % {"no": case.no, "due": due})
                return HttpResponseRedirect(reverse("hotline"))
        except Refusal as refusal:
            where = _FIELDS.get(refusal.field or "", refusal.field or "")
            errors[where] = refusal.say(language)
            status = status_of(refusal)
    context = {
        "given": given,
        "errors": errors,
        "other_error": "".join(words for name, words in errors.items() if name not in _ON_THE_FORM),
        "asked": asked,
        "id": given.get("id") or str(uuid7()),
        "villages": villages_by_town(on=now),
        "lines": [
            (line.title if language.startswith("zh") else line.title_en, line.code, groups)
            for line in catalogue().lines
            for groups in [items_by_category(line.code, language)]
        ],
        "now": now,
        **_help(given, actor, now, language),
    }
    return render(request, "web/hotline/hotline.html", context, status=status)


@require_GET
@staff
def aside(request: HttpRequest) -> HttpResponse:
    """What helps while the caller speaks, for the words typed so far."""
    actor, now, language = _operator(request), utc_now(), language_of(request)
    context = {"now": now, "given": request.GET, **_help(request.GET, actor, now, language)}
    answer = render(request, "web/hotline/aside.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


_ON_THE_FORM = {"text", "phone", "name", "place", "area", "lon", "class"}


def _operator(request: HttpRequest) -> Actor:
    """The actor, if calls are his business. Refuses: NotFound."""
    actor = actor_of(request)
    if not HOTLINE_ROLES & {grant.role for grant in actor.grants}:
        raise NotFound
    return actor


def _read(given: QueryDict) -> Report:
    """The call as a report; a class ticked among the suggestions counts like a chosen one."""
    wanted = given.copy()
    if not wanted.get("class") and wanted.get("suggested"):
        wanted["class"] = wanted.get("suggested", "")
    return read_report(wanted, photos=(), source="hotline")


def _help(given: QueryDict, actor: Actor, now: datetime, language: str) -> dict[str, object]:
    """Earlier cases of the caller, likely classes, likely duplicates: whatever can be said yet."""
    text = given.get("text", "")
    return {
        "caller": callers(actor, given.get("phone", ""), now=now, language=language),
        "earlier": _earlier(given.get("phone", ""), actor, now, language),
        "suggestions": () if given.get("class") else suggest_classes(text, language),
        "twins": _shown_twins(given, actor, now, language),
    }


def _earlier(phone: str, actor: Actor, now: datetime, language: str) -> list[dict[str, object]]:
    try:
        digits = check_phone(phone)
    except Refusal:
        return []
    if not digits:
        return []
    found = search(actor, digits, limit=_EARLIER, now=now)
    return list_rows(found.rows, now=now, language=language)


def _twins(report: Report, actor: Actor, now: datetime) -> list[dict[str, object]]:
    return [
        {"distance_m": one.distance_m, "case": one.case, "percent": round(one.similarity * 100)}
        for one in likely_same(report, now=now)
        if sees(actor, one.case)
    ]


def _shown_twins(
    given: QueryDict, actor: Actor, now: datetime, language: str
) -> list[dict[str, object]]:
    """Likely duplicates of what has been typed so far; none while it cannot be read."""
    if not given.get("text", "").strip():
        return []
    try:
        twins = _twins(_read(given), actor, now)
    except Refusal:
        return []
    return [
        one | {"case": case_row(one["case"].as_fact(), now=now, language=language)}  # type: ignore[attr-defined]
        for one in twins
    ]
