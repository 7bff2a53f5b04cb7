"""Keys for programs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from tests.accounts.conftest import NOON

from wangge.accounts.access import actor_from_token, tokens_of
from wangge.accounts.actions import close_user, make_token, revoke_token
from wangge.accounts.keys import TOKEN_BELIEVED, forget_tokens
from wangge.accounts.models import ApiToken, User
from wangge.accounts.refusals import MayNot
from wangge.core.duty import STRANGER, SYSTEM, Actor
from wangge.core.errors import NotFound
from wangge.lib.ids import uuid7


def test_a_token_acts_for_its_person(wangfang: User) -> None:
    raw = make_token(wangfang, title="phone", now=NOON)
    actor = actor_from_token(raw, now=NOON)
    assert actor is not None
    assert actor.user_id == wangfang.id


def test_only_the_hash_is_kept(wangfang: User) -> None:
    raw = make_token(wangfang, title="phone", now=NOON)
    kept = ApiToken.objects.values().get()
    assert raw.startswith(kept["prefix"])
    assert raw not in map(str, kept.values())


def test_a_made_up_token_opens_nothing(wangfang: User) -> None:
    assert actor_from_token("wg_made-up", now=NOON) is None
    assert actor_from_token("", now=NOON) is None


def test_a_token_expires(wangfang: User) -> None:
    raw = make_token(wangfang, title="x", now=NOON, expires_at=NOON + timedelta(seconds=2))
    assert actor_from_token(raw, now=NOON) is not None
    assert actor_from_token(raw, now=NOON + timedelta(seconds=2)) is None, "even while remembered"


def test_the_hot_path_asks_the_database_once_in_some_seconds(
    wangfang: User, django_assert_num_queries: Callable[..., Any]
) -> None:
    raw = make_token(wangfang, title="x", now=NOON)
    actor_from_token(raw, now=NOON)
    with django_assert_num_queries(0):
        for _ in range(3):
            actor_from_token(raw, now=NOON + timedelta(seconds=1))
    with django_assert_num_queries(1):
        actor_from_token(raw, now=NOON + TOKEN_BELIEVED)


def test_a_revoked_token_is_dead_at_once_here_and_within_seconds_elsewhere(
    wangfang: User,
) -> None:
    raw = make_token(wangfang, title="x", now=NOON)
    assert actor_from_token(raw, now=NOON)
    token = ApiToken.objects.get()
    revoke_token(token.id, actor=Actor(user_id=wangfang.id), now=NOON)
    assert actor_from_token(raw, now=NOON) is None

    other = make_token(wangfang, title="y", now=NOON)
    assert actor_from_token(other, now=NOON)
    ApiToken.objects.update(revoked_at=NOON)  # as another process would
    assert actor_from_token(other, now=NOON + TOKEN_BELIEVED) is None


def test_only_oneself_or_who_has_the_right_revokes(wangfang: User) -> None:
    make_token(wangfang, title="x", now=NOON)
    token = ApiToken.objects.get()
    with pytest.raises(MayNot):
        revoke_token(token.id, actor=STRANGER, now=NOON)
    revoke_token(token.id, actor=SYSTEM, now=NOON)
    with pytest.raises(NotFound):
        revoke_token(uuid7(), actor=SYSTEM, now=NOON)


def test_the_day_of_use_is_kept(wangfang: User) -> None:
    raw = make_token(wangfang, title="x", now=NOON)
    actor_from_token(raw, now=NOON)
    assert str(ApiToken.objects.get().last_used_on) == "2026-09-01"
    forget_tokens()
    actor_from_token(raw, now=NOON + timedelta(hours=13))
    assert str(ApiToken.objects.get().last_used_on) == "2026-09-02", "the day in Shanghai"


def test_closing_an_account_kills_its_tokens(wangfang: User) -> None:
    raw = make_token(wangfang, title="x", now=NOON)
    assert actor_from_token(raw, now=NOON)
    close_user(wangfang, actor=SYSTEM, now=NOON)
    assert actor_from_token(raw, now=NOON) is None
    assert not tokens_of(wangfang.id, now=NOON).exists()
