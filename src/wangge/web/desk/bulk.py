"""Many cases at once 成批: dispatch each by the duty matrix, or merge all into one.

Picked on the list, shown once more, then done. A dispatch refused for one case does not hold up
the others; a merge is done whole or not at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wangge.cases.access import cases_for
from wangge.cases.actions.act import Act, act_on, merge_cases
from wangge.cases.models import Case
from wangge.cases.queries.case_view import case_view
from wangge.core.case.refusals import BadMerge, StaleVersion
from wangge.core.case.verbs import Verb
from wangge.core.duty import Actor
from wangge.core.errors import NotFound, Refusal
from wangge.lib.clock import utc_now
from wangge.ui.answers import language_of, status_of
from wangge.ui.said import say
from wangge.web.case.pages import back_of
from wangge.web.case.rows import list_rows
from wangge.web.doors import actor_of, staff

MOST = 100


@require_http_methods(["GET", "POST"])
@staff
def dispatch(request: HttpRequest) -> HttpResponse:
    """派遣 every picked case to whom the duty matrix names, each by its first condition."""
    actor, now, language = actor_of(request), utc_now(), language_of(request)
    rows = _picked(request, actor)
    refused: list[tuple[str, str]] = []
    if request.method == "POST":
        opinion = request.POST.get("opinion", "")
        done = []
        for row in rows:
            try:
                _check_version(request, row)
                act_on(row, _dispatch(row, opinion), actor=actor, now=now)
            except Refusal as refusal:
                refused.append((row.no, refusal.say(language)))
            else:
                done.append(row.no)
        if done:
            say(request, _("已派遣%(n)s件。") % {"n": len(done)})
        if not refused:
            return HttpResponseRedirect(back_of(request) or reverse("desk"))
        rows = [row for row in rows if row.no not in done]
    context = {
        "shown": _shown(rows, actor, now, language, Verb.DISPATCH),
        "refused": dict(refused),
        "opinion": request.POST.get("opinion", ""),
        "back": back_of(request),
        "now": now,
    }
    status = 409 if refused else 200
    return render(request, "web/desk/bulk_dispatch.html", context, status=status)


@require_http_methods(["GET", "POST"])
@staff
def merge(request: HttpRequest) -> HttpResponse:
    """合并 the picked cases into the one chosen as the main case."""
    actor, now, language = actor_of(request), utc_now(), language_of(request)
    rows = _picked(request, actor)
    main = request.POST.get("main") or _likeliest_main(rows)
    opinion, sentence, status = request.POST.get("opinion", ""), "", 200
    if request.method == "POST":
        try:
            kept = _merge(request, rows, main, opinion, actor, now)
        except Refusal as refusal:
            sentence, status = refusal.say(language), status_of(refusal)
            rows = _picked(request, actor)  # as they are now
        else:
            words = _("%(n)s件已并入 %(main)s，诉求人都已保留。")
            say(request, words % {"n": len(rows) - 1, "main": kept})
            return HttpResponseRedirect(back_of(request) or reverse("case", args=[kept]))
    context = {
        "shown": _shown(rows, actor, now, language, Verb.MERGE),
        "main": main,
        "opinion": opinion,
        "sentence": sentence,
        "back": back_of(request),
        "now": now,
    }
    return render(request, "web/desk/bulk_merge.html", context, status=status)


def _merge(
    request: HttpRequest, rows: Sequence[Case], main: str, opinion: str, actor: Actor, now: datetime
) -> str:
    """The number of the main case after it took in all others."""
    others = [row for row in rows if row.no != main]
    if not others or len(others) == len(rows):
        raise BadMerge(
            field="main", no=main, why="至少要勾选两件", why_en="at least two must be picked"
        )
    for row in rows:
        _check_version(request, row)
    wanted = Act(action=Verb.MERGE, opinion=opinion)
    return merge_cases(main, others, wanted, actor=actor, now=now).no


def _picked(request: HttpRequest, actor: Actor) -> list[Case]:
    """The picked cases the actor sees, the most pressing first. Refuses: NotFound for none."""
    given = request.POST if request.method == "POST" else request.GET
    numbers = given.getlist("pick")[:MOST]
    found = list(cases_for(actor).filter(no__in=numbers).order_by("due_at", "id"))
    if not found:
        raise NotFound
    return found


def _check_version(request: HttpRequest, row: Case) -> None:
    seen = request.POST.get(f"version-{row.no}", "")
    if seen.isdecimal() and int(seen) != row.version:
        raise StaleVersion(yours=int(seen), now=row.version)


def _dispatch(row: Case, opinion: str) -> Act:
    return Act(action=Verb.DISPATCH, version=row.version, opinion=opinion)


def _likeliest_main(rows: Sequence[Case]) -> str:
    """The one with most duplicates already, else the earliest."""
    return min(rows, key=lambda row: (-row.duplicates, row.reported_at)).no


def _shown(
    rows: Sequence[Case], actor: Actor, now: datetime, language: str, verb: Verb
) -> list[dict[str, object]]:
    """Rows for the confirming page, each with whether the action is offered on it."""
    views = [case_view(row.as_fact(), actor=actor, now=now, language=language) for row in rows]
    listed = list_rows(rows, now=now, language=language)
    return [
        row
        | {
            "photo": view.photos[0] if view.photos else "",
            "possible": any(one.action == verb for one in view.may),
            "reported_at": view.reported_at,
        }
        for row, view in zip(listed, views, strict=True)
    ]
