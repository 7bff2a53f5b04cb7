"""Making, closing and unlocking accounts. 账户。"""

from __future__ import annotations

import re
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from wangge.accounts.hooks import tell_listeners
from wangge.accounts.keys import forget_tokens
from wangge.accounts.models import ApiToken, User
from wangge.accounts.passwords import check_password_rules
from wangge.accounts.refusals import BadUsername, UsernameTaken
from wangge.accounts.rights import require
from wangge.audit.actions import append
from wangge.core.duty import Actor

_USERNAME = re.compile(r"[a-z][a-z0-9._-]{1,39}")


@transaction.atomic
def create_user(
    username: str,
    *,
    name: str,
    password: str | None,
    actor: Actor,
    now: datetime,
    phone: str = "",
    language: str = "",
    must_change_password: bool = True,
) -> User:
    """A person may sign in. `password` None: not by password, only once one is set.

    Needs "accounts.write". Refuses: MayNot, BadUsername, UsernameTaken, WeakPassword.
    """
    require(actor, "accounts.write")
    username = username.strip().lower()
    if _USERNAME.fullmatch(username) is None:
        raise BadUsername(field="username", username=username)
    if User.objects.filter(username=username).exists():
        raise UsernameTaken(field="username", username=username)
    user = User(
        username=username,
        name=name.strip(),
        language=language,
        made_at=now,
        password_changed_at=now,
        must_change_password=must_change_password and password is not None,
    )
    user.phone = phone
    if password is not None:
        check_password_rules(password, user)
    user.password = make_password(password)
    user.save(force_insert=True)
    append("user", user.id, "user.made", {"username": username}, actor=actor, now=now)
    return user


@transaction.atomic
def close_user(user: User, *, actor: Actor, now: datetime) -> None:
    """Nobody signs in by that account any more, and its tokens are dead.

    From now on its holder is away from every post; the posts themselves stay. Needs
    "accounts.write".
    """
    require(actor, "accounts.write")
    user.is_active = False
    user.closed_at = now
    user.session_epoch += 1
    user.save(update_fields=["is_active", "closed_at", "session_epoch"])
    ApiToken.objects.filter(user=user, revoked_at__isnull=True).update(revoked_at=now)
    forget_tokens()
    append("user", user.id, "user.closed", {}, actor=actor, now=now)
    tell_listeners(now)


@transaction.atomic
def reopen_user(user: User, *, actor: Actor, now: datetime) -> None:
    """The account works again, without its old tokens. Needs "accounts.write"."""
    require(actor, "accounts.write")
    user.is_active = True
    user.closed_at = None
    user.save(update_fields=["is_active", "closed_at"])
    append("user", user.id, "user.reopened", {}, actor=actor, now=now)
    tell_listeners(now)


@transaction.atomic
def change_details(user: User, *, name: str, phone: str, actor: Actor, now: datetime) -> None:
    """The person's name and phone number are these. One's own phone, or with "accounts.write"."""
    if actor.user_id != user.id or name.strip() != user.name:
        require(actor, "accounts.write")
    user.name, user.phone = name.strip(), phone
    user.save(update_fields=["name", "phone_sealed", "phone_blind"])
    append("user", user.id, "user.details_changed", {}, actor=actor, now=now)
    tell_listeners(now)


@transaction.atomic
def unlock_user(user: User, *, actor: Actor, now: datetime) -> None:
    """Failed tries up to now no longer count against the account. Needs "accounts.lock"."""
    require(actor, "accounts.lock")
    user.tries_count_from = now
    user.save(update_fields=["tries_count_from"])
    append("user", user.id, "user.unlocked", {}, actor=actor, now=now)


def set_language(user: User, language: str) -> None:
    """Screens speak that language to the person from now on ("" follows the browser)."""
    user.language = language
    user.save(update_fields=["language"])
