"""The door a phone's queue sends to 上传队列: one draft at a time, answered in JSON.

An expired session is an answer (401), not a loss: the phone keeps its drafts and asks its person
to sign in again. The token against forged requests comes from here too, for a page that was kept
in the phone carries an old one.
"""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from wangge.cases.access import case_for
from wangge.cases.queries.case_page import case_page
from wangge.cases.queries.case_view import case_row
from wangge.core.case.facts import Case
from wangge.core.duty import Actor
from wangge.core.errors import Refusal, Stale
from wangge.lib.clock import utc_now
from wangge.ui.answers import language_of, status_of
from wangge.web.case.view import changed_since
from wangge.web.doors import actor_of
from wangge.web.field.taking import take_act, take_report
from wangge.web.field.visiting import take_visit
from wangge.web.field.visits import done_words


@never_cache
@require_http_methods(["GET", "POST"])
def queue(request: HttpRequest) -> JsonResponse:
    """Who would be sending (GET); one draft (POST): 201 new, 200 known or done, else a sentence."""
    actor = actor_of(request)
    if actor.is_stranger:
        there = f"{reverse('sign_in')}?{urlencode({'next': reverse('field:drafts')})}"
        words = _("登录已过期，请重新登录；草稿都还在手机里。")
        return JsonResponse({"code": "sign_in", "sentence": words, "sign_in": there}, status=401)
    if not actor.posts:
        return _problem("forbidden", _("您名下没有岗位，不能从这里上传。"), 403)
    if request.method == "GET":
        return JsonResponse(
            {"user": str(actor.user_id), "name": actor.name, "csrf": get_token(request)}
        )
    if request.POST.get("user", "") not in ("", str(actor.user_id)):
        return _problem("other_person", _("这份草稿是另一个人记的，请由本人登录后上传。"), 403)
    return _take(request, actor)


def _take(request: HttpRequest, actor: Actor) -> JsonResponse:
    now, language, no = utc_now(), language_of(request), request.POST.get("no", "")
    try:
        if request.POST.get("kind") == "visit":
            visit = take_visit(request.POST, request.FILES, actor=actor, now=now)
            said = {"id": str(visit.pk), "done": done_words(visit)}
            return JsonResponse(said, status=201 if visit.received_at == now else 200)
        if request.POST.get("kind") == "act":
            case, created = take_act(no, request.POST, request.FILES, actor=actor, now=now), False
        else:
            case, created = take_report(request.POST, request.FILES, actor=actor, now=now)
    except Stale as refusal:
        return _stale(request, refusal, no, actor, language)
    except Refusal as refusal:
        return JsonResponse(_said(refusal, language), status=status_of(refusal))
    return JsonResponse(_answer(case, language), status=201 if created else 200)


def _answer(case: Case, language: str) -> dict[str, object]:
    row = case_row(case, now=utc_now(), language=language)
    return {
        "id": str(case.id),
        "no": case.no,
        "version": case.version,
        "title": row.item_title,
        "state": row.state_title,
        "owner": row.owner.title,
    }


def _stale(
    request: HttpRequest, refusal: Refusal, no: str, actor: Actor, language: str
) -> JsonResponse:
    """What changed since the version the phone knew, so that its person can decide."""
    version = int(request.POST.get("version", "0"))
    page = case_page(actor, case_for(actor, no), utc_now(), language)
    changed = [
        {
            "at": step["at"].isoformat(),
            "title": step["verb"],
            "who": " ".join(part for part in (step["post"], step["who"]) if part),
            "said": step["opinion"],
        }
        for step in changed_since(page, version)
    ]
    said = _said(refusal, language) | {
        "changed": changed,
        "version": page.case.version,
        "may": [one.action for one in page.case.may],
        "state": page.case.state_title,
    }
    return JsonResponse(said, status=409)


def _said(refusal: Refusal, language: str) -> dict[str, object]:
    return {"code": refusal.code, "sentence": refusal.say(language), "field": refusal.field}


def _problem(code: str, sentence: str, status: int) -> JsonResponse:
    return JsonResponse({"code": code, "sentence": sentence}, status=status)
