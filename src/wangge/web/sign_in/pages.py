"""Signing in and out 登录、退出, and changing one's own password 修改密码。"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from wangge.accounts.access import client_address, user_from_request
from wangge.accounts.actions.passwords import change_password
from wangge.accounts.actions.sessions import close_session, open_session
from wangge.accounts.actions.sign_in import sign_in as judge
from wangge.accounts.forms import ChangePasswordForm, SignInForm
from wangge.core.errors import Refusal
from wangge.lib.clock import utc_now
from wangge.territory.access import actor_for
from wangge.ui.answers import language_of, status_of
from wangge.ui.said import say
from wangge.web.doors import actor_of, home_of, signed_in
from wangge.web.sign_in.demo import PASSWORD, demo_accounts


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The form; after it, where one wanted to go, or where one's work begins."""
    form = SignInForm(request.POST or None, initial={"username": request.GET.get("as", "")})
    status = 200
    if request.method == "POST" and form.is_valid():
        now = utc_now()
        try:
            user = judge(
                form.cleaned_data["username"],
                form.cleaned_data["password"],
                address=client_address(request),
                now=now,
            )
        except Refusal as refusal:
            form.add_error(refusal.field, refusal.say(language_of(request)))
            status = status_of(refusal)
        else:
            open_session(request, user, now=now)
            if user.must_change_password:
                return redirect("password")
            return HttpResponseRedirect(_wanted(request) or home_of(actor_for(user, at=now)))
    elif request.method == "POST":
        status = 422
    elif not actor_of(request).is_stranger:
        return HttpResponseRedirect(_wanted(request) or home_of(actor_of(request)))
    demo = getattr(settings, "WANGGE_DEMO", False)
    context = {
        "form": form,
        "next": _wanted(request),
        "accounts": demo_accounts() if demo else (),
        "demo_password": PASSWORD if demo else "",
        "idle": request.GET.get("idle") == "1",
    }
    return render(request, "web/sign_in/sign_in.html", context, status=status)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """The browser is signed out."""
    close_session(request)
    answer = redirect("sign_in")
    answer["Clear-Site-Data"] = '"cache"'  # photos, which a browser may keep while one is here
    return answer


@never_cache
@sensitive_post_parameters()
@signed_in
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """One's own password; the other browsers of the same person are signed out."""
    form = ChangePasswordForm(request.POST or None)
    user = user_from_request(request)
    assert user is not None  # `signed_in`
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        given, now = form.cleaned_data, utc_now()
        try:
            change_password(user, given["old"], given["password"], actor=actor_of(request), now=now)
        except Refusal as refusal:
            form.add_error(refusal.field or "password", refusal.say(language_of(request)))
            status = status_of(refusal)
        else:
            open_session(request, user, now=now)
            say(request, _("密码已修改，其他设备上的登录已退出。"))
            return HttpResponseRedirect(home_of(actor_of(request)))
    context = {"form": form, "must": user.must_change_password}
    return render(request, "web/sign_in/password.html", context, status=status)


def _wanted(request: HttpRequest) -> str:
    """The address within this site that was asked for, else ""."""
    there = request.POST.get("next") or request.GET.get("next") or ""
    inside = url_has_allowed_host_and_scheme(
        there, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return there if inside else ""
