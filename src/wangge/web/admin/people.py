"""Accounts of people 人员: make, close, unlock, reset; and one's own page with tokens 我的账户."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from wangge.accounts.access import (
    attempts_for,
    tokens_of,
    user_from_request,
    users_for,
)
from wangge.accounts.actions import (
    close_user,
    create_user,
    make_token,
    reopen_user,
    reset_password,
    revoke_token,
    sign_out_everywhere,
    unlock_user,
)
from wangge.accounts.lockout import standing
from wangge.accounts.models import User
from wangge.core.duty import Actor
from wangge.core.errors import NotFound
from wangge.lib.clock import utc_now
from wangge.territory.queries import absences_about, posts_held_by
from wangge.ui.answers import language_of
from wangge.web.admin.frame import Refused, admin, done, shown, tried
from wangge.web.doors import actor_of, signed_in

#: People on one page of the list.
_A_PAGE = 50


@require_GET
@admin("people")
def people(request: HttpRequest) -> HttpResponse:
    """Accounts by name, user name or telephone, fifty a page."""
    words, after = request.GET.get("q", "").strip(), request.GET.get("after", "")
    found = users_for(actor_of(request), words).order_by("username")
    if after:
        found = found.filter(username__gt=after)
    page = list(found[: _A_PAGE + 1])
    now = utc_now()
    older = request.GET.copy()
    older["after"] = page[_A_PAGE - 1].username if len(page) > _A_PAGE else ""
    context = {
        "q": words,
        "rows": [
            {
                "name": user.name,
                "username": user.username,
                "href": reverse("admin_person", args=[user.username]),
                "posts": "、".join(_held(user, now)),
                "active": user.is_active,
                "seen": user.last_sign_in_at,
            }
            for user in page[:_A_PAGE]
        ],
        "older_href": f"?{older.urlencode()}" if len(page) > _A_PAGE else "",
        "may_write": actor_of(request).may("accounts.write"),
    }
    return shown(request, "people.html", context, section="people")


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@admin("people")
def new(request: HttpRequest) -> HttpResponse:
    """A new account with a first password, shown once. Refuses: NotFound without the right."""
    actor, given = actor_of(request), request.POST
    if not actor.may("accounts.write"):
        raise NotFound
    refused: Refused | None = None
    first = _first_password()
    if request.method == "POST":
        refused = tried(
            request,
            lambda: create_user(
                given.get("username", ""),
                name=given.get("name", ""),
                phone=given.get("phone", ""),
                password=first,
                actor=actor,
                now=utc_now(),
            ),
        )
        if refused is None:
            made = {"username": given["username"].strip().lower(), "once": first}
            return shown(request, "person_made.html", made, section="people")
    context = {
        "crumbs": [(_("人员"), reverse("admin_people")), (_("新账户"), "")],
        "value": given,
        "refused": refused,
    }
    status = refused.status if refused else 200
    return shown(request, "person_new.html", context, section="people", status=status)


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@admin("people")
def person(request: HttpRequest, username: str) -> HttpResponse:
    """One person: posts answered for, absences, tries to sign in, and what may be done."""
    actor, now = actor_of(request), utc_now()
    user = users_for(actor).filter(username=username).first()
    if user is None:
        raise NotFound(field="username")
    refused: Refused | None = None
    once = ""
    if request.method == "POST":
        what = request.POST.get("do", "")
        once = _first_password() if what == "reset" else ""
        refused = tried(request, lambda: _change(user, what, once, actor, now))
        if refused is None and not once:
            return done(request, _("已办。"), reverse("admin_person", args=[username]))
    lock = standing(user.username, user, None, now=now)
    language = language_of(request)
    context = {
        "person": user,
        "crumbs": [(_("人员"), reverse("admin_people")), (user.name, "")],
        "posts": [
            {
                "title": row.post.called(language),
                "why": row.answer.say(language),
                "href": reverse("admin_post", args=[row.post.code]),
            }
            for row in posts_held_by(user.id, at=now)[:30]
        ],
        "absences": absences_about(user.id),
        "attempts": list(attempts_for(actor).filter(username=user.username)[:10]),
        "locked_until": lock.locked_until,
        "once": "" if refused else once,
        "refused": refused,
        "may_write": actor.may("accounts.write"),
        "may_lock": actor.may("accounts.lock"),
    }
    status = refused.status if refused else 200
    return shown(request, "person.html", context, section="people", status=status)


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@signed_in
def me(request: HttpRequest) -> HttpResponse:
    """One's own account: posts, absences, sign-ins, and keys for programs."""
    actor, now = actor_of(request), utc_now()
    user = user_from_request(request)
    assert user is not None  # `signed_in`
    raw = ""
    refused: Refused | None = None
    if request.method == "POST":
        made: list[str] = []
        refused = tried(request, lambda: made.extend(_change_own(request, user, now)))
        if refused is None and not made:
            return done(request, _("已办。"), reverse("me"))
        raw = made[0] if made else ""
    context = {
        "person": user,
        "posts": [row.post.called(language_of(request)) for row in posts_held_by(user.id, at=now)],
        "tokens": list(tokens_of(user.id, now=now)),
        "attempts": list(attempts_for(actor).filter(user_id=user.id)[:10]),
        "raw": raw,
        "refused": refused,
        "why_so_little": actor.why_so_little(language_of(request)),
    }
    status = refused.status if refused else 200
    return shown(request, "me.html", context, status=status)


def _change(user: User, what: str, first: str, actor: Actor, now: datetime) -> None:
    match what:
        case "close":
            close_user(user, actor=actor, now=now)
        case "reopen":
            reopen_user(user, actor=actor, now=now)
        case "unlock":
            unlock_user(user, actor=actor, now=now)
        case "sign_out":
            sign_out_everywhere(user, actor=actor, now=now)
        case "reset":
            reset_password(user, first, actor=actor, now=now)
        case _:
            raise NotFound


def _change_own(request: HttpRequest, user: User, now: datetime) -> list[str]:
    """What one's own page asks for; the new token, which is shown once, if one was made."""
    given, actor = request.POST, actor_of(request)
    match given.get("do"):
        case "make":
            title = given.get("title", "").strip() or _("程序")
            days = int(given.get("days", "90")) if given.get("days", "90").isdigit() else 90
            until = now + timedelta(days=max(1, min(days, 366)))
            return [make_token(user, title=title[:60], expires_at=until, actor=actor, now=now)]
        case "revoke":
            try:
                token = UUID(given.get("token", ""))
            except ValueError:
                raise NotFound from None
            if not tokens_of(user.id, now=now).filter(id=token).exists():
                raise NotFound
            revoke_token(token, actor=actor, now=now)
        case _:
            raise NotFound
    return []


def _held(user: User, now: datetime) -> list[str]:
    """Titles of the posts the person holds on paper, at most three."""
    rows = posts_held_by(user.id, at=now)
    return [row.post.title for row in rows if row.holder_id == user.id][:3]


def _first_password() -> str:
    """A first password nobody can guess; it must be changed at the first sign-in."""
    return f"{secrets.token_urlsafe(9)}-{secrets.randbelow(900) + 100}"
