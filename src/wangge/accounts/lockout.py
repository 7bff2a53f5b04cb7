"""When somebody has tried too often (等保: five wrong tries, ten minutes).

The account is counted on its own, so that guessing from many places is stopped; the address is
counted too, so that trying one password on many accounts is. A whole office may share an address,
so it is allowed more. Tries while locked are logged but do not lengthen the lock.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from wangge.accounts.models import SignInAttempt, User

TRIES = 5
ADDRESS_TRIES = 20
#: So many wrong tries within this time lock, and the lock lasts as long again.
WINDOW = timedelta(minutes=10)


class Standing(NamedTuple):
    """How a sign-in stands before the password is looked at."""

    locked_until: datetime | None
    left: int  #: tries left on this account


def standing(username: str, user: User | None, address: str | None, *, now: datetime) -> Standing:
    """Whether that name or that address is locked now, and how many tries are left."""
    recent = SignInAttempt.objects.filter(at__gt=now - 2 * WINDOW).order_by("at")
    by_name: list[datetime] = []
    for at, outcome in recent.filter(username=username).values_list("at", "outcome"):
        if outcome == SignInAttempt.Outcome.OK:
            by_name.clear()
        elif outcome == SignInAttempt.Outcome.WRONG:
            by_name.append(at)
    if user is not None and user.tries_count_from is not None:
        by_name = [at for at in by_name if at > user.tries_count_from]
    ends = [lock_end(by_name, TRIES, now=now)]
    if address is not None:
        wrong = recent.filter(address=address, outcome=SignInAttempt.Outcome.WRONG)
        ends.append(lock_end(list(wrong.values_list("at", flat=True)), ADDRESS_TRIES, now=now))
    fresh = sum(at > now - WINDOW for at in by_name)
    return Standing(max((end for end in ends if end), default=None), max(TRIES - fresh, 0))


def lock_end(failures: Sequence[datetime], tries: int, *, now: datetime) -> datetime | None:
    """When the lock these failures (earliest first) brought about ends; None if none holds."""
    for first, last in zip(failures, failures[tries - 1 :], strict=False):
        if last - first < WINDOW and last + WINDOW > now:
            return last + WINDOW
    return None
