"""People and browsers for the tests of the accounts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest

from wangge.accounts.actions import create_user
from wangge.accounts.models import User
from wangge.core.duty import SYSTEM

NOON = datetime(2026, 9, 1, 4, tzinfo=UTC)
PASSWORD = "纸上得来终觉浅 1187"


@pytest.fixture
def wangfang(db: None) -> User:
    return create_user(
        "wangfang", name="王芳", password=PASSWORD, actor=SYSTEM, now=NOON,
        must_change_password=False,
    )  # fmt: skip


@pytest.fixture
def a_browser(db: None) -> Callable[..., HttpRequest]:
    """Makes a request; with a session it comes from the browser that has that session."""

    def request(session: SessionStore | None = None, address: str = "10.0.0.7") -> HttpRequest:
        made = HttpRequest()
        made.META["REMOTE_ADDR"] = address
        made.session = session if session is not None else SessionStore()
        return made

    return request
