"""Accounts and passwords."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import check_password
from tests.accounts.conftest import NOON, PASSWORD

from wangge.accounts.access import attempts_for, users_for
from wangge.accounts.actions import (
    change_details,
    change_password,
    create_user,
    reset_password,
    sign_in,
)
from wangge.accounts.models import SignInAttempt, User
from wangge.accounts.passwords import check_password_rules
from wangge.accounts.refusals import (
    BadUsername,
    MayNot,
    UsernameTaken,
    WeakPassword,
    WrongOldPassword,
)
from wangge.accounts.rights import RIGHTS
from wangge.audit.models import Entry
from wangge.core.duty import STRANGER, SYSTEM, Actor


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short-1", "至少要有10个字符"),
        ("x-" * 65, "不能超过128个字符"),
        ("onlyletters", "至少要有两种"),
        ("20260901123", "至少要有两种"),
        ("ab1ab1ab1ab1", "重复的字符太多"),
        ("password2026", "太常见"),
        ("i-am-wangfang", "用户名、姓名或手机号"),
        ("我是王芳呀123456", "用户名、姓名或手机号"),
    ],
)
def test_weak_passwords_are_refused_with_the_reason(password: str, why: str) -> None:
    user = User(username="wangfang", name="王芳")
    with pytest.raises(WeakPassword) as refusal:
        check_password_rules(password, user)
    assert why in refusal.value.say("zh")


@pytest.mark.parametrize("password", ["wangge-demo", "纸上得来终觉浅 1187", "9 green bottles"])
def test_good_passwords_will_do(password: str) -> None:
    check_password_rules(password, User(username="liqiang", name="李强"))


def test_making_an_account_needs_the_right_and_is_logged(db: None) -> None:
    with pytest.raises(MayNot) as refusal:
        create_user("lisi", name="李四", password=None, actor=STRANGER, now=NOON)
    assert "新建、停用账户" in refusal.value.say("zh")
    user = create_user("lisi", name="李四", password=None, actor=SYSTEM, now=NOON)
    assert Entry.objects.get(subject=user.id).name == "user.made"


def test_user_names_are_plain_and_unique(wangfang: User) -> None:
    for bad in ("王芳", "a", "1up", "a b", "x" * 41):
        with pytest.raises(BadUsername):
            create_user(bad, name="王芳", password=None, actor=SYSTEM, now=NOON)
    with pytest.raises(UsernameTaken):
        create_user(" WANGFANG", name="王芳", password=None, actor=SYSTEM, now=NOON)


def test_an_account_without_a_password_cannot_sign_in(db: None) -> None:
    user = create_user("lisi", name="李四", password=None, actor=SYSTEM, now=NOON)
    assert not check_password("", user.password)
    assert not user.has_usable_password()


def test_changing_the_password_ends_other_sessions(wangfang: User) -> None:
    me = Actor(user_id=wangfang.id)
    change_password(wangfang, PASSWORD, "绝知此事要躬行 1188", actor=me, now=NOON)
    assert sign_in("wangfang", "绝知此事要躬行 1188", address=None, now=NOON).session_epoch == 1


def test_the_old_password_must_be_known_and_left_behind(wangfang: User) -> None:
    me = Actor(user_id=wangfang.id)
    with pytest.raises(WrongOldPassword):
        change_password(wangfang, "guess", "绝知此事要躬行 1188", actor=me, now=NOON)
    with pytest.raises(WeakPassword):
        change_password(wangfang, PASSWORD, PASSWORD, actor=me, now=NOON)


def test_a_password_somebody_else_set_must_be_changed(wangfang: User) -> None:
    with pytest.raises(MayNot):
        reset_password(wangfang, "first-day-2026", actor=Actor(user_id=wangfang.id), now=NOON)
    reset_password(wangfang, "first-day-2026", actor=SYSTEM, now=NOON)
    assert wangfang.must_change_password
    me = Actor(user_id=wangfang.id)
    later = NOON + timedelta(hours=1)
    change_password(wangfang, "first-day-2026", "绝知此事要躬行 1188", actor=me, now=later)
    assert not wangfang.must_change_password


def test_people_see_their_own_account_and_tries_only(wangfang: User) -> None:
    other = create_user("liqiang", name="李强", password=None, actor=SYSTEM, now=NOON)
    SignInAttempt.objects.create(at=NOON, username="nobody", outcome="wrong")
    sign_in("wangfang", PASSWORD, address=None, now=NOON)
    me = Actor(user_id=wangfang.id)
    assert list(users_for(me)) == [wangfang]
    assert [attempt.user for attempt in attempts_for(me)] == [wangfang]
    assert not users_for(STRANGER).exists()
    assert not attempts_for(STRANGER).exists()
    assert set(users_for(SYSTEM)) == {wangfang, other}
    assert list(users_for(SYSTEM, "李强")) == [other]


def test_every_right_has_its_words() -> None:
    assert all(zh and en for zh, en in RIGHTS.values())


def test_a_telephone_lies_sealed_and_is_found_whole(db: None) -> None:
    user = create_user(
        "lisi", name="李四", password=None, phone="138-0000-1234", actor=SYSTEM, now=NOON
    )
    kept = User.objects.get(pk=user.pk)
    assert kept.phone == "138-0000-1234"
    assert b"0000" not in bytes(kept.phone_sealed or b"")
    assert list(users_for(SYSTEM, "13800001234")) == [kept]
    assert list(users_for(SYSTEM, "1380000")) == []


def test_a_telephone_can_be_taken_away(db: None) -> None:
    user = create_user("lisi", name="李四", password=None, phone="1", actor=SYSTEM, now=NOON)
    change_details(user, name="李四", phone=" ", actor=SYSTEM, now=NOON)
    kept = User.objects.get(pk=user.pk)
    assert (kept.phone, kept.phone_sealed, kept.phone_blind) == ("", None, None)


def test_a_password_may_not_hold_ones_telephone() -> None:
    user = User(username="lisi", name="李四")
    user.phone = "13800001234"
    with pytest.raises(WeakPassword):
        check_password_rules("call-13800001234", user)
