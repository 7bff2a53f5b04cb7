"""Who is asking: from a browser's session or a program's token to an `Actor`.

What posts a person answers for is told by whoever keeps the posts (`territory` registers itself
with `use_posts_of`), so that accounts need not know of them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from wangge.accounts.actions.tokens import note_token_use
from wangge.accounts.keys import EPOCH, SEEN, USER, KnownToken, digest_of, recalled, remember
from wangge.accounts.models import ApiToken, SignInAttempt, User, phone_mark
from wangge.core.duty import STRANGER, Actor
from wangge.lib.clock import SHANGHAI, utc_now

#: Staff who do nothing for so long are signed out (等保). Residents are not: they see only
#: their own. A county may set STAFF_IDLE_MINUTES.
IDLE = timedelta(minutes=30)


def _without_posts(user: User, at: datetime) -> Actor:
    return Actor(user_id=user.id, name=user.name)


_actor_of: Callable[[User, datetime], Actor] = _without_posts


def use_posts_of(actor_of: Callable[[User, datetime], Actor]) -> None:
    """From now on `actor_of(user, at)` says what posts a person answers for."""
    global _actor_of
    _actor_of = actor_of


def actor_from_request(request: HttpRequest, *, now: datetime | None = None) -> Actor:
    """Who sends this request; STRANGER if nobody has signed in. Remembered on the request.

    One query for the user where there is a session, none otherwise. Signs out staff who have been
    idle for too long.
    """
    found: Actor | None = getattr(request, "_actor", None)
    if found is None:
        found = _actor_of_session(request, now or utc_now())
        request._actor = found  # type: ignore[attr-defined]
    return found


def actor_from_token(raw: str, *, now: datetime | None = None) -> Actor | None:
    """For whom the bearer of that token acts; None if it opens nothing.

    No query if this process read the token within the last seconds.
    """
    now = now or utc_now()
    digest = digest_of(raw)
    user = (recalled(digest, now) or _read_token(digest, now)).opens(now)
    return None if user is None else _actor_of(user, now)


def user_from_request(request: HttpRequest) -> User | None:
    """The account behind the session, if it is signed in."""
    actor_from_request(request)
    found: User | None = getattr(request, "_account", None)
    return found


def client_address(request: HttpRequest) -> str | None:
    """The address the request comes from: what the proxy says where there is one (HTTPS)."""
    said = str(request.META.get("REMOTE_ADDR", ""))
    if settings.USE_HTTPS:
        said = request.META.get("HTTP_X_FORWARDED_FOR", said).rpartition(",")[2].strip()
    try:
        return str(ip_address(said))
    except ValueError:
        return None


def user_named(username: str) -> User | None:
    """The account of that user name."""
    return User.objects.filter(username=username.strip().lower()).first()


def users_for(actor: Actor, words: str = "") -> QuerySet[User]:
    """Accounts the actor may look at: all with an accounts right, else one's own only.

    `words`: parts of names; a telephone is found whole only, for it lies sealed.
    """
    if not (actor.may("accounts.write") or actor.may("accounts.lock") or actor.may("log.read")):
        return _no_users_but(actor.user_id)
    found = User.objects.all()
    for word in words.split():
        found = found.filter(
            Q(username__icontains=word)
            | Q(name__icontains=word)
            | Q(phone_blind=phone_mark(word), phone_blind__isnull=False)
        )
    return found


def tokens_of(user_id: UUID, *, now: datetime) -> QuerySet[ApiToken]:
    """The live tokens of a person."""
    alive = Q(expires_at__isnull=True) | Q(expires_at__gt=now)
    return ApiToken.objects.filter(alive, user_id=user_id, revoked_at__isnull=True)


def attempts_for(actor: Actor) -> QuerySet[SignInAttempt]:
    """Tries to sign in: all with the right to read the log, else one's own."""
    if actor.may("log.read") or actor.may("accounts.lock"):
        return SignInAttempt.objects.select_related("user")
    if actor.user_id is None:
        return SignInAttempt.objects.none()
    return SignInAttempt.objects.filter(user_id=actor.user_id)


def _no_users_but(user_id: UUID | None) -> QuerySet[User]:
    return User.objects.none() if user_id is None else User.objects.filter(id=user_id)


def _read_token(digest: str, now: datetime) -> KnownToken:
    token = (
        ApiToken.objects.select_related("user")
        .filter(digest=digest, revoked_at__isnull=True, user__is_active=True)
        .first()
    )
    if token is None:
        known = KnownToken(None, None, now)
    else:
        note_token_use(token, on=now.astimezone(SHANGHAI).date())
        known = KnownToken(token.user, token.expires_at, now)
    remember(digest, known)
    return known


def _actor_of_session(request: HttpRequest, now: datetime) -> Actor:
    known = request.session.get(USER)
    if known is None:
        return STRANGER
    user = User.objects.filter(id=known, is_active=True).first()
    if user is None or request.session.get(EPOCH) != user.session_epoch:
        request.session.flush()
        return STRANGER
    actor = _actor_of(user, now)
    seen = datetime.fromtimestamp(request.session.get(SEEN, 0), UTC)
    idle = timedelta(minutes=getattr(settings, "STAFF_IDLE_MINUTES", IDLE.total_seconds() / 60))
    if actor.posts and now - seen > idle:
        request.session.flush()
        request.signed_out_idle = True  # type: ignore[attr-defined]
        return STRANGER
    if now - seen >= timedelta(minutes=1):
        request.session[SEEN] = int(now.timestamp())
    request._account = user  # type: ignore[attr-defined]
    return actor
