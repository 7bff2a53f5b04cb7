"""Forget in time who tried to sign in."""

from __future__ import annotations

from datetime import datetime

from wangge.accounts.models import SignInAttempt


def purge_attempts(*, before: datetime, most: int) -> int:
    """Tries to sign in from before then are gone; how many."""
    ids = SignInAttempt.objects.filter(at__lt=before).order_by("at").values("pk")[:most]
    return SignInAttempt.objects.filter(pk__in=ids).delete()[0]
