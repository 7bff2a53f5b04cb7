"""Judging a user name and a password. 登录。"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from wangge.accounts.lockout import standing
from wangge.accounts.models import SignInAttempt, User
from wangge.accounts.refusals import AccountClosed, LockedOut, WrongPassword
from wangge.core.errors import Refusal
from wangge.lib.clock import SHANGHAI

Outcome = SignInAttempt.Outcome


def sign_in(username: str, password: str, *, address: str | None, now: datetime) -> User:
    """The user whose name and password these are; the try is logged however it ends.

    Refuses: WrongPassword (the same for an unknown name, and it takes as long), LockedOut with
    the time when to try again, AccountClosed (told only to who knows the password).
    Opens no session: that is `open_session`.
    """
    username = username.strip().lower()[:40]
    with transaction.atomic():  # the refusal is raised after the log of the try is safe
        user, refusal = _judge(username, password, address, now)
    if refusal is not None:
        raise refusal
    assert user is not None
    return user


def _judge(
    username: str, password: str, address: str | None, now: datetime
) -> tuple[User | None, Refusal | None]:
    # The lock makes tries on one account take turns: a hundred at once are not a hundred tries.
    user = User.objects.select_for_update().filter(username=username).first()
    stands = standing(username, user, address, now=now)
    if stands.locked_until is not None:
        _log(username, user, address, Outcome.LOCKED, now)
        # Rounded up, so that the minute told is never too early.
        until = stands.locked_until.astimezone(SHANGHAI) + timedelta(seconds=59)
        return None, LockedOut(until=f"{until:%H:%M}")
    if user is None:
        make_password(password)  # an unknown name takes as long as a wrong password
        _log(username, None, address, Outcome.WRONG, now)
        return None, WrongPassword(field="password", left=max(stands.left - 1, 0))
    if not check_password(password, user.password):
        _log(username, user, address, Outcome.WRONG, now)
        return None, WrongPassword(field="password", left=max(stands.left - 1, 0))
    if not user.is_active:
        _log(username, user, address, Outcome.CLOSED, now)
        return None, AccountClosed()
    _log(username, user, address, Outcome.OK, now)
    user.last_sign_in_at = now
    user.save(update_fields=["last_sign_in_at"])
    return user, None


def _log(
    username: str, user: User | None, address: str | None, outcome: Outcome, now: datetime
) -> None:
    SignInAttempt.objects.create(
        at=now, username=username, user=user, address=address, outcome=outcome
    )
