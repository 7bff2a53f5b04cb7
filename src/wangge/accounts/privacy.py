"""What accounts seal, and what of them is forgotten in time: tries to sign in."""

from __future__ import annotations

from datetime import datetime

from wangge.accounts.actions.forget import purge_attempts
from wangge.accounts.models import USER_PHONE, SignInAttempt, User
from wangge.privacy import retention
from wangge.privacy.sealing import Sealed, register


def register_all() -> None:
    """Make the sealed column of accounts and their purger known."""
    register(Sealed(User, "phone_sealed", USER_PHONE, "phone_blind"))
    retention.register(retention.Purger("account.attempt", _attempts_due, purge_attempts))


def _attempts_due(before: datetime) -> int:
    return SignInAttempt.objects.filter(at__lt=before).count()
