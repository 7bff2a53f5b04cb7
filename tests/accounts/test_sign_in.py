"""Getting in, and being kept out after too many tries."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.accounts.conftest import NOON, PASSWORD

from wangge.accounts.actions import close_user, sign_in, unlock_user
from wangge.accounts.lockout import ADDRESS_TRIES, TRIES
from wangge.accounts.models import SignInAttempt, User
from wangge.accounts.refusals import AccountClosed, LockedOut, MayNot, WrongPassword
from wangge.core.duty import STRANGER, SYSTEM

HERE = "10.0.0.7"
MINUTE = timedelta(minutes=1)


def _fail(times: int, *, username: str = "wangfang", address: str = HERE, at: int = 0) -> None:
    for second in range(times):
        with pytest.raises(WrongPassword):
            sign_in(
                username, "wrong", address=address, now=NOON + at * MINUTE + timedelta(0, second)
            )


def test_the_right_password_lets_in_and_is_logged(wangfang: User) -> None:
    assert sign_in(" WangFang ", PASSWORD, address=HERE, now=NOON) == wangfang
    wangfang.refresh_from_db()
    assert wangfang.last_sign_in_at == NOON
    attempt = SignInAttempt.objects.get()
    assert (attempt.user, attempt.address, attempt.outcome) == (wangfang, HERE, "ok")


def test_a_wrong_password_is_refused_with_the_tries_left_and_logged(wangfang: User) -> None:
    with pytest.raises(WrongPassword) as refusal:
        sign_in("wangfang", "wrong", address=HERE, now=NOON)
    assert "还可以试4次" in refusal.value.say("zh")
    assert SignInAttempt.objects.get().outcome == "wrong"


def test_an_unknown_name_is_told_no_more_than_a_wrong_password(wangfang: User) -> None:
    said = []
    for username in ("wangfang", "nobody"):
        with pytest.raises(WrongPassword) as refusal:
            sign_in(username, "wrong", address=None, now=NOON)
        said.append(refusal.value.say())
    assert said[0] == said[1]


def test_five_wrong_tries_lock_for_ten_minutes_even_for_the_right_password(
    wangfang: User,
) -> None:
    _fail(TRIES)
    with pytest.raises(LockedOut) as refusal:
        sign_in("wangfang", PASSWORD, address=HERE, now=NOON + 9 * MINUTE)
    assert "12:11" in refusal.value.say("zh"), "locked at 12:00:04 for ten minutes, rounded up"
    after = NOON + 10 * MINUTE + timedelta(seconds=4)
    assert sign_in("wangfang", PASSWORD, address=HERE, now=after) == wangfang


def test_tries_while_locked_do_not_lengthen_the_lock(wangfang: User) -> None:
    _fail(TRIES)
    for minute in range(1, 10):
        with pytest.raises(LockedOut):
            sign_in("wangfang", "wrong", address=HERE, now=NOON + minute * MINUTE)
    assert sign_in("wangfang", PASSWORD, address=HERE, now=NOON + 11 * MINUTE) == wangfang


def test_slow_tries_never_lock(wangfang: User) -> None:
    for number in range(8):
        _fail(1, at=3 * number)
    assert sign_in("wangfang", PASSWORD, address=HERE, now=NOON + 24 * MINUTE) == wangfang


def test_a_good_sign_in_forgives_the_wrong_ones_before_it(wangfang: User) -> None:
    _fail(TRIES - 1)
    sign_in("wangfang", PASSWORD, address=HERE, now=NOON + MINUTE)
    _fail(TRIES - 1, at=2)
    assert sign_in("wangfang", PASSWORD, address=HERE, now=NOON + 3 * MINUTE) == wangfang


def test_an_account_is_locked_from_wherever_the_tries_come(wangfang: User) -> None:
    for number in range(TRIES):
        _fail(1, address=f"10.0.1.{number}")
    with pytest.raises(LockedOut):
        sign_in("wangfang", PASSWORD, address="10.9.9.9", now=NOON + MINUTE)


def test_an_address_that_tries_many_accounts_is_locked_for_all(wangfang: User) -> None:
    for number in range(ADDRESS_TRIES):
        _fail(1, username=f"guess{number}")
    with pytest.raises(LockedOut):
        sign_in("wangfang", PASSWORD, address=HERE, now=NOON + MINUTE)
    assert sign_in("wangfang", PASSWORD, address="10.9.9.9", now=NOON + MINUTE) == wangfang


def test_the_security_officer_unlocks(wangfang: User) -> None:
    _fail(TRIES)
    with pytest.raises(MayNot):
        unlock_user(wangfang, actor=STRANGER, now=NOON + MINUTE)
    unlock_user(wangfang, actor=SYSTEM, now=NOON + MINUTE)
    assert sign_in("wangfang", PASSWORD, address="10.9.9.9", now=NOON + 2 * MINUTE) == wangfang


def test_a_closed_account_is_told_only_to_who_knows_the_password(wangfang: User) -> None:
    close_user(wangfang, actor=SYSTEM, now=NOON)
    with pytest.raises(WrongPassword):
        sign_in("wangfang", "wrong", address=HERE, now=NOON + MINUTE)
    with pytest.raises(AccountClosed):
        sign_in("wangfang", PASSWORD, address=HERE, now=NOON + MINUTE)
