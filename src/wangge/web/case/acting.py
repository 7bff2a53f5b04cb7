"""Acting on a case: the small form of an action, and what comes of it.

A refusal keeps every word typed and every photo sent, and stands at the field it speaks of. When
somebody else was first, the page says what changed and offers the same words again.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import BinaryIO, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wangge.cases.access import case_for
from wangge.cases.actions.act import act_on
from wangge.cases.actions.evidence import Taken, keep_photo
from wangge.cases.models import Case as Row
from wangge.cases.queries.case_page import case_page
from wangge.cases.queries.case_view import case_view
from wangge.cases.queries.shapes import CaseView, Sayable
from wangge.core.case.refusals import NotNow
from wangge.core.case.verbs import NAMES, Verb
from wangge.core.duty import Actor
from wangge.core.errors import NotFound, Refusal, Stale
from wangge.lib.clock import utc_now
from wangge.ui.answers import language_of, status_of
from wangge.ui.said import say
from wangge.web.case.forms import ActionForm
from wangge.web.case.pages import back_of
from wangge.web.case.rows import list_rows, similar_rows
from wangge.web.case.view import changed_since, with_back
from wangge.web.doors import actor_of, staff

#: Where a refusal speaks of a part of a field.
_FIELD = {"area": "area", "datum": "datum", "point": "lon", "parts": "parts"}


@require_http_methods(["GET", "POST"])
@staff
def act_on_case(request: HttpRequest, no: str, verb: str) -> HttpResponse:
    """The form of an action (GET) and the action itself (POST). Strangers hear 404."""
    actor = actor_of(request)
    row = case_for(actor, no)
    now, language = utc_now(), language_of(request)
    case = case_view(row.as_fact(), actor=actor, now=now, language=language)
    action = next((one for one in case.may if one.action == verb), None)
    if verb not in {one.value for one in Verb}:
        raise NotFound
    if action is None:
        return _not_now(request, row, case, Verb(verb), actor, now)
    form = ActionForm(
        action,
        case,
        now=now,
        language=language,
        data=request.POST if request.method == "POST" else None,
        back=back_of(request),
    )
    if request.method == "GET":
        return _show(request, row, case, action, form, now)
    if not form.is_valid():
        return _show(request, row, case, action, form, now, status=422)
    try:
        photos = _photos(request, form, actor, now)
        done = act_on(row, form.act(photos), actor=actor, now=now)
    except Stale as refusal:
        return _stale(request, case, verb, refusal, now)
    except Refusal as refusal:
        _tell(form, refusal, language)
        return _show(request, row, case, action, form, now, status=status_of(refusal))
    title = action.title
    return _done(request, row.no, done.no, title, form.cleaned_data.get("back", ""))


def _photos(request: HttpRequest, form: ActionForm, actor: Actor, now: datetime) -> tuple[str, ...]:
    """Photos sent now are stored at once, so that a refusal of the action does not lose them."""
    if form.takes_photos:
        for file in request.FILES.getlist("photos"):
            name, size = file.name or "", file.size or 0
            kept = keep_photo(
                cast("BinaryIO", file.file), name, size, taken=Taken(), by=actor.user_id, now=now
            )
            form.kept.append(kept)
    return tuple(dict.fromkeys(form.kept))


def _tell(form: ActionForm, refusal: Refusal, language: str) -> None:
    """The refusal's sentence stands at its field, or above the form."""
    wanted = _FIELD.get(refusal.field or "", refusal.field)
    if wanted == "opinion" and "opinion" not in form.fields:
        wanted = "reason"
    form.add_error(wanted if wanted in form.fields else None, refusal.say(language))


def _show(
    request: HttpRequest,
    row: Row,
    case: CaseView,
    action: Sayable,
    form: ActionForm,
    now: datetime,
    status: int = 200,
    changed: object = (),
) -> HttpResponse:
    """The form; in a dialog for htmx, on a page of its own otherwise."""
    twins = []
    if form.verb is Verb.MERGE:
        twins = list_rows(similar_rows(request, row, now), now=now, language=language_of(request))
    photo_errors: list[str] = [str(one) for one in form.errors.get("photos", [])]
    context = {
        "case": case,
        "action": action,
        "form": form,
        "now": now,
        "twins": twins,
        "changed": changed,
        "photo_errors": photo_errors,
        "href": reverse("case_act", args=[case.no, action.action]),
        "case_href": with_back(reverse("case", args=[case.no]), back_of(request)),
    }
    part = bool(request.headers.get("HX-Request"))
    template = "web/case/act_part.html" if part else "web/case/act.html"
    answer = render(request, template, context, status=status)
    answer["Cache-Control"] = "no-store"
    if part:
        answer["X-Form"] = "1"  # case.js puts a refused form back where it was
    return answer


def _stale(
    request: HttpRequest, seen: CaseView, verb: str, refusal: Refusal, now: datetime
) -> HttpResponse:
    """What changed, and the same words again where the action is still possible."""
    actor, language = actor_of(request), language_of(request)
    row = case_for(actor, seen.no)
    page = case_page(actor, row, now, language)
    changed = changed_since(page, int(request.POST.get("version", 0)))
    action = next((one for one in page.case.may if one.action == verb), None)
    if action is None:
        return _not_now(request, row, page.case, Verb(verb), actor, now, changed=changed)
    renewed = request.POST.copy()
    renewed["version"] = str(row.version)
    form = ActionForm(
        action, page.case, now=now, language=language, data=renewed, back=back_of(request)
    )
    form.is_valid()
    if form.takes_photos:
        _photos(request, form, actor, now)
    form.add_error(None, refusal.say(language))
    return _show(request, row, page.case, action, form, now, status=409, changed=changed)


def _not_now(
    request: HttpRequest,
    row: Row,
    case: CaseView,
    verb: Verb,
    actor: Actor,
    now: datetime,
    changed: object = None,
) -> HttpResponse:
    """The action is not to be had: why, what changed meanwhile, and what was typed, to copy."""
    language = language_of(request)
    name = NAMES[verb]
    refusal = NotNow(state=case.state_title, verb=name.zh if language.startswith("zh") else name.en)
    seen = request.POST.get("version", "")
    if changed is None and seen.isdecimal() and int(seen) < row.version:
        changed = changed_since(case_page(actor, row, now, language), int(seen))
    typed = [request.POST[one] for one in ("opinion", "reason") if request.POST.get(one)]
    context = {
        "case": case,
        "sentence": refusal.say(language),
        "changed": changed or (),
        "typed": typed,
        "now": now,
        "case_href": with_back(reverse("case", args=[case.no]), back_of(request)),
    }
    part = bool(request.headers.get("HX-Request"))
    template = "web/case/not_now_part.html" if part else "web/case/not_now.html"
    status = 409 if changed else status_of(refusal)
    answer = render(request, template, context, status=status)
    if part:
        answer["X-Form"] = "1"
    return answer


def _done(request: HttpRequest, no: str, main_no: str, title: str, back: str) -> HttpResponse:
    """Done: to htmx a word and what to show anew, else back to the case."""
    words = _("%(no)s 已%(verb)s。") % {"no": no, "verb": title}
    if main_no != no:
        words = _("%(no)s 已并入 %(main)s。") % {"no": no, "main": main_no}
    if request.headers.get("HX-Request"):
        told = {"say": {"sentence": words, "tone": "green"}, "acted": {"no": no}}
        return HttpResponse(status=204, headers={"HX-Trigger": json.dumps(told)})
    say(request, words)
    return HttpResponseRedirect(with_back(reverse("case", args=[no]), back))
