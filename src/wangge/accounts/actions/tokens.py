"""Keys for programs. 接口令牌。"""

from __future__ import annotations

import secrets
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from wangge.accounts.keys import digest_of, forget_tokens
from wangge.accounts.models import ApiToken, User
from wangge.accounts.rights import require
from wangge.audit.actions import append
from wangge.core.duty import Actor
from wangge.core.errors import NotFound

#: So that a token found somewhere can be told for what it is.
_MARK = "wg_"


@transaction.atomic
def make_token(
    user: User,
    *,
    title: str,
    now: datetime,
    expires_at: datetime | None = None,
    actor: Actor | None = None,
) -> str:
    """A new token by which a program acts for `user`. Shown this once; only its hash is kept."""
    raw = _MARK + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user=user,
        title=title,
        prefix=raw[:8],
        digest=digest_of(raw),
        made_at=now,
        expires_at=expires_at,
    )
    facts = {"user": str(user.id), "title": title, "prefix": token.prefix}
    append("token", token.id, "token.made", facts, actor=actor, now=now)
    return raw


@transaction.atomic
def revoke_token(token_id: UUID, *, actor: Actor, now: datetime) -> None:
    """The token opens nothing any more: at once here, within seconds in other processes.

    One's own, or anybody's with the right "accounts.lock". Refuses: NotFound, MayNot.
    """
    token = ApiToken.objects.filter(id=token_id).first()
    if token is None:
        raise NotFound
    if token.user_id != actor.user_id:
        require(actor, "accounts.lock")
    if token.revoked_at is None:
        token.revoked_at = now
        token.save(update_fields=["revoked_at"])
        append("token", token.id, "token.revoked", {}, actor=actor, now=now)
    forget_tokens()


def note_token_use(token: ApiToken, *, on: date) -> None:
    """The token is known to have been used that day; at most one write a day."""
    if token.last_used_on != on:
        ApiToken.objects.filter(id=token.id).update(last_used_on=on)
