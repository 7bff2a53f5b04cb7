"""Following one's report 查进度: by number and telephone, by the address given, or signed in.

Whoever proved to be the requester may urge, add, rate and ask for it to be done again. A wrong
number and a wrong telephone sound the same.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wangge.cases.access import (
    as_requester,
    case_by_id_for,
    case_for,
    case_for_reporter,
    case_of_receipt,
    evidence_for,
)
from wangge.cases.actions.act import Act, act_on
from wangge.cases.actions.evidence import path_of
from wangge.cases.models import Case as Row
from wangge.cases.queries.case_view import case_row, case_view, item_title
from wangge.cases.queries.lists import listing
from wangge.core.case.facts import Case
from wangge.core.case.refusals import NoSuchCase
from wangge.core.case.verbs import Verb
from wangge.core.duty import Actor
from wangge.core.errors import Forbidden, Invalid, Refusal
from wangge.lib.clock import utc_now
from wangge.lib.text import normalise
from wangge.ui.answers import language_of, status_of
from wangge.ui.components.states import light_word
from wangge.web.doors import actor_of, signed_in
from wangge.web.knocks import check_knocks, knock
from wangge.web.resident.passes import Pass, read_pass, write_pass
from wangge.web.resident.story import Step, last_urged, promise_of, story_of

#: What a requester may do, in the order of the page.
VERBS = (Verb.URGE, Verb.COMMENT, Verb.RATE, Verb.REOPEN)
_NUMBER = re.compile(r"C-\d{8}-\d{4,9}")
#: Urging more often tells nobody anything new.
URGE_AGAIN = timedelta(hours=1)


class UrgedLately(Forbidden):
    """Urged less than an hour ago."""

    code = "urged_lately"
    status = 429
    zh = "您刚催办过，责任岗位已收到提醒。一小时后可再催一次。"
    en = "You urged it a short while ago and it was heard. You may urge again after an hour."


class NoStars(Invalid):
    """A rating without stars, or with a number nobody can mean."""

    code = "no_stars"
    zh = "请先选一到五星，再提交评价。"
    en = "Please choose one to five stars first."


class NoSuchAct(Invalid):
    """A verb that is no requester's."""

    code = "no_such_act"
    zh = "不能这样操作。请按页面上的按钮办理。"
    en = "That cannot be done here. Use one of the buttons of the page."


@never_cache
@require_http_methods(["GET", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """The form: number and telephone."""
    if request.method == "GET":
        return render(request, "web/resident/follow.html", {"no": request.GET.get("no", "")})
    now = utc_now()
    number, phone = _number(request.POST.get("no", "")), request.POST.get("phone", "")
    try:
        check_knocks("follow", request, now=now)
        if not _NUMBER.fullmatch(number):
            raise NoSuchCase(no=number[:20])
        row, told = case_for_reporter(number, normalise(phone))
    except Refusal as refusal:
        status = status_of(refusal)
        if status == 404:
            knock("follow", request, now=now)
        words = refusal.say(language_of(request))
        if status == 404:
            words = _("没有找到。请核对案件编号和上报时留的电话，两项都要对。")
        context = {"no": request.POST.get("no", ""), "phone": phone, "sentence": words}
        return render(request, "web/resident/follow.html", context, status=status)
    person = as_requester(told).user_id
    return redirect("resident:followed", token=write_pass(row.pk, person))


@never_cache
@require_GET
def reported(request: HttpRequest, token: str) -> HttpResponse:
    """The thanks after a report: its number, what is promised, how to follow."""
    known, now, language = read_pass(token), utc_now(), language_of(request)
    case = _row(known).as_fact()
    view = case_view(case, actor=known.actor(), now=now, language=language)
    context = {
        "case": view,
        "now": now,
        "token": token,
        "can_follow": known.requester is not None,
        "signed_in": not actor_of(request).is_stranger,
        "same_as": case.extra.get("same_as", ""),
        "classed": _classed(case, language),
        "due": promise_of(case),
    }
    return render(request, "web/resident/reported.html", context)


@never_cache
@require_GET
def followed(request: HttpRequest, token: str) -> HttpResponse:
    """The case as its reporter sees it, and what he may do."""
    return _page(request, token)


@never_cache
@require_POST
def act(request: HttpRequest, token: str, verb: str) -> HttpResponse:
    """Urge, add, rate or reopen; a refusal keeps the words."""
    known, now, given = read_pass(token), utc_now(), request.POST
    try:
        wanted = _act(verb, given.get("words", "").strip(), given.get("stars", ""))
        row = _row(known)
        row = _main(row, row.as_fact(), known)
        if wanted.action is Verb.URGE:
            _not_urged_lately(row.as_fact(), known, now)
        act_on(row, wanted, actor=known.actor(), now=now)
    except Refusal as refusal:
        return _page(request, token, refusal=refusal, verb=verb, words=given.get("words", ""))
    return redirect(f"/follow/{token}/?done={verb}")


@require_GET
@cache_control(private=True, max_age=86400)
def photo(request: HttpRequest, token: str, digest: str) -> FileResponse:
    """A photo of the case that is followed."""
    known = read_pass(token)
    row = _row(known)
    evidence_for(known.actor(), row, digest)
    return FileResponse(path_of(digest).open("rb"), content_type="image/jpeg")


@never_cache
@signed_in
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """The reports of whoever has signed in, newest first."""
    actor, now, language = actor_of(request), utc_now(), language_of(request)
    person = Actor(user_id=actor.user_id, name=actor.name)
    found = listing(person, None, request.GET.get("cursor"), 20, now=now)
    rows = [
        {
            "case": case_row(row.as_fact(), now=now, language=language),
            "token": write_pass(row.pk, actor.user_id),
        }
        for row in found.rows
    ]
    context = {"rows": rows, "now": now, "older": found.cursor}
    return render(request, "web/resident/mine.html", context)


def _number(said: str) -> str:
    """The number as it is written, however it was typed: full width, small, without hyphens."""
    plain = normalise(said).upper().replace(" ", "").replace("—", "-")
    if plain and plain[0] != "C":
        plain = f"C-{plain}"
    if plain.count("-") < 2:
        digits = "".join(sign for sign in plain if sign.isdigit())
        plain = f"C-{digits[:8]}-{digits[8:]}"
    return plain


def _row(known: Pass) -> Row:
    """The case of a pass. Without a requester it is seen and nothing more. Refuses: NoSuchCase."""
    if known.requester is None:
        return case_of_receipt(known.case_id)
    return case_by_id_for(known.actor(), known.case_id)


def _main(row: Row, own: Case, known: Pass) -> Row:
    """The case that goes on, where this one was merged into another the requester then joined."""
    if own.into is None or known.requester is None:
        return row
    try:
        return case_for(known.actor(), own.into)
    except NoSuchCase:
        return row


def _act(verb: str, words: str, stars: str) -> Act:
    if verb not in VERBS:
        raise NoSuchAct
    if verb == Verb.RATE:
        if stars not in {"1", "2", "3", "4", "5"}:
            raise NoStars(field="stars")
        return Act(action=Verb.RATE, stars=int(stars), opinion=words)
    if verb == Verb.REOPEN:
        return Act(action=Verb.REOPEN, reason=words)
    return Act(action=Verb(verb), opinion=words)


def _not_urged_lately(case: Case, known: Pass, now: datetime) -> None:
    at = last_urged(case, known.requester)
    if at is not None and at > now - URGE_AGAIN:
        raise UrgedLately


def _page(
    request: HttpRequest,
    token: str,
    *,
    refusal: Refusal | None = None,
    verb: str = "",
    words: str = "",
) -> HttpResponse:
    known, now, language = read_pass(token), utc_now(), language_of(request)
    own_row = _row(known)
    own = own_row.as_fact()
    case = _main(own_row, own, known).as_fact()
    actor = known.actor()
    view = case_view(case, actor=actor, now=now, language=language)
    may = {one.action for one in view.may} if known.requester else set()
    context = {
        "case": view,
        "own_no": own.no if own.no != case.no else "",
        "own_text": own.text,
        "now": now,
        "token": token,
        "steps": _steps(case, own, known, language),
        "photos": _photo_list(case, own, token),
        "may": {one.value: one.value in may for one in VERBS},
        "stars": next((n for who, n in case.ratings if who == known.requester), None),
        "light_word": light_word(view.light),
        "done": request.GET.get("done", ""),
        "sentence": refusal.say(language) if refusal else "",
        "failed": verb,
        "words": words,
        "anonymous": known.requester is None,
        "classed": _classed(case, language),
        "due": promise_of(case),
    }
    status = status_of(refusal) if refusal else 200
    return render(request, "web/resident/followed.html", context, status=status)


def _steps(case: Case, own: Case, known: Pass, language: str) -> list[Step]:
    """The story of the case that goes on; before it, one's own until it was merged."""
    steps = story_of(case, known.requester, language)
    if own.id == case.id:
        return steps[::-1]
    return [*steps[::-1], *story_of(own, known.requester, language)[::-1]]


def _photo_list(case: Case, own: Case, token: str) -> list[dict[str, object]]:
    """One's own photos of before, the handler's of after."""
    return [
        {"url": f"/follow/{token}/photos/{digest}.jpg", "alt": alt, "when": when}
        for when, alt, digests in (
            ("before", _("处置前"), own.photos),
            ("after", _("处置后"), case.after if case.id == own.id else ()),
        )
        for digest in digests
    ]


def _classed(case: Case, language: str) -> str:
    return item_title(case.line, case.item, language)
