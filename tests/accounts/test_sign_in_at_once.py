"""A hundred guesses sent together are no more than five tries."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from tests.accounts.conftest import NOON, PASSWORD

from wangge.accounts.actions import create_user, sign_in
from wangge.accounts.lockout import TRIES
from wangge.accounts.models import SignInAttempt
from wangge.core.duty import SYSTEM
from wangge.core.errors import Refusal


def _guess(number: int) -> None:
    try:
        sign_in("wangfang", f"guess {number}", address=f"10.0.0.{number}", now=NOON)
    except Refusal:
        pass
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_guesses_sent_at_once_are_counted_one_by_one() -> None:
    create_user("wangfang", name="王芳", password=PASSWORD, actor=SYSTEM, now=NOON)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(_guess, range(16)))
    outcomes = Counter(SignInAttempt.objects.values_list("outcome", flat=True))
    assert outcomes == {"wrong": TRIES, "locked": 16 - TRIES}
