"""The special domain 特殊人群专管: for its keepers alone; everybody else hears that there is none.

Opening it asks for a reason, which holds for ten minutes; every page shown in that time is noted
with it. Nothing is cached, nothing of it stands on any other page.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from wangge.core.duty import Actor
from wangge.core.errors import NotFound, Refusal
from wangge.core.registry.kinds import PERSON
from wangge.lib.clock import utc_now
from wangge.privacy.actions import note_look
from wangge.registry.access import special_domain
from wangge.registry.actions import enrol_special, release_special
from wangge.registry.codes import code_lists
from wangge.registry.models import Person
from wangge.registry.queries.cells import Words, place_of, said, whole_number
from wangge.registry.queries.exact import person_by_document
from wangge.registry.queries.special import kept_people, kept_person, special_codes
from wangge.ui.answers import language_of, status_of
from wangge.ui.said import say
from wangge.web.doors import actor_of
from wangge.web.registry.cells import words_for
from wangge.web.registry.frame import Page, crumbs, reader, shown

_P = ParamSpec("_P")

#: So long one reason holds.
_OPEN_S = 600
_TICKET = "special_domain"
_FACTS = (
    "name", "sex", "birth", "id_number", "phone", "household", "relation", "nation",
    "person_type", "residence",
)  # fmt: skip


def keeper(page: Page[_P]) -> Callable[Concatenate[HttpRequest, _P], HttpResponse]:
    """A page for keepers who have said why; who has not is asked first."""

    @wraps(page)
    def guarded(request: HttpRequest, /, *args: _P.args, **kwargs: _P.kwargs) -> HttpResponse:
        if _reason(request, utc_now()):
            return page(request, *args, **kwargs)
        return _door(request)

    return reader("special.read")(guarded)


@sensitive_variables()
@require_http_methods(["GET", "POST"])
@keeper
def domain(request: HttpRequest) -> HttpResponse:
    """Everybody in the domain, by name."""
    if request.method == "POST" and request.POST.get("do") == "close":
        request.session.pop(_TICKET, None)
        return HttpResponseRedirect(reverse("registry"))
    actor, now, language = actor_of(request), utc_now(), language_of(request)
    reason = _reason(request, now)
    before = request.GET.get("after", "")
    with special_domain(actor, reason=reason, now=now):
        rows, more = kept_people(actor, after=before, now=now)
        words = words_for(actor, PERSON, rows, (), now=now, language=language)
        codes = special_codes([row.pk for row in rows])
        found = [_listed(row, words, codes.get(row.pk, ())) for row in rows]
    context = {
        "crumbs": crumbs((_("特殊人群"), "")),
        "rows": found,
        "reason": reason,
        "older_href": f"?after={more}" if more else "",
        "may_write": actor.may("special.write"),
    }
    return shown(request, "special.html", context)


@sensitive_variables()
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@keeper
def person(request: HttpRequest, element: UUID) -> HttpResponse:
    """One person of the domain; numbers whole for a reason; release. Refuses: NotFound."""
    actor, now, language = actor_of(request), utc_now(), language_of(request)
    given, errors, numbers = request.POST, dict[str, str](), dict[str, str]()
    do, status = given.get("do", ""), 200
    if request.method == "POST" and do in ("release", "add"):
        try:
            there = _change(do, element, request, actor, now)
            return HttpResponseRedirect(there)
        except Refusal as refusal:
            errors[do], status = refusal.say(language), status_of(refusal)
    with special_domain(actor, reason=_reason(request, now), now=now, subject=element):
        row = kept_person(actor, element, now=now)
        if do in ("id_number", "phone"):
            try:
                note_look(actor=actor, kind="special_domain", subject=row.pk, what=do,
                          reason=given.get("reason", ""), now=now)  # fmt: skip
                numbers[do] = whole_number(PERSON, PERSON.column(do), row) or "—"
            except Refusal as refusal:
                errors[do], status = refusal.say(language), status_of(refusal)
        columns = [PERSON.column(name) for name in _FACTS]
        words = words_for(actor, PERSON, [row], columns, now=now, language=language)
        standing = special_codes([row.pk]).get(row.pk, ())
        context: dict[str, object] = {
            "crumbs": crumbs((_("特殊人群"), reverse("registry_special")), (row.name, "")),
            "row": _listed(row, words, standing),
            "facts": [
                {
                    "name": one.name,
                    "title": one.title(language),
                    "text": numbers.get(one.name) or said(PERSON, one, row, words),
                    "sealed": one.sealed and one.name not in numbers,
                    "error": errors.get(one.name, ""),
                }
                for one in columns
            ],
        }
    context |= {
        "errors": errors,
        "reason": given.get("reason", ""),
        "options": [one for one in _special_choices(language) if one[0] not in standing],
        "may_write": actor.may("special.write"),
    }
    return shown(request, "special_person.html", context, status=status)


@sensitive_variables()
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@keeper
def enrol(request: HttpRequest) -> HttpResponse:
    """An ordinary person, found by the whole identity number, is taken into the domain."""
    actor, now, language = actor_of(request), utc_now(), language_of(request)
    if not actor.may("special.write"):
        raise NotFound
    given, status, error = request.POST, 200, ""
    found: dict[str, object] | None = None
    if request.method == "POST":
        row = person_by_document(actor, given.get("number", ""), now=now)
        if row is None:
            error, status = _("没有登记过这个证件号。请核对，或先在“人员”里登记。"), 422
        else:
            words = words_for(actor, PERSON, [row], (), now=now, language=language)
            found = {"name": row.name, "place": place_of(row, words)}
        if row is not None and given.get("do") == "enrol":
            try:
                enrol_special(row.pk, given.getlist("categories"),
                              reason=given.get("reason", ""), actor=actor, now=now)  # fmt: skip
                say(request, _("已纳入专管。"))
                return HttpResponseRedirect(reverse("registry_special"))
            except Refusal as refusal:
                error, status = refusal.say(language), status_of(refusal)
    context = {
        "crumbs": crumbs((_("特殊人群"), reverse("registry_special")), (_("纳入专管"), "")),
        "number": given.get("number", ""),
        "found": found,
        "options": _special_choices(language),
        "ticked": given.getlist("categories"),
        "reason": given.get("reason", ""),
        "error": error,
    }
    return shown(request, "special_enrol.html", context, status=status)


def _door(request: HttpRequest) -> HttpResponse:
    """Why is asked before anything is shown."""
    given, now = request.POST, utc_now()
    error, status = "", 200
    if request.method == "POST" and given.get("do") == "open":
        reason = given.get("reason", "").strip()[:200]
        if reason:
            request.session[_TICKET] = {"reason": reason, "until": now.timestamp() + _OPEN_S}
            return HttpResponseRedirect(request.path)
        error, status = _("请写明事由。"), 422
    context = {"crumbs": crumbs((_("特殊人群"), "")), "error": error}
    return shown(request, "special_door.html", context, status=status)


def _reason(request: HttpRequest, now: datetime) -> str:
    """Why the domain was opened, "" where it is shut."""
    ticket = request.session.get(_TICKET)
    if not isinstance(ticket, dict) or float(ticket.get("until", 0)) <= now.timestamp():
        return ""
    return str(ticket.get("reason", ""))


def _change(do: str, element: UUID, request: HttpRequest, actor: Actor, now: datetime) -> str:
    reason = request.POST.get("reason", "")
    if do == "release":
        release_special(element, reason=reason, actor=actor, now=now)
        say(request, _("已解除专管。"))
        return reverse("registry_special")
    codes = request.POST.getlist("categories")
    enrol_special(element, codes, reason=reason, actor=actor, now=now)
    say(request, _("已办。"))
    return reverse("registry_special_person", args=[element])


def _listed(row: Person, words: Words, codes: tuple[str, ...] | list[str]) -> dict[str, object]:
    lists = code_lists()
    return {
        "name": row.name,
        "href": reverse("registry_special_person", args=[row.pk]),
        "place": place_of(row, words),
        "tags": [lists.title("person_category", code, words.language) for code in codes],
    }


def _special_choices(language: str) -> list[tuple[str, str]]:
    lists = code_lists()
    return [
        (code, lists.title("person_category", code, language))
        for code in lists.titles.get("person_category", {})
        if code in lists.special
    ]
