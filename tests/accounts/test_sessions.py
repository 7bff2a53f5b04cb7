"""A browser's session: opened, idle, closed, over everywhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.http import HttpRequest
from pytest_django import Settings
from tests.accounts.conftest import NOON
from tests.core.duties import POSTS

from wangge.accounts import access
from wangge.accounts.access import actor_from_request, client_address, user_from_request
from wangge.accounts.actions import (
    close_session,
    close_user,
    open_session,
    sign_out_everywhere,
)
from wangge.accounts.models import User
from wangge.accounts.refusals import MayNot
from wangge.core.duty import STRANGER, SYSTEM, Actor

Browser = Callable[..., HttpRequest]


def _signed_in(a_browser: Browser, user: User) -> HttpRequest:
    request = a_browser()
    open_session(request, user, now=NOON)
    request.session.save()
    return request


@pytest.fixture
def everybody_is_staff(monkeypatch: pytest.MonkeyPatch) -> None:
    def with_a_post(user: User, at: datetime) -> Actor:
        return Actor(user_id=user.id, name=user.name, posts=POSTS[:1])

    monkeypatch.setattr(access, "_actor_of", with_a_post)


def test_nobody_has_signed_in(a_browser: Browser) -> None:
    assert actor_from_request(a_browser(), now=NOON) is STRANGER


def test_who_signed_in_is_the_actor(a_browser: Browser, wangfang: User) -> None:
    request = _signed_in(a_browser, wangfang)
    assert actor_from_request(request, now=NOON).user_id == wangfang.id
    assert user_from_request(request) == wangfang


def test_signing_in_changes_the_session_key(a_browser: Browser, wangfang: User) -> None:
    request = a_browser()
    request.session["cart"] = "kept"
    request.session.save()
    before = request.session.session_key
    open_session(request, wangfang, now=NOON)
    assert request.session.session_key != before
    assert not request.session.exists(before)


def test_another_person_finds_nothing_of_the_one_before(a_browser: Browser, wangfang: User) -> None:
    request = _signed_in(a_browser, wangfang)
    request.session["draft"] = "王芳's"
    other = User.objects.create(
        username="liqiang", name="李强", made_at=NOON, password_changed_at=NOON
    )
    open_session(request, other, now=NOON)
    assert "draft" not in request.session


def test_signing_out_ends_the_session(a_browser: Browser, wangfang: User) -> None:
    request = _signed_in(a_browser, wangfang)
    close_session(request)
    assert actor_from_request(a_browser(request.session), now=NOON) is STRANGER


@pytest.mark.usefixtures("everybody_is_staff")
def test_idle_staff_are_signed_out(a_browser: Browser, wangfang: User) -> None:
    session = _signed_in(a_browser, wangfang).session
    later = NOON + timedelta(minutes=29)
    assert actor_from_request(a_browser(session), now=later).user_id == wangfang.id
    still = later + timedelta(minutes=29)
    assert actor_from_request(a_browser(session), now=still).user_id == wangfang.id
    too_late = still + timedelta(minutes=31)
    assert actor_from_request(a_browser(session), now=too_late) is STRANGER
    assert actor_from_request(a_browser(session), now=too_late) is STRANGER


@pytest.mark.usefixtures("everybody_is_staff")
def test_a_county_may_set_the_idle_time(
    a_browser: Browser, wangfang: User, settings: Settings
) -> None:
    settings.STAFF_IDLE_MINUTES = 5
    session = _signed_in(a_browser, wangfang).session
    assert actor_from_request(a_browser(session), now=NOON + timedelta(minutes=6)) is STRANGER


def test_idle_residents_stay_signed_in(a_browser: Browser, wangfang: User) -> None:
    session = _signed_in(a_browser, wangfang).session
    later = NOON + timedelta(hours=9)
    assert actor_from_request(a_browser(session), now=later).user_id == wangfang.id


def test_signing_out_everywhere_ends_every_session(a_browser: Browser, wangfang: User) -> None:
    phone = _signed_in(a_browser, wangfang).session
    desk = _signed_in(a_browser, wangfang).session
    sign_out_everywhere(wangfang, actor=Actor(user_id=wangfang.id), now=NOON)
    assert actor_from_request(a_browser(phone), now=NOON) is STRANGER
    assert actor_from_request(a_browser(desk), now=NOON) is STRANGER


def test_nobody_signs_out_another_without_the_right(wangfang: User) -> None:
    with pytest.raises(MayNot):
        sign_out_everywhere(wangfang, actor=STRANGER, now=NOON)


def test_a_closed_account_is_out_at_once(a_browser: Browser, wangfang: User) -> None:
    session = _signed_in(a_browser, wangfang).session
    close_user(wangfang, actor=SYSTEM, now=NOON)
    assert actor_from_request(a_browser(session), now=NOON) is STRANGER


def test_the_address_is_the_proxys_word_only_where_there_is_a_proxy(
    a_browser: Browser, settings: Settings
) -> None:
    request = a_browser(address="127.0.0.1")
    request.META["HTTP_X_FORWARDED_FOR"] = "6.6.6.6, 203.0.113.9"
    settings.USE_HTTPS = False
    assert client_address(request) == "127.0.0.1"
    settings.USE_HTTPS = True
    assert client_address(request) == "203.0.113.9"
    request.META["HTTP_X_FORWARDED_FOR"] = "nonsense"
    assert client_address(request) is None
