"""Opening and closing the session of a browser. 会话。"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.middleware.csrf import rotate_token

from wangge.accounts.keys import EPOCH, SEEN, USER
from wangge.accounts.models import User
from wangge.accounts.rights import require
from wangge.audit.actions import append
from wangge.core.duty import Actor


def open_session(request: HttpRequest, user: User, *, now: datetime) -> None:
    """The browser is signed in as `user`, with a fresh session key and a fresh form token."""
    if request.session.get(USER) not in (None, str(user.id)):
        request.session.flush()  # nothing of the person before is left
    else:
        request.session.cycle_key()  # a key known before signing in opens nothing afterwards
    request.session[USER] = str(user.id)
    request.session[EPOCH] = user.session_epoch
    request.session[SEEN] = int(now.timestamp())
    rotate_token(request)


def close_session(request: HttpRequest) -> None:
    """The browser is signed out; its session is gone."""
    request.session.flush()


@transaction.atomic
def sign_out_everywhere(user: User, *, actor: Actor, now: datetime) -> None:
    """Every session of that person is over, at once, on every device.

    One's own, or anybody's with the right "accounts.lock". Tokens of programs live on.
    """
    if actor.user_id != user.id:
        require(actor, "accounts.lock")
    User.objects.filter(id=user.id).update(session_epoch=F("session_epoch") + 1)
    user.refresh_from_db(fields=["session_epoch"])
    append("user", user.id, "user.signed_out_everywhere", {}, actor=actor, now=now)
