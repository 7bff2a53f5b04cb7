"""What a session and a token are known by, and what this process remembers of tokens."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import NamedTuple

from wangge.accounts.models import User

#: Keys of the session.
USER, EPOCH, SEEN = "user", "epoch", "seen"

#: How long a process believes what it last read of a token.
TOKEN_BELIEVED = timedelta(seconds=5)
_TOKENS_KEPT = 10_000


class KnownToken(NamedTuple):
    """What was read of a token; `user` is None if it opens nothing."""

    user: User | None
    expires_at: datetime | None
    read_at: datetime

    def opens(self, now: datetime) -> User | None:
        """For whom it opens at that instant."""
        return None if self.expires_at is not None and self.expires_at <= now else self.user


_tokens: dict[str, KnownToken] = {}


def digest_of(raw: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(raw.encode()).hexdigest()


def recalled(digest: str, now: datetime) -> KnownToken | None:
    """What this process read of the token within the last seconds."""
    known = _tokens.get(digest)
    if known is None or not known.read_at <= now < known.read_at + TOKEN_BELIEVED:
        return None
    return known


def remember(digest: str, known: KnownToken) -> None:
    """The process believes this for some seconds."""
    if len(_tokens) >= _TOKENS_KEPT:
        _tokens.clear()
    _tokens[digest] = known


def forget_tokens() -> None:
    """This process reads every token afresh."""
    _tokens.clear()
