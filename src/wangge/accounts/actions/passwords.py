"""Changing passwords. 密码。"""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import F

from wangge.accounts.models import User
from wangge.accounts.passwords import check_password_rules
from wangge.accounts.refusals import WeakPassword, WrongOldPassword
from wangge.accounts.rights import require
from wangge.audit.actions import append
from wangge.core.duty import Actor


@transaction.atomic
def change_password(user: User, old: str, new: str, *, actor: Actor, now: datetime) -> None:
    """One's own password is the new one; every other session of one's own is over.

    Open a fresh session afterwards, or this browser is signed out too.
    Refuses: WrongOldPassword, WeakPassword.
    """
    if not check_password(old, user.password):
        raise WrongOldPassword(field="old")
    if old == new:
        raise WeakPassword(
            field="password", why="与原密码相同", why_en="it is the same as the old one"
        )
    _set(user, new, must_change=False, now=now)
    append("user", user.id, "user.password_changed", {}, actor=actor, now=now)


@transaction.atomic
def reset_password(user: User, new: str, *, actor: Actor, now: datetime) -> None:
    """That person has a first password again and must change it at the next sign-in.

    Needs "accounts.lock". Refuses: MayNot, WeakPassword.
    """
    require(actor, "accounts.lock")
    _set(user, new, must_change=True, now=now)
    append("user", user.id, "user.password_reset", {}, actor=actor, now=now)


def _set(user: User, new: str, *, must_change: bool, now: datetime) -> None:
    check_password_rules(new, user)
    User.objects.filter(id=user.id).update(
        password=make_password(new),
        password_changed_at=now,
        must_change_password=must_change,
        session_epoch=F("session_epoch") + 1,
    )
    user.refresh_from_db()
